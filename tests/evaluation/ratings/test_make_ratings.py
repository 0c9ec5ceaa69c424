"""Rating sets made by real tiny models."""

import csv
import io
from collections import Counter
from dataclasses import replace

import pytest

from slm_core.corpus.split import split_corpus, split_text
from slm_core.corpus.store import open_corpus
from slm_core.errors import RunError, StoppedError
from slm_core.evaluation.ratings.make_ratings import make_ratings
from slm_core.evaluation.ratings.rating_set import (
    REAL,
    delete_ratings,
    list_ratings,
    open_ratings,
)
from slm_core.runs.launching.create import start_run
from slm_core.runs.run import Run
from slm_core.training.settings import BudgetSettings
from slm_core.workspace import Workspace
from tests.tiny import make_config, make_corpus, text_of, wait_for_state, workspace_in


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[Run]:
    workspace = workspace_in(tmp_path_factory.mktemp("ratings"))
    corpus = make_corpus(workspace, text_of(30_000))
    config = make_config(corpus, budget=BudgetSettings(steps=5))
    made = [start_run(workspace, replace(config, name=name)) for name in ("One", "Other")]
    for run in made:
        wait_for_state(run, "finished")
    return made


@pytest.fixture
def workspace(runs: list[Run]) -> Workspace:
    return runs[0].workspace


def test_every_pair_of_authors_meets_as_often_and_the_real_text_is_real(runs, workspace) -> None:
    made = make_ratings(workspace, runs, pairs=12)
    pairs = made.record.pairs
    meetings = Counter(frozenset((pair.left_source, pair.right_source)) for pair in pairs)
    assert set(meetings.values()) == {4}
    assert len(meetings) == 3
    assert {pair.left_source for pair in pairs} >= {REAL, runs[0].id}, "shown on either side"
    config = runs[0].config()
    corpus = open_corpus(workspace, config.corpus)
    text = "".join(split_text(corpus, split_corpus(corpus, config.split).validation))
    for pair in pairs:
        shown = {pair.left_source: pair.left, pair.right_source: pair.right}
        begins = text.index(pair.prompt)
        assert begins == 0 or text[begins - 1].isspace(), "with a whole word"
        if REAL in shown:
            assert pair.prompt + shown[REAL] in text
            end = begins + len(pair.prompt) + len(shown[REAL])
            assert text[end : end + 1].strip() == "", "and so it ends"
        assert max(map(len, shown.values())) <= 320
    again = make_ratings(workspace, runs, pairs=12)
    assert again.record.pairs == pairs, "the same seed gives the same pairs"
    assert len(list_ratings(workspace)[0]) >= 2


@pytest.mark.exhaustive
def test_no_two_texts_meet_twice_at_one_place(runs, workspace) -> None:
    pairs = make_ratings(workspace, runs, pairs=120).record.pairs
    assert len({pair.prompt for pair in pairs}) < 120, "places are used several times"
    meetings = [(pair.prompt, frozenset((pair.left_source, pair.right_source))) for pair in pairs]
    assert len(meetings) == len({*meetings}) == 3 * len({pair.prompt for pair in pairs})


def test_votes_are_kept_the_last_one_counts_and_all_is_exported(runs, workspace) -> None:
    made = make_ratings(workspace, runs[:1], pairs=3)
    assert made.next_pair() == 0
    made.vote(0, "left")
    made.vote(1, "tie")
    made.vote(0, "right")
    with open(made.folder / "votes.jsonl", "ab") as file:
        file.write(b'{"pair": 99, "choice": "left", "time": 1.0}\n{"choice": 3}\n{"pair":')
    again = open_ratings(workspace, made.id)
    assert again.next_pair() == 2
    shares = {left: share for left, _right, share in again.outcomes()}
    assert len(again.outcomes()) == 2
    assert 0.5 in shares.values()
    rows = list(csv.DictReader(io.StringIO(again.to_csv())))
    assert [row["choice"] for row in rows] == ["right", "tie", ""]
    delete_ratings(workspace, made.id)
    with pytest.raises(RunError, match="no ratings"):
        open_ratings(workspace, made.id)


def test_what_cannot_be_compared_is_refused_and_nothing_is_kept(runs, workspace) -> None:
    before = {one.id for one in list_ratings(workspace)[0]}
    with pytest.raises(RunError, match="at least one"):
        make_ratings(workspace, [], pairs=3)
    other = make_corpus(workspace, text_of(30_000, seed=2), name="Second")
    apart = start_run(workspace, make_config(other, budget=BudgetSettings(steps=2)))
    wait_for_state(apart, "finished")
    with pytest.raises(RunError, match="other texts"):
        make_ratings(workspace, [runs[0], apart], pairs=3)
    with pytest.raises(StoppedError):
        make_ratings(workspace, runs, pairs=3, should_stop=lambda: True)
    assert {one.id for one in list_ratings(workspace)[0]} == before


def test_a_damaged_set_is_a_row_with_its_reason(runs, workspace) -> None:
    made = make_ratings(workspace, runs[:1], pairs=2)
    (made.folder / "set.json").write_text("{}")
    found, damaged = list_ratings(workspace)
    assert made.id not in {one.id for one in found}
    assert made.id in {one.id for one in damaged}
    delete_ratings(workspace, made.id)
