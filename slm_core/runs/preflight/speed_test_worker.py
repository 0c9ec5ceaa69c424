"""The process that tries settings out: `python -m slm_core.runs.preflight.speed_test_worker`.

A request is JSON on standard input, its answer JSON on standard output. It holds one of the slots
meanwhile, so that it measures what a run would get and disturbs none, and gives it back by ending.
"""

import json
import sys
import time
import traceback
from collections.abc import Mapping
from dataclasses import asdict
from statistics import median
from typing import Any

import numpy as np

from slm_core.corpus.split import split_corpus
from slm_core.corpus.store import open_corpus
from slm_core.errors import ArgotError, is_out_of_memory
from slm_core.hardware.machine import describe_machine
from slm_core.messages import msg
from slm_core.runs.config import RunConfig
from slm_core.runs.fine_tuning.setup import TOKENIZER
from slm_core.runs.launching.queue import free_slot, waiting
from slm_core.runs.planning.memory import out_of_memory
from slm_core.runs.planning.ngram_baseline import LEARNED, ngram_baseline, part_sample
from slm_core.runs.preflight.speed_test import SpeedTest, cache_speed_test
from slm_core.runs.run import open_run
from slm_core.tokenizers.tokenizer import Ids, Tokenizer
from slm_core.tokenizers.train import train_tokenizer
from slm_core.workspace import Workspace, open_workspace

_WARM_UP, _SECONDS = 3, 1.5
"""Steps before those that count, and the seconds that those are timed for: 30 steps of a small
network took 0.3 s, in which one disturbance made a third of the speed."""
_MOST_SECONDS = 8.0
"""After so many nobody waits for another step; if none counts yet, the last one does."""


def answer_to(request: Mapping[str, Any]) -> dict[str, object]:
    """A trial, or why there is none."""
    workspace = open_workspace(request["root"])
    config = RunConfig.from_json(request["config"])
    slot = None if waiting(workspace) else free_slot(workspace, int(request["slots"]))
    if slot is None:
        return {
            "error": msg(
                "Another run is training: measuring now would slow it down, and the figures "
                "would be wrong. Measure again when it has ended."
            ).to_json()
        }
    with slot:
        try:
            found = run_speed_test(workspace, config)
            cache_speed_test(workspace, config, found)
            return {"trial": asdict(found)}
        except ArgotError as error:
            return {"error": error.message.to_json()}
        except (MemoryError, RuntimeError, ImportError, OSError) as error:  # as libraries have it
            if not is_out_of_memory(error):
                raise
            return {"error": out_of_memory(config, describe_machine()).to_json()}


def run_speed_test(workspace: Workspace, config: RunConfig) -> SpeedTest:
    """A tokenizer on a sample of the text, and with it a few real steps. Raises ArgotError.

    The machine of `config` is settled, as whoever asks wants it for the run.
    """
    corpus = open_corpus(workspace, config.corpus)
    split = split_corpus(corpus, config.split)
    train = part_sample(corpus, split, "train", most=LEARNED)
    ngram_baseline(workspace, corpus, config.split)
    tokenizer = _tokenizer(workspace, config, train)
    ids = np.concatenate(list(tokenizer.encode_many([train])))
    speed, steps, parameters = _steps(config, ids, tokenizer.vocabulary_size)
    machine = config.machine
    return SpeedTest(
        tokens_per_second=speed,
        steps=steps,
        parameters=parameters,
        vocabulary_size=tokenizer.vocabulary_size,
        characters_per_token=len(train) / max(1, len(ids)),
        threads=machine.threads,
        replicas=machine.replicas,
        precision=machine.precision,
        device=machine.device,
    )


def _tokenizer(workspace: Workspace, config: RunConfig, sample: str) -> Tokenizer:
    """That of the run it starts from, or one found in the sample."""
    if config.start is None or config.start.tokenizer == "new":
        return train_tokenizer([sample], config.tokenizer)
    return Tokenizer.load(open_run(workspace, config.start.run).folder / TOKENIZER)


def _steps(config: RunConfig, ids: Ids, vocabulary_size: int) -> tuple[float, int, int]:
    """(tokens a second, steps timed, parameters)."""
    # Not before they are needed: the imports take as long as all the rest.
    from slm_core.models.base import count_parameters  # noqa: PLC0415
    from slm_core.runs.trainer.build import new_trainer, prepare_device  # noqa: PLC0415
    from slm_core.training.dataloader import BpttLoader, LoaderState  # noqa: PLC0415
    from slm_core.training.optim.optimizers import warm_up_optimizers  # noqa: PLC0415

    training = config.training
    device = prepare_device(config.machine)
    warm_up_optimizers()
    trainer = new_trainer(config, vocabulary_size, device)
    trainer.model.train()
    least = 2 * training.batch_size * training.sequence_length + 1
    long_enough = ids if len(ids) >= least else np.resize(ids, least)
    streams = BpttLoader(long_enough, training.batch_size, training.sequence_length, training.seed)
    batches = streams.batches(LoaderState())
    took: list[float] = []
    counted, began = 0.0, time.perf_counter()
    for batch in batches:
        # Reading the loss waits until the step is done, on a GPU too.
        float(trainer.training_step(batch, rate=training.learning_rate).loss)
        now = time.perf_counter()  # what gets the next batch is a part of its step
        took.append(now - began)
        counted += took[-1] * (len(took) > _WARM_UP)
        if counted > _SECONDS or sum(took) > _MOST_SECONDS:
            break
        began = now
    timed = took[_WARM_UP:] or took[-1:]
    step = median(timed)  # as nearly all were, whatever else the machine did for a moment
    tokens = training.batch_size * training.sequence_length
    return tokens / step, len(timed), count_parameters(trainer.model)


def main() -> int:
    """Answer the one request; the exit status."""
    try:
        answer = answer_to(json.load(sys.stdin))
    except Exception as error:  # noqa: BLE001 the edge of the process
        traceback.print_exc()
        answer = {
            "error": msg(
                "Measuring failed: {name}: {error}. You can start the run all the same.",
                name=type(error).__name__,
                error=error,
            ).to_json()
        }
    sys.stdout.write(json.dumps(answer) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
