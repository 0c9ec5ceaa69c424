"""Token files of a corpus: made once, memory-mapped by every run that needs the same ones."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from slm_core.corpus.split import Piece, Split, SplitSettings, split_corpus
from slm_core.corpus.store import Corpus
from slm_core.durable import new_folder, read_json, write_json
from slm_core.errors import CorpusError
from slm_core.tokenizers.part import Part
from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.tokenizers.spelling import Speller
from slm_core.tokenizers.tokenizer import END, UNKNOWN, Ids, Tokenizer
from slm_core.tokenizers.train import train_tokenizer
from slm_core.workspace import Workspace, content_hash

PartName = Literal["train", "validation", "test"]
PARTS: tuple[PartName, ...] = ("train", "validation", "test")
_FORMAT = "1"
"""Changed when the same text would be cut into other tokens than before."""


@dataclass(frozen=True)
class TokenStore:
    """A folder tokens/<hash>/ that is complete."""

    folder: Path
    parts: Mapping[PartName, Part]
    seconds: float
    """What making it took; 0 when it was there already."""

    def tokenizer(self) -> Tokenizer:
        """The tokenizer of these files."""
        return Tokenizer.load(self.folder / "tokenizer.json")

    def ids(self, part: PartName) -> NDArray[np.unsignedinteger]:
        """The part's ids as a read-only memory map, uint16 or uint32; empty where it has none."""
        path = self.folder / f"{part}.bin"
        if not path.stat().st_size:
            return np.empty(0, dtype=np.uint16)
        meta = read_json(self.folder / "meta.json") or {}
        return np.memmap(path, dtype=str(meta["dtype"]), mode="r")


def prepare_tokens(
    workspace: Workspace,
    corpus: Corpus,
    split_settings: SplitSettings,
    tokenizer_settings: TokenizerSettings,
    *,
    tell: Callable[[str], None] = lambda doing: None,
) -> TokenStore:
    """The corpus split and tokenized, from the workspace where it was done before.

    `tell` hears what is being done. Raises CorpusError, SettingsError, WorkspaceError.
    """
    settings = (repr(split_settings), repr(tokenizer_settings))
    folder = workspace.tokens / content_hash(_FORMAT, corpus.id, *settings)
    if not (folder / "meta.json").is_file():
        started = time.perf_counter()
        with new_folder(folder) as draft:
            _fill(draft, corpus, split_settings, tokenizer_settings, tell)
        return _opened(folder, seconds=time.perf_counter() - started)
    return _opened(folder, seconds=0.0)


def _opened(folder: Path, *, seconds: float) -> TokenStore:
    meta: Any = read_json(folder / "meta.json") or {}
    parts: dict[PartName, Part] = {name: Part(**meta["parts"][name]) for name in PARTS}
    return TokenStore(folder, parts, seconds)


def _fill(
    draft: Path,
    corpus: Corpus,
    split_settings: SplitSettings,
    tokenizer_settings: TokenizerSettings,
    tell: Callable[[str], None],
) -> None:
    split = split_corpus(corpus, split_settings)
    write_json(draft / "split.json", split.to_json())
    documents = list(corpus.documents())
    if tokenizer_settings.lowercase:
        documents = [text.lower() for text in documents]
        split = _within(split, documents)
    tell("training the tokenizer")
    train = [documents[piece.document][piece.start : piece.end] for piece in split.train]
    tokenizer = train_tokenizer(train, tokenizer_settings)
    tokenizer.save(draft / "tokenizer.json")
    dtype = np.uint16 if tokenizer.vocabulary_size <= 2**16 else np.uint32
    speller = None
    parts = {}
    for name in PARTS:
        tell(f"cutting the {name} part into tokens")
        pieces = getattr(split, name)
        ids, unknown = _encoded(documents, pieces, tokenizer)
        ids.astype(dtype).tofile(draft / f"{name}.bin")
        if unknown and speller is None:
            speller = Speller(_distinct_words(train, tokenizer))
        parts[name] = Part(
            tokens=len(ids),
            characters=sum(piece.end - piece.start for piece in pieces),
            bytes=sum(len(text.encode()) for text in _texts(documents, pieces)),
            unknown=sum(unknown.values()),
            spelling_nats=speller.total(unknown) if speller else 0.0,
        )
    _check(parts)
    written = {name: asdict(part) for name, part in parts.items()}
    write_json(draft / "meta.json", {"dtype": np.dtype(dtype).name, "parts": written})


def _encoded(
    documents: list[str], pieces: tuple[Piece, ...], tokenizer: Tokenizer
) -> tuple[Ids, Counter[str]]:
    """Ids of a part, and how often each unknown word occurs in it."""
    if not pieces:
        return np.empty(0, dtype=np.uint32), Counter()
    end = np.array([END], dtype=np.uint32)
    found = [end]
    unknown: Counter[str] = Counter()
    for piece in pieces:
        document = documents[piece.document]
        text = document[piece.start : piece.end]
        ids = tokenizer.encode(text)
        found.append(ids)
        if piece.end == len(document):
            found.append(end)
        if (ids == UNKNOWN).any():
            unknown.update(tokenizer.unknown_words(text))
    return np.concatenate(found), unknown


def _texts(documents: list[str], pieces: tuple[Piece, ...]) -> Iterator[str]:
    for piece in pieces:
        yield documents[piece.document][piece.start : piece.end]


def _within(split: Split, documents: list[str]) -> Split:
    """The split for lower-cased documents, whose length a few letters change (İ becomes two)."""

    def fit(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
        return tuple(
            Piece(p.document, p.start, min(p.end, len(documents[p.document]))) for p in pieces
        )

    return Split(fit(split.train), fit(split.validation), fit(split.test))


def _distinct_words(texts: list[str], tokenizer: Tokenizer) -> set[str]:
    words: set[str] = set()
    for text in texts:
        words.update(tokenizer.words(text))
    return words


def _check(parts: Mapping[PartName, Part]) -> None:
    for name in ("train", "validation"):
        part = parts[name]
        if part.tokens < 3:
            raise CorpusError(
                f"The {name} part of this corpus has {part.characters} characters, too few to "
                "learn or to judge anything. Add text, or give that part a larger share."
            )
