"""Token files of a corpus: made once, memory-mapped by every run that needs the same ones."""

import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from slm_core import checksums
from slm_core.corpus.split import Split, SplitSettings, split_corpus
from slm_core.corpus.store import Corpus
from slm_core.corpus.text.passages import Passage
from slm_core.errors import CorpusError, DamagedFileError, WorkspaceError
from slm_core.messages import Message, msg
from slm_core.records import read_record
from slm_core.storage import new_folder, remove_folder, write_json
from slm_core.tokenizers.encoded.encode_stream import (
    BATCH,
    PARTS,
    PartName,
    encode_batch,
    part_passages,
    sampled,
)
from slm_core.tokenizers.encoded.split_stats import SplitStats
from slm_core.tokenizers.encoded.unknown_cost import UnknownWordModel
from slm_core.tokenizers.settings import TokenizerSettings, segmenter_of
from slm_core.tokenizers.tokenizer import UNK, Ids, Tokenizer
from slm_core.tokenizers.train import train_tokenizer
from slm_core.workspace import Workspace, content_hash

_FORMAT = "3"
"""Changed when the same text would be cut into other tokens than before, or cost another sum."""
_SAMPLE = 40_000_000
"""Characters in which words and pieces are looked for; more would change few of them."""
_AHEAD = 2
"""Batches of a part that are cut while earlier ones are written."""
_SPELLED = 5_000_000
"""Characters from which the spelling of words is learned."""


@dataclass(frozen=True)
class _Meta:
    """What meta.json holds."""

    dtype: Literal["uint16", "uint32"]
    parts: Mapping[PartName, SplitStats]


@dataclass(frozen=True)
class TokenStore:
    """A folder tokens/<hash>/ that is complete."""

    folder: Path
    parts: Mapping[PartName, SplitStats]
    seconds: float
    """What making it took; 0 when it was there already."""
    renewed: Message | None = None
    """That it was made anew, where what was there before was damaged."""

    def tokenizer(self) -> Tokenizer:
        """The tokenizer of these files."""
        return Tokenizer.load(self.folder / "tokenizer.json")

    def ids(self, part: PartName) -> NDArray[np.unsignedinteger]:
        """The part's ids as a read-only memory map, uint16 or uint32; empty where it has none."""
        path = self.folder / f"{part}.bin"
        if not path.stat().st_size:
            return np.empty(0, dtype=np.uint16)
        meta = read_record(_Meta, self.folder / "meta.json")
        if meta is None:
            raise DamagedFileError(checksums.damaged(path, msg("meta.json beside it is gone")))
        return np.memmap(path, dtype=meta.dtype, mode="r")


def prepare_tokens(
    workspace: Workspace,
    corpus: Corpus,
    split_settings: SplitSettings,
    tokenizer_settings: TokenizerSettings,
    *,
    tokenizer: Tokenizer | None = None,
    tell: Callable[[Message], None] = lambda doing: None,
) -> TokenStore:
    """The corpus split and tokenized, from the workspace where it was done before.

    With a `tokenizer` of these settings that another text was used for, by that one, else by one
    trained on the training part. `tell` hears what is being done. Raises CorpusError,
    SettingsError, WorkspaceError.
    """
    # Another version of what cuts Chinese may cut it in other places.
    cutting = repr(segmenter_of(tokenizer_settings))
    settings = (repr(split_settings), repr(tokenizer_settings), cutting)
    given = () if tokenizer is None else (tokenizer.definition,)
    folder = workspace.tokens / content_hash(_FORMAT, corpus.id, *settings, *given)
    store = _opened(folder)
    if store is not None:
        return store
    renewed = None
    if folder.exists():
        remove_folder(folder)  # damaged: what is made now takes its place
        renewed = msg(
            "The text cut into tokens, which was kept from an earlier run, was damaged: it was "
            "made anew."
        )
    started = time.perf_counter()
    with new_folder(folder) as draft:
        split = split_corpus(corpus, split_settings)
        _TokenStoreBuilder(draft, corpus, split, tokenizer_settings, tell).build(tokenizer)
    store = _opened(folder)
    if store is None:
        raise WorkspaceError(
            msg(
                "{folder} was written and cannot be read back. Check the disk, then start again.",
                folder=folder,
            )
        )
    return replace(store, seconds=time.perf_counter() - started, renewed=renewed)


def _opened(folder: Path) -> TokenStore | None:
    """None where there is no such folder or not all of it is there."""
    try:
        meta = read_record(_Meta, folder / "meta.json")
        sizes = [(folder / f"{name}.bin").stat().st_size for name in PARTS]
    except (DamagedFileError, OSError):
        return None
    if meta is None or meta.parts.keys() != set(PARTS):
        return None
    width = np.dtype(meta.dtype).itemsize
    if sizes != [meta.parts[name].tokens * width for name in PARTS]:
        return None
    if not (folder / "tokenizer.json").is_file() or not checksums.is_whole(folder):
        return None
    return TokenStore(folder, meta.parts, seconds=0.0)


def _dtype(tokenizer: Tokenizer) -> type[np.unsignedinteger]:
    return np.uint16 if tokenizer.vocabulary_size <= 2**16 else np.uint32


