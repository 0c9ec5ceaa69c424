"""A PDF to text, and the live preview of a long recipe on corpora of several sizes."""

import itertools
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.large import write_varied
from benchmarks.support.data import ROOT, real_file
from benchmarks.support.figures import Figure
from benchmarks.support.workplace import temporary_home
from slm_core.corpus.cleaning.preview import preview_recipe
from slm_core.corpus.cleaning.recipe import READY_MADE, Recipe, sample_of
from slm_core.corpus.ingest.ingest import InputStream, ingest
from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.readers.registry import read_source
from slm_core.corpus.store import Corpus, CorpusSummary, new_corpus
from slm_core.corpus.text.passages import cut_text
from slm_core.processes.pool import WorkerPool
from slm_core.workspace import Workspace, open_workspace

PDF_TARGET, PREVIEW_TARGET = 1.0, 0.3
"""Seconds, or fewer."""
TEN = (
    "unicode",
    "boilerplate",
    "whitespace",
    "privacy",
    "language_filter",
    "near_duplicates",
    "sentences",
    "tokenise",
    "stop_words",
    "lemmatise",
)
"""Among them are the steps that take longest."""
_CORPORA = (
    (200_000, "paragraphs"),
    (5_000_000, "paragraphs"),
    (100_000_000, "paragraphs"),
    (100_000_000, "one document"),
)
"""Bytes, and what a document is."""
_TEXTS = {
    "English": ("wikitext-2", "train.txt"),
    "Chinese": ("zh_recipes", "howtocook.md"),
}


def pdf(repetitions: int) -> list[Figure]:
    """A book of 150 kB text: by the library that has read one before, and by the command line."""
    file = real_file("formats", "alice_book.pdf")
    source = InputFile(file.name, file)
    characters = read_source(source).characters  # the first also loads what reads it
    warm, whole = [], []
    for _ in range(repetitions):
        started = time.perf_counter()
        read_source(source)
        warm.append(time.perf_counter() - started)
        with temporary_home() as home:
            command = [sys.executable, "-m", "slm_core", "corpus", "add", str(file), "--json"]
            started = time.perf_counter()
            subprocess.run(
                [*command, "--workspace", str(home)], cwd=ROOT, check=True, capture_output=True
            )
            whole.append(time.perf_counter() - started)
    name = f"PDF of {characters / 1000:.0f} kB text"
    return [
        Figure(f"{name}, read", "s", tuple(warm), target=PDF_TARGET),
        Figure(f"{name}, corpus add from start to end", "s", tuple(whole)),
    ]


def previews(repetitions: int) -> list[Figure]:
    """From a saved corpus to what ten steps did to a sample of it, after the first time."""
    recipe = Recipe.from_json([{"step": name} for name in TEN])
    figures = []
    pool = WorkerPool(1)
    with temporary_home() as home:
        workspace = open_workspace(home)
        for language, place in _TEXTS.items():
            for size, shape in _CORPORA:
                corpus = _corpus(workspace, real_file(*place), size, shape)
                found = _previewed(corpus, recipe, pool, repetitions)
                name = f"preview of ten steps, {language}, {size / 1e6:g} MB, {shape}"
                figures.append(Figure(name, "s", found, target=PREVIEW_TARGET))
    pool.close()
    return figures


def files(repetitions: int) -> list[Figure]:
    """A text of 100 MB to a corpus, as it is and cleaned a little."""
    found: dict[str, list[float]] = {"as it is": [], "light": []}
    with temporary_home() as home:
        file = home.parent / "text.txt"
        write_varied(file, 100_000_000)
        size = file.stat().st_size / 1e6
        for _ in range(repetitions):
            for name, speeds in found.items():
                incoming = [InputStream(InputFile(file.name, file))]
                with temporary_home() as fresh:
                    workspace = open_workspace(fresh)
                    started = time.perf_counter()
                    ingest(workspace, incoming, name="text", recipe=READY_MADE[name])
                    speeds.append(size / (time.perf_counter() - started))
    return [
        Figure(f"text of {size:.0f} MB to a corpus, recipe {name}", "MB/s", tuple(speeds))
        for name, speeds in found.items()
    ]


def _previewed(
    corpus: Corpus, recipe: Recipe, pool: WorkerPool, repetitions: int
) -> tuple[float, ...]:
    """As a page asks for it, in the process that keeps the dictionaries."""
    found = []
    for _ in range(repetitions + 1):
        started = time.perf_counter()
        sample = sample_of(passage.text for passage in corpus.passages())
        preview_recipe(pool, recipe, list(sample))
        found.append(time.perf_counter() - started)
    return tuple(found[1:])  # the first loads dictionaries


def _corpus(workspace: Workspace, file: Path, size: int, shape: str) -> Corpus:
    """So many bytes of this text as one document, or with one for each of its paragraphs."""
    text = file.read_text(encoding="utf-8")
    whole = shape == "one document"
    parts = [part for part, _ in cut_text(text)] if whole else text.split("\n")
    room = size
    with new_corpus(workspace) as making:
        for part in itertools.cycle(filter(str.strip, parts)):
            short = part.encode()[:room].decode(errors="ignore")
            making.writer.add_part(short, file.name, last=not whole)
            room -= len(part.encode())
            if room <= 0:
                break
        making.writer.add_part("\n", file.name, last=True)
        return making.finish(CorpusSummary(f"{file.stem} {size} {shape}"))
