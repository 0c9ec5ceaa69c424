"""A workspace with one of everything, made once."""

import shutil
import signal
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import pytest

from slm_core.corpus.cleaning.recipe import Recipe
from slm_core.corpus.ingest.ingest import InputStream, ingest
from slm_core.corpus.readers.document import InputFile
from slm_core.processes.jobs import list_jobs, start_job
from slm_core.profiling.build import build_profile
from slm_core.runs.config import StartSettings
from slm_core.runs.launching.create import create_run
from slm_core.runs.launching.race import create_race
from slm_core.runs.run import open_run
from slm_core.runs.trainer import main
from slm_core.storage import write_json
from slm_core.training.settings import BudgetSettings
from slm_core.tuning.sweep import OUTCOME, SweepOutcome, create_sweep
from slm_core.workspace import Workspace, open_workspace
from tests.tiny import make_config, text_of, wait_for


@dataclass(frozen=True)
class Everything:
    """What there is, by its ids."""

    workspace: Workspace
    corpus: str
    run: str
    """Finished, with its test part opened."""
    tuned: str
    """Finished, started from the other."""
    race: str
    sweep: str


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Everything:
    """The one that is copied."""
    before = signal.getsignal(signal.SIGTERM)
    workspace = open_workspace(tmp_path_factory.mktemp("everything") / "home")
    recipe = Recipe.from_json([{"step": "unicode"}, {"step": "whitespace"}])
    source = InputStream(InputFile("notes.txt", text_of(12_000).encode()))
    corpus = ingest(workspace, [source], name="Notes", recipe=recipe, processes=1).corpus
    build_profile(workspace, corpus)
    config = make_config(
        corpus, budget=BudgetSettings(steps=30), samples={"length": 20}, open_test=True
    )
    run = create_run(workspace, config)
    assert main.main(str(workspace.root), run.id) == 0
    tuned = create_run(workspace, replace(config, start=StartSettings(run.id)))
    assert main.main(str(workspace.root), tuned.id) == 0
    kinds = [make_config(corpus, model={"kind": kind}) for kind in ("gru", "rnn")]
    timed = [replace(one, budget=BudgetSettings(minutes=1.0)) for one in kinds]
    race = create_race(workspace, timed, rule="minutes")
    sweep = create_sweep(workspace, "sweep", timed[0], minutes=1.0)
    write_json(sweep.folder / OUTCOME, asdict(SweepOutcome(winner=run.id, preset=run.id)))
    start_job(workspace, "report", lambda _: {"corpus": corpus.id})
    wait_for(lambda: list_jobs(workspace)[0].state().is_over)
    signal.signal(signal.SIGTERM, before)
    return Everything(workspace, corpus.id, run.id, tuned.id, race.id, sweep.id)


@pytest.fixture
def everything(prepared: Everything, tmp_path: Path) -> Everything:
    """A copy of this test's own."""
    shutil.copytree(prepared.workspace.root, tmp_path / "home")
    workspace = open_workspace(tmp_path / "home")
    assert open_run(workspace, prepared.run).status().state == "finished"
    return replace(prepared, workspace=workspace)
