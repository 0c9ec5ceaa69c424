"""The threshold for odd documents keeps its promise of false alarms."""

import numpy as np
import pytest

from slm_core.errors import SettingsError
from slm_core.evaluation.surprisal.anomalies import (
    FEWEST,
    anomaly_threshold,
    check_false_alarms,
    with_typicality,
)
from slm_core.evaluation.surprisal.records import DocumentSurprisal


def document(bits: float) -> DocumentSurprisal:
    return DocumentSurprisal(0, "", bits, 1, ())


@pytest.mark.parametrize("rate", [0.05, 0.2])
@pytest.mark.parametrize("held_out", [20, 150])
def test_usual_documents_are_flagged_as_rarely_as_was_said(rate: float, held_out: int) -> None:
    draw = np.random.default_rng(1)
    alarms = []
    for _ in range(1_000):
        threshold = anomaly_threshold(draw.gamma(3.0, size=held_out).tolist(), false_alarms=rate)
        assert threshold is not None
        usual = draw.gamma(3.0, size=20)
        alarms.append(np.mean([threshold.flags(document(bits)) for bits in usual]))
    mean = float(np.mean(alarms))
    assert rate - 1 / held_out - 0.01 <= mean <= rate + 0.01


def test_too_few_documents_say_nothing() -> None:
    assert anomaly_threshold([1.0] * (FEWEST - 1), false_alarms=0.5) is None
    assert anomaly_threshold([1.0] * FEWEST, false_alarms=0.01) is None  # wants a hundred
    assert with_typicality([document(1.0)], [1.0] * (FEWEST - 1))[0].typicality is None


def test_typicality_is_the_share_that_is_as_surprising() -> None:
    held_out = [float(bits) for bits in range(1, 100)]
    typical = [
        one.typicality for one in with_typicality([document(b) for b in (0, 50, 200)], held_out)
    ]
    assert typical == pytest.approx([1.0, 0.51, 0.01])


@pytest.mark.parametrize("share", [0.0, 1.0, -1.0, float("nan")])
def test_a_rate_that_is_none_is_a_sentence(share: float) -> None:
    with pytest.raises(SettingsError, match="false-alarm rate"):
        check_false_alarms(share)
