"""The coach on a run's page: findings, evidence on the curve, and the run that improves on it."""

import signal
from collections.abc import Sequence

import orjson
import pytest
from streamlit.testing.v1 import AppTest

from pages.training.run.ended import overlap
from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.readers.registry import read_source
from slm_core.corpus.store import Corpus, add_corpus, open_corpus
from slm_core.evaluation.coaching.finding import FindingKind
from slm_core.evaluation.coaching.text_rules import known_leak
from slm_core.processes.jobs import list_jobs
from slm_core.runs.launching import create
from slm_core.runs.run import list_runs
from slm_core.runs.trainer import main
from slm_core.storage import write_json
from slm_core.workspace import Workspace
from tests.pages.charts.drawn import rows
from tests.pages.conftest import OpenPage
from tests.pages.run_folders import RunFolder, start_run, write_facts, write_run
from tests.tiny import text_of, wait_for


@pytest.fixture
def corpus(workspace: Workspace) -> Corpus:
    source = read_source(InputFile("pumps.txt", text_of(40_000).encode()))
    return add_corpus(workspace, [source], name="Pumps", seed_text="The pump")


def shown(page: AppTest) -> str:
    kinds = ("title", "markdown", "caption", "error")
    return "\n".join(str(element.value) for kind in kinds for element in page.main.get(kind))


def button(page: AppTest, key: str):
    return next(found for found in page.button if found.key == key)


def keys(page: AppTest) -> set[str | None]:
    return {found.key for found in page.button}


def chart(page: AppTest, alt: str):
    return next(c.proto for c in page.main.get("vega_lite_chart") if alt in c.proto.alt)


def ended(workspace: Workspace, corpus: Corpus, *, overfit: bool = False) -> RunFolder:
    """A finished run of 1,240 steps on a text that is there."""
    folder = start_run(workspace, corpus=corpus.id)
    write_facts(folder.run)
    folder.event("started")
    folder.train(1240, overfit=overfit)
    folder.checkpoint()
    folder.end("finished", fraction=1.0)
    return folder


def make_tiny(folder: RunFolder) -> None:
    """Let the better run be one of three steps."""
    config = folder.run.folder / "config.json"
    values = orjson.loads(config.read_bytes())
    values["budget"] = {"minutes": None, "epochs": None, "steps": 3}
    values["samples"]["length"] = 0
    values["model"] |= {"hidden_size": 16, "embedding_size": 8}
    write_json(config, values)


def test_overfitting_is_shaded_on_the_runs_own_curve_and_agrees_with_the_verdict(
    open_page: OpenPage, workspace: Workspace, corpus: Corpus
) -> None:
    folder = ended(workspace, corpus, overfit=True)
    page = open_page("training", run=folder.run.id)
    words = shown(page)
    assert "began to memorise" in words
    assert "it is memorising the text" in words, "the chart's caption"
    assert "**Overfitting**" in words
    assert "coach_start_overfitting" in keys(page)
    assert "still getting better" not in words
    (stretch,) = rows(chart(page, "Validation was best at step"), "stretch")
    assert 500 < stretch["x"] < 800
    assert stretch["x2"] == 1240


def test_a_run_without_a_text_and_without_findings_says_nothing(
    open_page: OpenPage, workspace: Workspace
) -> None:
    folder = write_run(workspace, "finished", step=2400)
    page = open_page("training", run=folder.run.id)
    assert "What would make it better" not in shown(page)
    assert not {key for key in keys(page) if str(key).startswith("coach_")}


