"""A workspace with a thousand runs that nobody trained: folders as a trainer leaves them."""

import random
import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from slm_core.corpus.samples import add_sample
from slm_core.evaluation.comparison.document_scores import DocumentScores, write_document_scores
from slm_core.metrics.scores import Interval
from slm_core.models.settings import GruSettings, LstmSettings
from slm_core.runs.run import Run
from slm_core.storage import write_json
from slm_core.workspace import Workspace, new_run_id, open_workspace
from tests.pages.run_folders import RunFolder, write_run, write_score

_SAMPLES = ("health_news", "maintenance_logs")
_DOCUMENTS = 60


def add_many_runs(home: Path, count: int, *, damaged: int = 0) -> Workspace:
    """So many finished runs on two sample corpora, with scores, of which some are damaged."""
    workspace = open_workspace(home)
    corpora = [add_sample(workspace, sample).id for sample in _SAMPLES]
    first = write_run(workspace, "finished", corpus=corpora[0], name="run 0")
    dice = random.Random(1)
    for number in range(1, count):
        run = Run(workspace, new_run_id(f"run {number}", now=datetime.now()))
        shutil.copytree(first.run.folder, run.folder)
        _change(replace(first, run=run), number, corpora[number % 2], dice)
        if number <= damaged:
            (run.folder / "config.json").write_bytes(b'{"corpus": "heal')
    return workspace


def _change(folder: RunFolder, number: int, corpus: str, dice: random.Random) -> None:
    run, config = folder.run, folder.run.config()
    size = dice.choice((64, 128, 256, 384))
    model = dice.choice((LstmSettings, GruSettings))(hidden_size=size)
    training = replace(config.training, seed=number % 3)
    changed = replace(config, name=f"run {number}", corpus=corpus, model=model, training=training)
    write_json(run.folder / "config.json", changed.to_json())
    bits = 1.9 - size / 1000 + dice.gauss(0, 0.02)
    write_score(folder, bits_per_byte=bits, accuracy=0.7 - bits / 8)
    write_document_costs(run, bits, dice)


def write_document_costs(run: Run, bits: float, dice: random.Random) -> None:
    """Scores of each document around `bits` per byte, as a comparison leaves them."""
    same = random.Random(run.config().corpus)  # all that learned from it are scored on the same
    sizes = [float(same.randint(300, 900)) for _ in range(_DOCUMENTS)]
    write_document_scores(
        run,
        DocumentScores(
            part="validation",
            checkpoint=1240,
            time=1.0,
            by_documents=True,
            bits=tuple(size * (bits + dice.gauss(0, 0.1)) for size in sizes),
            bytes=tuple(sizes),
            interval=Interval(bits - 0.03, bits + 0.03),
        ),
    )
