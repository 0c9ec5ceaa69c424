"""Scores of what a model writes, on continuations that are known."""

from types import SimpleNamespace
from typing import Any

import pytest

from slm_core.evaluation import continuations
from slm_core.evaluation.continuations import distinct, repetition, score_continuations
from slm_core.evaluation.report import Continuation, ContinuationScores


def scored(monkeypatch: pytest.MonkeyPatch, *pairs: tuple[str, str]) -> ContinuationScores:
    """The scores where the first of each pair was written and the second is real."""
    made = [Continuation("", wrote, real) for wrote, real in pairs]
    monkeypatch.setattr(continuations, "continue_places", lambda *_, **__: made)
    nothing: Any = SimpleNamespace(ids=None)
    found = score_continuations(nothing, nothing)
    assert found is not None
    return found


def test_variety_and_repetition_are_counted_by_hand() -> None:
    texts = [["a", "b", "a", "b"], ["a", "b"]]
    assert distinct(texts, 1) == 2 / 6
    assert distinct(texts, 2) == 2 / 4
    assert distinct([["a"]], 2) == 0
    assert repetition([list("abcdabcd")]) == 1 / 5
    assert repetition([list("abcd"), list("abcd")]) == 0, "only within one text"


def test_the_same_text_is_perfect_and_another_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    real = "the pump was hot and the seal was cold"
    same = scored(monkeypatch, (real, real))
    assert same.bleu == pytest.approx(100)
    assert same.chrf == pytest.approx(100)
    assert same.distinct_2 == same.distinct_2_real == 1
    other = scored(monkeypatch, ("nobody knows what it said today", real))
    assert other.bleu < other.chrf < 20


def test_chinese_is_cut_into_characters_for_bleu(monkeypatch: pytest.MonkeyPatch) -> None:
    found = scored(monkeypatch, ("水泵今天很热没有人换机油", "水泵今天很热没有人换轴承"))
    assert found.bleu > 50, "as one word each they would share nothing"
    assert found.words == 12


def test_a_chinese_name_in_an_english_text_leaves_its_words_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = "the nurse called 王芳 and the pump was stopped at once"
    plain = "the nurse called Mary and the pump was stopped at once"
    other = ("nurse called", "purse tolled")
    mixed = scored(monkeypatch, (real.replace(*other), real)).bleu
    assert mixed == pytest.approx(scored(monkeypatch, (plain.replace(*other), plain)).bleu)
