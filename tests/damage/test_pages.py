"""Whatever is damaged in a workspace, every page says a sentence and shows no traceback."""

import random
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.damage.conftest import Everything
from tests.damage.damages import Damage, damages_of, files_of, without_checksums
from tests.pages.conftest import page_at

_SAMPLED = 16
"""Damages that are tried where not all are."""


@pytest.fixture
def studio(everything, monkeypatch) -> Everything:
    monkeypatch.setenv("ARGOT_HOME", str(everything.workspace.root))
    monkeypatch.setenv("ARGOT_SLOTS", "1")
    monkeypatch.setattr("sys.argv", ["streamlit"])
    without_checksums(everything.workspace.root)
    return everything


def pages(studio: Everything, damage: Damage) -> list[tuple[str, dict[str, str]]]:
    """Those that show what the damaged file belongs to."""
    parts = damage.path.relative_to(studio.workspace.root).parts
    return {
        "runs": [("runs", {}), ("training", {"run": parts[1]}), ("writing", {})],
        "races": [("training", {"race": studio.race}), ("training", {"race": "new"})],
        "sweeps": [("training", {"sweep": studio.sweep}), ("training", {"sweep": "new"})],
        "corpora": [("corpus", {}), ("corpus", {"corpus": studio.corpus}), ("training", {})],
        "cache": [
            ("corpus", {"corpus": studio.corpus, "show": "report"}),
            ("corpus", {"corpus": studio.corpus, "show": "tokens"}),
        ],
        "jobs": [("corpus", {})],
    }.get(parts[0], [])


def check(studio: Everything, damage: Damage) -> None:
    with damage.done():
        for place, parameters in pages(studio, damage):
            page = page_at(place, parameters)
            assert not page.exception, (damage, place, page.exception)


def all_damages(studio: Everything) -> list[Damage]:
    files = files_of(studio.workspace.root)
    return [damage for path in files for damage in damages_of(path)]


@pytest.mark.slow
def test_a_sentence_on_every_page_for_a_sample_of_damages(studio):
    found = all_damages(studio)
    for damage in random.Random(3).sample(found, _SAMPLED):
        check(studio, damage)


def every_value_once(found: list[Damage]) -> list[Damage]:
    """Each file damaged in every way, each value in it in one, the ways taking turns: commands
    are asked about all of them, and read with the same readers."""
    by_place: dict[tuple[Path, str], list[Damage]] = {}
    for damage in found:
        by_place.setdefault((damage.path, damage.place), []).append(damage)
    chosen: list[Damage] = []
    for turn, ((_, place), ways) in enumerate(by_place.items()):
        chosen += [ways[turn % len(ways)]] if place else ways
    return chosen


@pytest.mark.exhaustive
@pytest.mark.timeout(1800)
def test_a_sentence_on_every_page_for_every_value(studio):
    chosen = every_value_once(all_damages(studio))
    assert len({damage.name for damage in chosen if damage.place}) == 6
    for damage in chosen:
        check(studio, damage)


def test_a_damaged_run_and_a_damaged_corpus_are_rows_with_their_reasons(studio):
    (studio.workspace.run_folder(studio.tuned) / "config.json").write_text("{}")
    (studio.workspace.corpus_folder(studio.corpus) / "card.json").write_text("[]")
    page = page_at("home", {})
    assert not page.exception
    assert "config.json" in _words(page)
    assert "1 run cannot be read" in [one.label for one in page.expander]
    page = page_at("corpus", {})
    assert "card.json is damaged" in _words(page)


def _words(page: AppTest) -> str:
    """All captions and texts, without Markdown's escapes."""
    return "\n".join(one.value for one in (*page.caption, *page.markdown)).replace("\\", "")
