"""Two real runs on one corpus, the second of which learned longer, and one with another seed."""

from dataclasses import dataclass
from pathlib import Path

from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.readers.registry import read_source
from slm_core.corpus.store import add_corpus
from slm_core.runs.launching.create import create_run
from slm_core.runs.run import Run
from slm_core.runs.trainer import main
from slm_core.training.settings import BudgetSettings
from slm_core.workspace import Workspace
from tests.tiny import make_config, text_of, workspace_in


@dataclass(frozen=True)
class Compared:
    """What was made."""

    workspace: Workspace
    short: Run
    long: Run
    long_again: Run
    """As the one before, with another seed."""


def make_compared(folder: Path) -> Compared:
    """A workspace in `folder` with them: 60 documents of 700 characters."""
    workspace = workspace_in(folder)
    texts = [InputFile(f"{n}.txt", text_of(700, seed=n).encode()) for n in range(60)]
    corpus = add_corpus(workspace, [read_source(text) for text in texts], name="Pumps")

    def trained(steps: int, **settings: object) -> Run:
        split = {"train": 50, "validation": 40, "test": 10}
        config = make_config(corpus, budget=BudgetSettings(steps=steps), split=split, **settings)
        run = create_run(workspace, config)
        assert main.main(str(workspace.root), run.id) == 0
        return run

    fast = {"learning_rate": 0.02}
    short = trained(5, training=fast)
    long = trained(150, training=fast)
    return Compared(workspace, short, long, trained(150, training={**fast, "seed": 9}))
