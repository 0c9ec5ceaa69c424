"""Runs that can write without having learned anything: real folders and checkpoints."""

import torch

from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.readers.registry import read_source
from slm_core.corpus.store import add_corpus
from slm_core.models.registry import build
from slm_core.runs.config import RunConfig
from slm_core.runs.launching.create import create_run
from slm_core.runs.run import Run
from slm_core.runs.status import RunStatus, write_status
from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.tokenizers.tokenizer import EOS, Tokenizer
from slm_core.tokenizers.train import train_tokenizer
from slm_core.training.checkpoints.checkpoint import save_checkpoint
from slm_core.training.optim.optimizers import make_optimizer
from slm_core.training.settings import BudgetSettings, SampleSettings
from slm_core.training.trainer import Trainer
from slm_core.training.trainer_state import Best
from slm_core.workspace import Workspace
from tests.tiny import make_settings

TEXT = "".join(
    f"Patient {number} was seen on {day} and sent home with {drug}. The nurse called the doctor.\n"
    for number in range(40)
    for day in ("Monday", "Tuesday", "Friday")
    for drug in ("aspirin", "insulin", "nothing")
)
SEED_TEXT = "The nurse called"


def new_run(
    workspace: Workspace, *, kind="char", name="nurses", text=TEXT, hidden=16, model="lstm"
) -> Run:
    """A run with a corpus and a config, and no checkpoint yet."""
    read = read_source(InputFile("notes.txt", text.encode()))
    corpus = add_corpus(workspace, [read], name="Notes")
    config = RunConfig(
        corpus=corpus.id,
        name=name,
        budget=BudgetSettings(steps=100),
        tokenizer=TokenizerSettings(kind=kind, vocabulary_size=300),
        model=make_settings({"kind": model, "hidden_size": hidden}),
        samples=SampleSettings(seed_text=SEED_TEXT),
    )
    return create_run(workspace, config)


def put_checkpoint(run: Run, step: int, *, text=TEXT, end: float = -20.0) -> None:
    """Give the run weights that depend on `step`; END is next with about the odds e^`end`."""
    path = run.folder / "tokenizer.json"
    config = run.config()
    if not path.exists():
        train_tokenizer([text], config.tokenizer).save(path)
    torch.manual_seed(step)
    model = build(config.model, Tokenizer.load(path).vocabulary_size)
    with torch.no_grad():
        model.output.weight.normal_(0, 1.0)
        model.output.bias[EOS] = end
    optimizer = make_optimizer(model, config.training)
    trainer = Trainer(model, optimizer, config.training, torch.Generator().manual_seed(1))
    trainer.state.step = step
    trainer.state.validation.best = Best(step, 1.0)
    save_checkpoint(run.folder, trainer)
    write_status(run.folder, RunStatus(state="finished", asked=1.0, step=step))


def writer(workspace: Workspace, *, step: int = 10, end: float = -20.0, **changes) -> Run:
    """A run that can write."""
    run = new_run(workspace, **changes)
    put_checkpoint(run, step, end=end)
    return run
