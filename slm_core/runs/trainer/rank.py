"""The processes of a run beside its trainer, where it has several: each reads its share of a batch.

They write nothing but the log, hold no lock and obey nobody but the trainer, which is the first.
"""

import sys
import traceback
from dataclasses import replace
from pathlib import Path

import torch

from slm_core.errors import ArgotError
from slm_core.models.registry import build
from slm_core.runs.launching.torchrun import meeting
from slm_core.runs.run import Run
from slm_core.runs.trainer.build import equip, prepare_device, rebuild
from slm_core.tokenizers.token_store import TokenStore
from slm_core.training.dataloader import Streams
from slm_core.training.distributed.process_group import ReadingFailed, join
from slm_core.training.distributed.worker import follow
from slm_core.training.optimizers import make_optimizer
from slm_core.training.trainer import Learner


def read_along(run: Run, place: int) -> int:
    """Read for the run's trainer until that needs no more; 0 when it knows how this ended.

    After anything else torchrun ends the trainer too, and the run is interrupted.
    """
    try:
        _read(run, place)
    except ReadingFailed:
        traceback.print_exc()
        return 0  # the trainer was told, and tells it in the run's status
    except ArgotError as error:
        print(f"Process {place + 1}: {error}", file=sys.stderr)
        return 1
    return 0


def _read(run: Run, place: int) -> None:
    config = run.config()
    training = config.training
    device = prepare_device(config.machine, place=place)
    processes = join(device, config.machine.processes, meeting=meeting())
    store = TokenStore(Path(processes.tell()), {}, seconds=0.0)
    model = build(config.model, store.tokenizer().vocabulary_size).to(device)
    processes.share_tables(model)
    learner = Learner(model, make_optimizer(model, training), training, torch.Generator())
    equip(learner, config.machine)
    streams = Streams(
        store.ids("train"), training.batch_size, training.sequence_length, training.seed
    )
    follow(
        processes,
        learner,
        streams,
        lambda learner, dropout: rebuild(learner, replace(config.model, dropout=dropout)),
    )
