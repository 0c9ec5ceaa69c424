"""What it costs to keep the text of a corpus as it was before cleaning: bytes and seconds."""

import time
from pathlib import Path

from benchmarks.support.data import real_file
from benchmarks.support.figures import Figure
from benchmarks.support.workplace import temporary_home
from slm_core.corpus.cleaning.chunk import Chunk
from slm_core.corpus.cleaning.recipe import READY_MADE
from slm_core.corpus.ingest.ingest import InputStream, ingest
from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.uncleaned import UncleanedWriter, find_uncleaned
from slm_core.workspace import open_workspace

_TEXTS = {
    "wikitext-2": ("wikitext-2", "train.txt"),
    "Chinese recipes": ("zh_recipes", "howtocook.md"),
}
_TOGETHER = 2_000  # documents of a chunk


def uncleaned(repetitions: int) -> list[Figure]:
    """Of two texts with the recipe light: seconds beside those of adding the corpus as a whole,
    and bytes beside those of the text."""
    figures = []
    for name, place in _TEXTS.items():
        whole, kept, sizes = [], [], []
        for _ in range(repetitions):
            added, keeping, share = _added(real_file(*place))
            whole.append(added)
            kept.append(keeping)
            sizes.append(share)
        figures += [
            Figure(f"{name}, corpus added with the recipe light", "s", tuple(whole)),
            Figure("of it keeping the text before cleaning", "s", tuple(kept)),
            Figure("bytes of that, of the text's", "%", tuple(sizes)),
        ]
    return figures


def _added(file: Path) -> tuple[float, float, float]:
    """(seconds of all, seconds of keeping, percent of the text's bytes)."""
    with temporary_home() as home:
        workspace = open_workspace(home)
        started = time.perf_counter()
        given = [InputStream(InputFile(file.name, file))]
        corpus = ingest(workspace, given, name="text", recipe=READY_MADE["light"]).corpus
        added = time.perf_counter() - started
        kept = find_uncleaned(corpus)
        assert kept is not None
        documents = [document.text for document in kept.documents()]
        parts = [documents[at : at + _TOGETHER] for at in range(0, len(documents), _TOGETHER)]
        chunks = (Chunk(tuple(texts), (file.name,) * len(texts)) for texts in parts)
        again = home / "again"
        again.mkdir()
        started = time.perf_counter()
        writer = UncleanedWriter(again, steps=0)
        for _ in writer.passed(chunks):
            pass
        writer.finish("measured")
        keeping = time.perf_counter() - started
        return added, keeping, 100 * kept.bytes / file.stat().st_size
