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
from slm_core.runs.launching.torchrun import rendezvous
from slm_core.runs.run import Run
from slm_core.runs.trainer.build import configure_trainer, prepare_device, rebuild_model
from slm_core.tokenizers.token_store import TokenStore
from slm_core.training.dataloader import BpttLoader
from slm_core.training.distributed.process_group import ReadingFailed, init_process_group
from slm_core.training.distributed.worker import run_data_parallel_worker
from slm_core.training.optimizers import make_optimizer
from slm_core.training.trainer import Trainer


def run_rank(run: Run, place: int) -> int:
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
    processes = init_process_group(device, config.machine.processes, meeting=rendezvous())
    store = TokenStore(Path(processes.broadcast()), {}, seconds=0.0)
    model = build(config.model, store.tokenizer().vocabulary_size).to(device)
    processes.share_tables(model)
    trainer = Trainer(model, make_optimizer(model, training), training, torch.Generator())
    configure_trainer(trainer, config.machine)
    streams = BpttLoader(
        store.ids("train"), training.batch_size, training.sequence_length, training.seed
    )
    run_data_parallel_worker(
        processes,
        trainer,
        streams,
        lambda trainer, dropout: rebuild_model(trainer, replace(config.model, dropout=dropout)),
    )
