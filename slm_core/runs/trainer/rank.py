"""The processes of a run beside its trainer, where it has several: each computes the gradients of
its share of a batch.

They write nothing but the log, hold no lock and obey nobody but the trainer, which is rank 0.
"""

import sys
import traceback
from dataclasses import replace
from pathlib import Path

import torch

from slm_core.errors import ArgotError
from slm_core.models.registry import build
from slm_core.runs.launching.torchrun import rendezvous_file
from slm_core.runs.run import Run
from slm_core.runs.trainer.build import configure_trainer, prepare_device, rebuild_model
from slm_core.tokenizers.encoded.token_store import TokenStore
from slm_core.training.canary import with_canary
from slm_core.training.dataloader import BpttLoader
from slm_core.training.distributed.process_group import WorkerFailedError, init_process_group
from slm_core.training.distributed.worker import run_data_parallel_worker
from slm_core.training.optim.optimizers import make_optimizer
from slm_core.training.trainer import Trainer


def run_rank(run: Run, rank: int) -> int:
    """Compute for the run's trainer until that needs no more; 0 when it knows how this ended.

    After anything else torchrun ends the trainer too, and the run is interrupted.
    """
    try:
        _train_along(run, rank)
    except WorkerFailedError:
        traceback.print_exc()
        return 0  # the trainer was told, and says it in the run's status
    except ArgotError as error:
        print(f"Process {rank + 1}: {error}", file=sys.stderr)
        return 1
    return 0


def _train_along(run: Run, rank: int) -> None:
    config = run.config()
    training = config.training
    device = prepare_device(config.machine, rank=rank)
    group = init_process_group(device, config.machine.processes, rendezvous=rendezvous_file())
    store = TokenStore(Path(group.broadcast()), {}, seconds=0.0)
    model = build(config.model, store.tokenizer().vocabulary_size).to(device)
    group.broadcast_buffers(model)
    trainer = Trainer(model, make_optimizer(model, training), training, torch.Generator())
    configure_trainer(trainer, config.machine)
    ids = with_canary(store.ids("train"), store.tokenizer(), training)
    loader = BpttLoader(ids, training.batch_size, training.sequence_length, training.seed)
    run_data_parallel_worker(
        group,
        trainer,
        loader,
        lambda trainer, dropout: rebuild_model(trainer, replace(config.model, dropout=dropout)),
    )