def test_one_click_starts_the_better_run_which_stands_beside_the_first(
    open_page: OpenPage, workspace: Workspace, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    # It is trained below, in this process, which has loaded all that it takes.
    monkeypatch.setattr(create, "launch", lambda run, slots=None: None)
    before = signal.getsignal(signal.SIGTERM)
    folder = ended(workspace, corpus, overfit=True)
    make_tiny(folder)
    page = open_page("training", run=folder.run.id)
    button(page, "coach_start_overfitting").click().run()
    assert not page.exception
    better = next(run for run in list_runs(workspace) if run.id != folder.run.id)
    assert better.config().follows == folder.run.id
    assert better.config().model.dropout == 0.2
    assert main.main(str(workspace.root), better.id) == 0
    signal.signal(signal.SIGTERM, before)
    page = open_page("training", run=better.id)
    words = shown(page)
    assert "Beside the run before" in words
    assert "0 → 0\\.2" in words, "what differs"
    curves = rows(chart(page, "of this run and of the one before"), "points")
    assert {"this run", "the run before"} < {*curves[0]}
    links = [link.proto.label for link in page.main.get("page_link")]
    assert "The run before" in [*links, *(found.label for found in page.button)]


def test_a_leak_is_found_when_the_page_is_opened_and_dims_the_verdict(
    open_page: OpenPage, workspace: Workspace
) -> None:
    text = text_of(30_000) + text_of(30_000)[:15_000]
    source = read_source(InputFile("twice.txt", text.encode()))
    corpus = add_corpus(workspace, [source], name="Twice", seed_text="The pump")
    folder = ended(workspace, corpus)
    page = open_page("training", run=folder.run.id)
    words = shown(page)
    assert "**The same or nearly the same text on both sides**" in words
    assert "also stands in the training text" in words
    assert ":material/check_circle:" not in words, "the light of a good run"
    assert "coach_start_leak" in keys(page)
    leak = known_leak(folder.run)
    assert leak is not None, "it dims the light in lists and on the scores page, too"
    assert leak.kind == "leak"
    # It is not trained here, and its text is made in a process of its own.
    make_tiny(folder)
    button(page, "coach_start_leak").click().run()
    assert not page.exception
    [job] = list_jobs(workspace)
    assert "coach_duplicates_stop" in keys(page) or job.state().is_over
    wait_for(lambda: job.state().is_over, what="the text without duplicates")
    page.run()
    better = next(run for run in list_runs(workspace) if run.id != folder.run.id)
    assert page.query_params["run"] == better.id
    assert better.config().follows == folder.run.id
    assert open_corpus(workspace, better.config().corpus).card.name == "Twice, without duplicates"
    assert not list_jobs(workspace)
    wait_for(lambda: better.status().is_over, what="its three steps")


def test_a_large_text_is_looked_through_in_a_job(
    open_page: OpenPage, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overlap, "SMALL", 0)
    text = text_of(30_000) + text_of(30_000)[:15_000]
    source = read_source(InputFile("twice.txt", text.encode()))
    folder = ended(workspace, add_corpus(workspace, [source], name="Twice", seed_text="The pump"))
    page = open_page("training", run=folder.run.id)
    assert "coach_start_leak" not in keys(page)
    button(page, "coach_compare").click().run()
    assert not page.exception
    [job] = list_jobs(workspace)
    wait_for(lambda: job.state().is_over, what="the look at both parts")
    page.run()
    assert not page.exception
    assert "also stands in the training text" in shown(page)
    assert "coach_compare" not in keys(page)
    assert not list_jobs(workspace)


def test_why_a_text_without_duplicates_cannot_be_made_is_said(
    open_page: OpenPage, workspace: Workspace
) -> None:
    line = "The pump was checked today and nothing was found to be wrong with it at all. "
    source = read_source(InputFile("once.txt", ((line * 8 + "\n\n") * 200).encode()))
    corpus = add_corpus(workspace, [source], name="One line", seed_text="The pump")
    folder = ended(workspace, corpus)
    page = open_page("training", run=folder.run.id)
    button(page, "coach_start_leak").click().run()
    [job] = list_jobs(workspace)
    wait_for(lambda: job.state().is_over, what="the text without duplicates")
    page.run()
    assert page.error
    assert "coach_start_leak" in keys(page)
    assert [run.id for run in list_runs(workspace)] == [folder.run.id]


def test_a_run_that_diverged_gets_a_lower_rate(
    open_page: OpenPage, workspace: Workspace, corpus: Corpus
) -> None:
    folder = start_run(workspace, corpus=corpus.id)
    write_facts(folder.run)
    folder.train(200)
    folder.checkpoint()
    folder.event("failed", cause="diverged", error="The loss is no number.")
    folder.end("failed", error="The loss is no number.")
    page = open_page("training", run=folder.run.id)
    assert "Its learning rate was too high" in shown(page)
    assert "coach_start_learning_rate_too_high" in keys(page)


def test_what_cannot_be_started_is_said(
    open_page: OpenPage, workspace: Workspace, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = ended(workspace, corpus, overfit=True)
    page = open_page("training", run=folder.run.id)
    path = folder.run.folder / "config.json"
    values = orjson.loads(path.read_bytes())
    values["training"]["batch_size"] = 8000
    values["training"]["sequence_length"] = 4000
    write_json(path, values)
    button(page, "coach_start_overfitting").click().run()
    assert page.error
    assert len(list_runs(workspace)) == 1


def test_the_kinds_of_findings_have_titles_of_their_own() -> None:
    from typing import get_args

    from slm_core.evaluation.coaching.finding import KIND_TITLES

    kinds: Sequence[str] = get_args(FindingKind)
    assert [*KIND_TITLES] == [*kinds]
    assert len({str(title) for title in KIND_TITLES.values()}) == len(kinds)
