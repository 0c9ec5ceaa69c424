"""Plain text to tokens on disk, beside what the tokenizers library does with the same bytes."""

import os
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import tokenizers
from tokenizers import pre_tokenizers, trainers

from benchmarks.support.data import real_file
from benchmarks.support.figures import Figure
from benchmarks.support.workplace import temporary_home
from slm_core.corpus.ingest.ingest import InputStream, ingest
from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.split import SplitSettings
from slm_core.messages import Message
from slm_core.tokenizers.encoded.token_store import prepare_tokens
from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.tokenizers.tokenizer import SPECIAL_TOKENS
from slm_core.workspace import open_workspace

TARGET = 60
"""Percent of the library's speed, or more."""
_TIMES = 2
"""How often the text is in the file: 22 MB."""
_SIZE = 8_000
_TRAINING = "training the tokenizer"


@dataclass
class Clock:
    """Seconds on the wall and of all cores that pieces of work took."""

    wall: float = 0.0
    cores: float = 0.0
    _begun: tuple[float, float] = field(default=(0.0, 0.0))

    def start(self) -> None:
        self._begun = (time.perf_counter(), _core_seconds())

    def stop(self) -> None:
        self.wall += time.perf_counter() - self._begun[0]
        self.cores += _core_seconds() - self._begun[1]

    @contextmanager
    def running(self) -> Generator[None]:
        self.start()
        yield
        self.stop()


@dataclass
class Round:
    """What one side took, without and with finding the tokens."""

    cutting: Clock = field(default_factory=Clock)
    training: Clock = field(default_factory=Clock)

    @property
    def wall(self) -> float:
        return self.cutting.wall + self.training.wall


def tokens(repetitions: int) -> list[Figure]:
    """Both sides in turn, one round before that which does not count."""
    text = real_file("wikitext-2", "train.txt").read_text(encoding="utf-8") * _TIMES
    size = len(text.encode()) / 1e6
    with TemporaryDirectory(prefix="argot-bench-") as folder:
        file = Path(folder) / "text.txt"
        file.write_text(text, encoding="utf-8")
        lines = text.splitlines(keepends=True)
        ours, theirs = [], []
        for number in range(repetitions + 1):
            with temporary_home() as home:
                found, tokenizer = argot(file, home)
                ours.append(found)
                theirs.append(library(lines, tokenizer))
            if number == 0:
                ours, theirs = [], []
    return _figures(size, ours, theirs)


def argot(file: Path, home: Path) -> tuple[Round, str]:
    """A corpus and its tokens, as a run makes them; also the tokenizer's definition."""
    found = Round()
    clock = found.cutting

    def tell(doing: Message) -> None:
        nonlocal clock
        clock.stop()
        clock = found.training if doing == _TRAINING else found.cutting
        clock.start()

    workspace = open_workspace(home)
    clock.start()
    corpus = ingest(workspace, [InputStream(InputFile(file.name, file))], name="text").corpus
    settings = TokenizerSettings(kind="bpe", vocabulary_size=_SIZE)
    store = prepare_tokens(workspace, corpus, SplitSettings(), settings, tell=tell)
    clock.stop()
    return found, (store.folder / "tokenizer.json").read_text(encoding="utf-8")


def library(lines: list[str], definition: str) -> Round:
    """The library at its quickest: lines, no offsets, and nothing is read, kept or written."""
    found = Round()
    cutter = tokenizers.Tokenizer.from_str(definition)
    with found.cutting.running():
        encoded = cutter.encode_batch_fast(lines, add_special_tokens=False)
    del encoded
    trainer = trainers.BpeTrainer(
        vocab_size=_SIZE - len(SPECIAL_TOKENS),
        min_frequency=2,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
        special_tokens=[],
    )
    part = lines[: int(len(lines) * SplitSettings().train / 100)]
    with found.training.running():
        cutter.train_from_iterator(part, trainer)
    return found


def _figures(size: float, ours: list[Round], theirs: list[Round]) -> list[Figure]:
    def share(seconds: Callable[[Round], float]) -> tuple[float, ...]:
        pairs = zip(ours, theirs, strict=True)
        return tuple(100 * seconds(library) / seconds(argot) for argot, library in pairs)

    def speed(rounds: list[Round]) -> tuple[float, ...]:
        return tuple(size / one.cutting.wall for one in rounds)

    name = "UTF-8 to tokens on disk"
    return [
        Figure(
            f"{name}, share of the library's speed",
            "%",
            share(lambda one: one.cutting.wall),
            target=TARGET,
            at_least=True,
        ),
        Figure("the same, both finding the tokens too", "%", share(lambda one: one.wall)),
        Figure("the same, by seconds of all cores", "%", share(lambda one: one.cutting.cores)),
        Figure(name, "MB/s", speed(ours)),
        Figure("the library alone", "MB/s", speed(theirs)),
    ]


def _core_seconds() -> float:
    """Of this process and of those it has waited for."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
