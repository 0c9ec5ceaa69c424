"""What happened to a run, in sentences and as marks, and what can be changed while it trains."""

from collections.abc import Iterator

import orjson
import pytest
from streamlit.testing.v1 import AppTest

from pages.training.run.events import mark_of, sentence_of
from slm_core.json_log import JsonLog
from slm_core.runs.run import Event
from slm_core.workspace import Workspace
from tests.pages.conftest import OpenPage
from tests.pages.run_folders import RunFolder, write_run


def event(kind: str, **details: object) -> Event:
    return Event(kind, 0.0, 700, 21.0, details)


@pytest.mark.parametrize(
    ("happened", "sentence", "mark"),
    [
        (
            event("set", name="dropout", value=0.3, before=0.1),
            "The dropout was changed from 0.1 to 0.3.",
            "dropout 0.1 → 0.3",
        ),
        (
            event("set", name="learning_rate", value=0.001, before=0.0034567),
            "The learning rate was changed from 0.00346 to 0.001.",
            "rate 0.00346 → 0.001",
        ),
        (
            event("set", name="batch_size", value=64, before=32),
            "The batch size was changed from 32 to 64.",
            "batch size 32 → 64",
        ),
        (
            event("refused", name="batch_size", value=4096.0, reason="It has *too few* tokens."),
            r"A change of the batch size to 4,096 was refused: It has \*too few\* tokens\.",
            "refused",
        ),
        (
            event("rate_lowered", before=0.01, value=0.005, reason="no better in 3 looks"),
            "Validation loss did not improve for a while, so the learning rate went from 0.01 "
            "to 0.005.",
            "rate 0.01 → 0.005",
        ),
        (
            event("averaging", reason="75% of the budget is spent"),
            "From here on the mean of the weights is scored and saved.",
            "averaging",
        ),
        (
            event("early_stop", reason="not improved", best_step=1200),
            "Early stopping: validation loss has not improved for too long. The weights of step "
            "1,200 are kept.",
            "early stopping",
        ),
        (
            event("extended", budget={"minutes": 5.0, "epochs": None, "steps": None}),
            "It was trained longer, for 5 minutes more.",
            "trained longer",
        ),
        (event("started", device="cpu"), "Training began, on cpu.", None),
        (event("failed", error="No memory."), r"It failed: No memory\.", None),
        (event("unheard_of", what=3), r"unheard\_of: what 3", None),
    ],
    ids=lambda value: value.kind if isinstance(value, Event) else "",
)
def test_every_event_is_a_sentence_and_some_are_marks(
    happened: Event, sentence: str, mark: str | None
) -> None:
    assert sentence_of(happened) == sentence
    assert mark_of(happened) == mark


@pytest.fixture
def running(workspace: Workspace) -> Iterator[RunFolder]:
    folder = write_run(workspace, "running")
    yield folder
    folder.lock.release()


def marks(page: AppTest) -> str:
    return "".join(str(chart.proto) for chart in page.get("vega_lite_chart"))


def test_what_happened_is_marked_in_the_charts_and_told(
    open_page: OpenPage, running: RunFolder
) -> None:
    running.event("early_stop", step=900, reason="", best_step=800)
    page = open_page("training", run=running.run.id)
    assert "early stopping" in marks(page)
    assert "rate 0.003" in marks(page)
    page.session_state["train_more"] = True
    page.session_state["train_more_part"] = "events"
    page.run()
    told = page.table[-1].value.to_string()
    assert "Early stopping: validation loss has not improved" in told
    assert "The learning rate was changed from 0.003 to 0.001." in told


def test_dropout_and_batch_size_are_asked_for_and_refused(
    open_page: OpenPage, running: RunFolder
) -> None:
    run = running.run
    page = open_page("training", run=run.id)
    assert (
        page.number_input(key=f"train_batch_size_{run.id}").value
        == run.config().training.batch_size
    )
    page.number_input(key=f"train_dropout_{run.id}").set_value(0.35).run()
    next(b for b in page.button if b.key == "train_set_dropout").click().run()
    assert not page.exception
    (asked,), _ = JsonLog(running.run.folder / "control.jsonl").read()
    assert (asked["action"], asked["name"], asked["value"]) == ("set", "dropout", 0.35)
    assert any("Asked for dropout 0.35" in caption.value for caption in page.caption)
    page.number_input(key=f"train_batch_size_{run.id}").set_value(8000).run()
    next(b for b in page.button if b.key == "train_set_batch_size").click().run()
    assert any("fewer than one batch" in caption.value for caption in page.caption)
    assert len(JsonLog(running.run.folder / "control.jsonl").read()[0]) == 1


def test_two_runs_of_one_name_are_told_apart(open_page: OpenPage, workspace: Workspace) -> None:
    for kind in ("lstm", "transformer"):
        path = write_run(workspace, "finished", name="news").run.folder / "config.json"
        config = orjson.loads(path.read_bytes())
        path.write_bytes(orjson.dumps(config | {"model": {"kind": kind}}))
    page = open_page("writing")
    offered = page.selectbox[0].options
    assert any("news · LSTM" in words and "today" in words for words in offered)
    assert any("news · Transformer" in words and "today" in words for words in offered)
