"""How fast text is generated on this machine.

`python -m benchmarks.generate [--only NAME] [--repetitions N] [--json FILE]`. README.md says what
each number is. The exit status is 1 where a target is missed. `make bench` sets
OMP_WAIT_POLICY=PASSIVE, as the studio does for its processes.
"""

import copy
import sys
import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import torch

from benchmarks.support.command import Measures, measure_all
from benchmarks.support.figures import Figure
from benchmarks.support.plain_gpt import PlainGpt, tokens_per_second
from benchmarks.support.workplace import temporary_home
from slm_core.generation.control.constraint import Constraint
from slm_core.generation.control.control import FREE, Control
from slm_core.generation.processors.chain import TextPlan
from slm_core.generation.settings import GenerationSettings
from slm_core.generation.writing import Writing
from slm_core.models.base import LanguageModel
from slm_core.models.int8 import make_int8
from slm_core.runs.load_model import load_run_model
from slm_core.serving.client import Client
from slm_core.serving.lifecycle import ensure_server
from slm_core.tokenizers.tokenizer import Tokenizer
from slm_core.workspace import open_workspace
from tests.serving.servers import end_server
from tests.serving.writers import SEED_TEXT, writer

UNITS = 512
_TOKENS = 400
_STREAMS, _PEOPLE = 32, 8
_SOME_TEXT = Control(constraint=Constraint("regex", r"(?s:.)*"))
"""A constraint that everything matches: its cost alone."""


@dataclass(frozen=True)
class _Source:
    model: LanguageModel
    tokenizer: Tokenizer


@contextmanager
def _loaded() -> Generator[_Source]:
    """The character LSTM of 512 units in this process, as the server and `generate` have it."""
    packing = torch.backends.mkldnn.enabled
    torch.backends.mkldnn.set_flags(False, _fp32_precision=None)
    try:
        with temporary_home() as home:
            loaded = load_run_model(writer(open_workspace(home), hidden=UNITS))
            yield _Source(loaded.model, loaded.tokenizer)
    finally:
        torch.backends.mkldnn.set_flags(packing, _fp32_precision=None)


def _tokens_per_second(
    source: _Source, plans: Sequence[TextPlan], control: Control = FREE
) -> float:
    pieces = Writing(source.model, source.tokenizer, plans, control).pieces()
    next(pieces)  # the prompt is read by now
    began, count = time.perf_counter(), 0
    for _ in pieces:
        count += 1
    return count / (time.perf_counter() - began)


def _plans(count: int) -> list[TextPlan]:
    return [
        TextPlan(SEED_TEXT, GenerationSettings(length=_TOKENS, seed=seed)) for seed in range(count)
    ]


def _bare_products(source: _Source) -> float:
    """Steps a second of nothing but the matrix-vector products of one token: gates and output."""
    vectors = [
        (parameter.detach(), torch.randn(parameter.shape[1]))
        for parameter in source.model.parameters()
        if parameter.ndim == 2 and parameter.shape[0] != source.model.vocabulary_size
    ]
    vectors.append((torch.randn(source.model.vocabulary_size, UNITS), torch.randn(UNITS)))

    def step() -> None:
        for matrix, vector in vectors:
            torch.mv(matrix, vector)

    with torch.inference_mode():
        return 1 / _seconds(step, 2000)


