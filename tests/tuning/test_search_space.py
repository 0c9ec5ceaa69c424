"""What a sweep tries: every value of it is a run, and can be read back from one."""

from dataclasses import replace

import pytest

from slm_core.errors import SettingsError
from slm_core.models.settings import AwdLstmSettings, LstmSettings, TransformerSettings
from slm_core.runs.config import StartSettings
from slm_core.tuning.search_space import check_base, search_space, values_of, with_values
from tests.tuning.made_trials import BASE

MODELS = (
    LstmSettings(hidden_size=96, embedding_size=48),
    AwdLstmSettings(),
    TransformerSettings(hidden_size=96, heads=3),
)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.kind)
def test_both_ends_of_every_range_are_runs_and_read_back_as_they_were(model) -> None:
    base = replace(BASE, model=model)
    space = search_space(base)
    own = values_of(base, space)
    for each in space:
        for value in each.choices or (each.low, each.high):
            config = with_values(base, {**own, each.path: value})
            read = values_of(config, space)[each.path]
            if each.path == "model.hidden_size":  # the next fewer that fits
                assert abs(read - value) <= 8
            elif isinstance(value, str):
                assert read == value
            else:
                assert read == pytest.approx(value, rel=1e-3)
    assert values_of(with_values(base, own), space) == own, "the preset's own are among them"


def test_a_run_that_starts_from_another_is_no_base() -> None:
    with pytest.raises(SettingsError, match="from nothing"):
        check_base(replace(BASE, start=StartSettings("a-run")))