@dataclass(frozen=True)
class _TokenStoreBuilder:
    """Token files on their way: the corpus is read twice, a passage at a time."""

    draft: Path
    corpus: Corpus
    split: Split
    settings: TokenizerSettings
    tell: Callable[[Message], None]

    def build(self, tokenizer: Tokenizer | None) -> None:
        """Write all files of the folder, the checksums last; without a tokenizer train one."""
        write_json(self.draft / "split.json", self.split.to_json())
        chosen = self.tokenizer() if tokenizer is None else tokenizer
        chosen.save(self.draft / "tokenizer.json")
        parts = self.encode(chosen)
        _check(parts)
        meta = {"corpus": self.corpus.id, "dtype": _dtype(chosen).__name__}
        written = {name: asdict(part) for name, part in parts.items()}
        write_json(self.draft / "meta.json", {**meta, "parts": written})
        checksums.seal(self.draft)

    def tokenizer(self) -> Tokenizer:
        """Trained on the training part, or on an even sample of a large one."""
        self.tell(msg("training the tokenizer"))
        characters = self.split.characters("train")
        # All characters have to be seen; words and pieces are found in a sample as well.
        most = characters if self.settings.kind == "char" else _SAMPLE
        texts = sampled(self._texts("train"), total=characters, most=most)
        return train_tokenizer(texts, self.settings)

    def encode(self, tokenizer: Tokenizer) -> dict[PartName, SplitStats]:
        """Write <part>.bin for each part."""
        self.tell(msg("preparing your text"))
        total = max(1, self.corpus.card.counts.characters)
        done = 0
        told = time.monotonic()
        with ExitStack() as stack:
            # While one batch is cut on all cores, others are read, put together and written.
            pool = stack.enter_context(ThreadPoolExecutor(_AHEAD))
            writers = {
                name: _PartWriter(self.draft / f"{name}.bin", tokenizer, pool) for name in PARTS
            }
            for writer in writers.values():
                stack.callback(writer.close)
            for part, passage in self._passages():
                writers[part].add(passage)
                done += len(passage.text)
                if time.monotonic() - told > 1.0:
                    told = time.monotonic()
                    self.tell(
                        msg(
                            "preparing your text, {percent} %",
                            percent=min(99, 100 * done // total),
                        )
                    )
            for writer in writers.values():
                writer.flush()
            return self._parts(writers, tokenizer)

    def _parts(
        self, writers: Mapping[PartName, "_PartWriter"], tokenizer: Tokenizer
    ) -> dict[PartName, SplitStats]:
        judged: tuple[PartName, ...] = ("validation", "test")
        speller = None
        if any(writers[name].unknown_words for name in judged):
            characters = self.split.characters("train")
            texts = sampled(self._texts("train"), total=characters, most=_SPELLED)
            speller = UnknownWordModel({word for text in texts for word in tokenizer.words(text)})
        parts = {}
        for name in PARTS:
            words = writers[name].unknown_words
            nats = speller.total(words) if speller and name in judged else 0.0
            parts[name] = writers[name].finish(spelling_nats=nats)
        return parts

    def _texts(self, part: PartName) -> Iterator[str]:
        return (passage.text for name, passage in self._passages() if name == part)

    def _passages(self) -> Iterator[tuple[PartName, Passage]]:
        for part, passage in part_passages(self.corpus.passages(), self.split):
            yield part, passage.lower() if self.settings.lowercase else passage


class _PartWriter:
    """One <part>.bin, filled a batch of passages at a time."""

    def __init__(self, path: Path, tokenizer: Tokenizer, pool: ThreadPoolExecutor) -> None:
        self._file = open(path, "wb")  # closed by `close`
        self._judged = not path.name.startswith("train")
        self._tokenizer, self._pool = tokenizer, pool
        self._batch: list[Passage] = []
        self._waiting = 0
        self._coming: deque[tuple[list[Passage], Future[Ids]]] = deque()
        self._has_begun = False
        self._tokens = self._characters = self._bytes = self._unknown = 0
        self.unknown_words: Counter[str] = Counter()
        """Words the tokenizer does not know, counted where a score will need their spelling."""

    def add(self, passage: Passage) -> None:
        """The next passage of the part."""
        self._batch.append(passage)
        self._waiting += len(passage.text)
        if self._waiting >= BATCH:
            self._send()

    def finish(self, *, spelling_nats: float) -> SplitStats:
        """Write what is left; the part's sizes."""
        self.flush()
        return SplitStats(self._tokens, self._characters, self._bytes, self._unknown, spelling_nats)

    def close(self) -> None:
        """Give the file back."""
        self._file.close()

    def flush(self) -> None:
        """Write what waits."""
        self._send()
        while self._coming:
            self._write(*self._coming.popleft())

    def _send(self) -> None:
        """Have what waits cut into tokens, and write what was sent before that."""
        if not self._batch:
            return
        first, self._has_begun = not self._has_begun, True
        found = self._pool.submit(encode_batch, self._batch, self._tokenizer, first=first)
        self._coming.append((self._batch, found))
        self._batch, self._waiting = [], 0
        if len(self._coming) > _AHEAD:
            self._write(*self._coming.popleft())

    def _write(self, batch: list[Passage], found: Future[Ids]) -> None:
        ids = found.result()
        self._file.write(ids.astype(_dtype(self._tokenizer)).tobytes())
        self._tokens += len(ids)
        self._unknown += int((ids == UNK).sum())
        for passage in batch:
            self._characters += len(passage.text)
            self._bytes += len(passage.text.encode())
            if self._judged and self._unknown:
                self.unknown_words.update(self._tokenizer.unknown_words(passage.text))


def _check(parts: Mapping[PartName, SplitStats]) -> None:
    for name in ("train", "validation"):
        part = parts[name]
        if part.tokens < 3:
            raise CorpusError(
                msg(
                    "The {name} part of this corpus has {characters} characters, too few to "
                    "learn or to judge anything. Add text, or give that part a larger share.",
                    name=name,
                    characters=part.characters,
                )
            )