def _seconds(call: Callable[[], object], times: int) -> float:
    for _ in range(times // 10):
        call()
    began = time.perf_counter()
    for _ in range(times):
        call()
    return (time.perf_counter() - began) / times


@contextmanager
def _as_torch_is() -> Generator[None]:
    """oneDNN as torch has it by itself, for what is not ours."""
    torch.backends.mkldnn.set_flags(True, _fp32_precision=None)
    try:
        yield
    finally:
        torch.backends.mkldnn.set_flags(False, _fp32_precision=None)


def streams(repetitions: int) -> list[Figure]:
    """One text, 32 side by side, one under a constraint, one in int8, each beside what it is
    compared with.

    Taken in turns, so that what else the machine does meets all alike.
    """
    single, bare, many, held, others, rounded = [], [], [], [], [], []
    with _loaded() as source:
        int8 = _Source(copy.deepcopy(source.model), source.tokenizer)
        gpt = PlainGpt().eval()
        make_int8(int8.model)
        _tokens_per_second(source, _plans(1))
        for _ in range(repetitions):
            with _as_torch_is():
                others.append(tokens_per_second(gpt, _TOKENS))
            rounded.append(_tokens_per_second(int8, _plans(1)))
            bare.append(_bare_products(source))
            single.append(_tokens_per_second(source, _plans(1)))
            held.append(_tokens_per_second(source, _plans(1), _SOME_TEXT))
            many.append(_tokens_per_second(source, _plans(_STREAMS)))
    shares = tuple(100 * one / other for one, other in zip(single, bare, strict=True))
    kept = tuple(100 * one / other for one, other in zip(held, single, strict=True))
    times = tuple(one / other for one, other in zip(many, single, strict=True))
    ahead = tuple(one / other for one, other in zip(single, others, strict=True))
    faster = tuple(one / other for one, other in zip(rounded, single, strict=True))
    return [
        Figure("one text", "tokens/s", tuple(single)),
        Figure("one text, times nanoGPT's way", "×", ahead, target=5.0, at_least=True),
        Figure("one text in int8, times float32", "×", faster),
        Figure("one text, of bare products", "%", shares, target=60.0, at_least=True),
        Figure("constrained, of free", "%", kept, target=85.0, at_least=True),
        Figure(f"{_STREAMS} texts, times one", "×", times, target=6.0, at_least=True),
    ]


def first_token(repetitions: int) -> list[Figure]:
    """Milliseconds from asking to the first text, with the model loaded and not."""
    with temporary_home() as home:
        workspace = open_workspace(home)
        runs = [writer(workspace, hidden=UNITS, name=f"run {place}") for place in range(5)]
        try:
            ensure_server(workspace)
            client = Client(workspace)
            cold = [_to_the_first(client, run.id) for run in runs[:4]]
            warm = [_to_the_first(client, runs[3].id) for _ in range(repetitions)]
        finally:
            end_server(workspace)
    return [
        Figure("first token, model loaded", "ms", tuple(warm), target=100.0),
        Figure("first token, model not loaded", "ms", tuple(cold), target=1500.0),
    ]


def _to_the_first(client: Client, run: str) -> float:
    began = time.perf_counter()
    for chunk in client.stream(run, SEED_TEXT, GenerationSettings(length=200)):
        if chunk.text:
            break
    return 1000 * (time.perf_counter() - began)


def people(repetitions: int) -> list[Figure]:
    """The slowest of eight who write at once with one model, beside one alone: share of its speed,
    through the model server."""
    shares: list[float] = []
    with temporary_home() as home:
        workspace = open_workspace(home)
        run = writer(workspace, hidden=UNITS)
        try:
            ensure_server(workspace)
            _speed_seen(Client(workspace), run.id, 0)
            for _ in range(repetitions):
                alone = _speed_seen(Client(workspace), run.id, 0)
                with ThreadPoolExecutor(_PEOPLE) as pool:
                    together = [
                        pool.submit(_speed_seen, Client(workspace), run.id, seed)
                        for seed in range(_PEOPLE)
                    ]
                    shares.append(100 * min(one.result() for one in together) / alone)
        finally:
            end_server(workspace)
    return [
        Figure(f"the slowest of {_PEOPLE} people", "%", tuple(shares), target=20.0, at_least=True)
    ]


def _speed_seen(client: Client, run: str, seed: int) -> float:
    """Tokens a second from the first to the last, as the page shows them."""
    settings = GenerationSettings(length=1000, seed=seed)
    *_, last = client.stream(run, SEED_TEXT, settings)
    assert last.summary is not None, "it was written to its end"
    return last.summary.tokens_per_second


MEASURES: Measures = {
    "people": (people, 7),
    "streams": (streams, 7),
    "first_token": (first_token, 20),
}
"""What can be measured, and how often it is when nobody says otherwise."""


def main(arguments: list[str] | None = None) -> int:
    """Measure what was asked for; 1 where a target is missed."""
    return measure_all(MEASURES, arguments, program="benchmarks.generate", about=__doc__)


if __name__ == "__main__":
    sys.exit(main())
