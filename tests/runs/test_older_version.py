"""A run that an earlier version of Argot saved is refused in a sentence, wherever it is opened."""

import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from safetensors.torch import load_file, save_file
from starlette.testclient import TestClient

from slm_core.errors import RunError
from slm_core.runs.config import RunConfig, StartSettings
from slm_core.runs.fine_tuning.setup import check_start
from slm_core.runs.launching.create import create_run, resume, train_on
from slm_core.runs.launching.recovery import unsaved_changes
from slm_core.runs.load_model import load_run_model
from slm_core.runs.run import Run
from slm_core.runs.status import write_status
from slm_core.runs.trainer import main
from slm_core.serving.app import create_app
from slm_core.serving.model_cache import ModelCache
from slm_core.storage import read_json, write_json
from slm_core.training.settings import BudgetSettings
from tests.tiny import make_config, make_corpus, workspace_in

TRANSFORMER = {"kind": "transformer", "hidden_size": 8, "heads": 2}
OLD_NAMES = {"ln_1": "before_looking", "qkv_proj": "looking", "up_proj": "thinking"}
OLD_STATE = {
    **{"step": 60, "tokens": 1920, "seconds": 0.5, "peak_rate": 0.01, "looked": 1.0, "stretch": 0},
    **{"validation_limit": 1200, "validation_speed": 848144.1, "applied": [], "changed": {}},
    "cursor": {"epoch": 0, "step": 60},
    "best": {"step": 60, "loss": 2.9},
    "tally": {"loss": 0.0, "correct": 0, "steps": 0, "tokens": 0, "seconds": 0.0},
}
SENTENCE = (
    "{id} was saved by an earlier version of Argot, and its checkpoint cannot be read by this one. "
    "Train it anew with the same settings."
)


@pytest.fixture(autouse=True)
def _own_signals() -> Iterator[None]:
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def config_of(run: Run, *, start: bool = False) -> RunConfig:
    return replace(run.config(), start=StartSettings(run.id) if start else None)


def trained(folder: Path) -> Run:
    workspace = workspace_in(folder)
    run = create_run(workspace, make_config(make_corpus(workspace), model=TRANSFORMER))
    assert main.main(str(workspace.root), run.id) == 0
    return run


def made_old(run: Run) -> None:
    """Its checkpoints as version 0.1 named what is in them."""
    for checkpoint in run.folder.glob("checkpoints/step-*"):
        write_json(checkpoint / "trainer.json", OLD_STATE)
        for file in checkpoint.glob("[bm]*.safetensors"):
            weights = load_file(file)
            for new, old in OLD_NAMES.items():
                weights = {name.replace(new, old): value for name, value in weights.items()}
            save_file(weights, file)


@pytest.fixture
def old(tmp_path: Path) -> Run:
    run = trained(tmp_path)
    made_old(run)
    return run


OPENED: dict[str, Callable[[Run], object]] = {
    "resumed": resume,
    "trained on": lambda run: train_on(run, BudgetSettings(steps=5)),
    "started from": lambda run: create_run(run.workspace, config_of(run, start=True)),
    "looked at to start from": lambda run: check_start(run.workspace, config_of(run, start=True)),
    "written with": load_run_model,
}


@pytest.mark.parametrize("opened", OPENED.values(), ids=OPENED.keys())
def test_a_run_of_an_earlier_version_is_refused_in_a_sentence(old, opened):
    state = "stopped" if opened is resume else "finished"
    write_status(old.folder, replace(old.status(), state=state))
    before = old.status()
    with pytest.raises(RunError) as error:
        opened(old)
    assert str(error.value) == SENTENCE.format(id=old.id)
    assert old.status() == before, "it stays what it was"
    assert unsaved_changes(old) == [], "pages that show it go on"


def test_the_model_server_answers_with_the_sentence(old):
    with TestClient(create_app(ModelCache(old.workspace))) as api:
        answer = api.post("/v1/completions", json={"model": old.id, "prompt": "The"})
    assert 400 <= answer.status_code < 500
    assert answer.json()["error"]["message"] == SENTENCE.format(id=old.id)


def test_a_trainer_that_finds_an_old_checkpoint_fails_with_the_sentence(old):
    write_status(old.folder, replace(old.status(), state="queued"))
    assert main.main(str(old.workspace.root), old.id) == 1
    assert str(old.status().error) == SENTENCE.format(id=old.id)


def test_a_run_that_took_old_weights_along_fails_with_the_sentence(tmp_path):
    earlier = trained(tmp_path)
    run = create_run(earlier.workspace, config_of(earlier, start=True))
    about = run.folder / "start" / "about.json"
    assert (read_json(about) or {}).keys() == {"format", "corpus_name"}
    write_json(about, {"corpus_name": "Tiny"})
    assert main.main(str(run.workspace.root), run.id) == 1
    assert str(run.status().error) == SENTENCE.format(id=run.id)


def test_a_run_of_a_later_version_asks_for_an_update(tmp_path):
    run = trained(tmp_path)
    for path in run.folder.glob("checkpoints/*/trainer.json"):
        write_json(path, {**(read_json(path) or {}), "format": 3})
    with pytest.raises(RunError, match=r"later version of Argot.*Update Argot"):
        load_run_model(run)
