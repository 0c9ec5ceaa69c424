"""Corpora in the workspace: added once, never changed, listed, deleted. Knows no file formats."""

import hashlib
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson

from slm_core.corpus.card import CorpusCard, Counts, SourceRecord
from slm_core.corpus.language import language_of
from slm_core.corpus.read import ReadResult
from slm_core.corpus.seed import suggested_seed
from slm_core.durable import new_folder, read_json, told_plainly, write_json
from slm_core.errors import ArgotError, CorpusError
from slm_core.workspace import Workspace, content_hash, slug

SHORTEST = 200
"""Characters below which there is nothing to learn from."""
SMALL = 20_000
"""Characters below which a model mostly learns the text by heart."""

_CARD, _DOCUMENTS = "card.json", "documents.jsonl"
_WIDE_LEAD = bytes(range(0xE4, 0xEA))  # U+4000 to U+9FFF begin with these in UTF-8
_WIDE_RUN = re.compile(rb"(?:[\xe3-\xe9][\x80-\xbf]{2}|\xef[\xbc-\xbf][\x80-\xbf])+")
_KANA = (b"\xe3\x81", b"\xe3\x82", b"\xe3\x83")
_BLANKS = bytes(0x20 if code in b" \t\n\v\f\r" else 0x78 for code in range(256))


@dataclass(frozen=True)
class Corpus:
    """A corpus that exists; its folder is never changed."""

    id: str
    folder: Path
    card: CorpusCard

    def documents(self) -> Iterator[str]:
        """The texts, in order, one at a time from the disk. Raises CorpusError if damaged."""
        try:
            with open(self.folder / _DOCUMENTS, "rb") as file:
                for line in file:
                    yield orjson.loads(line)["text"]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CorpusError(
                f"The text of corpus {self.id} cannot be read ({error}). Delete the corpus and "
                "add its files again."
            ) from None


def add_corpus(
    workspace: Workspace,
    results: Sequence[ReadResult],
    *,
    name: str,
    sample: str | None = None,
    seed_text: str = "",
    now: datetime | None = None,
) -> Corpus:
    """The documents of all results as one corpus; the one that exists if it is the same.

    Raises CorpusError where there is too little text, WorkspaceError where it cannot be written.
    """
    texts = [text for result in results for text in result.documents]
    recipe: list[Mapping[str, object]] = []
    counts, digest = _counted(texts)
    _refuse_too_short(texts, counts)
    shown = " ".join(name.split()) or "Text"
    corpus_id = f"{slug(shown)}-{content_hash(digest, orjson.dumps(recipe))}"
    folder = workspace.corpus_folder(corpus_id)
    if folder.exists():
        try:
            return open_corpus(workspace, corpus_id)
        except CorpusError:  # damaged by somebody: what is added now takes its place
            _remove(folder)
    card = CorpusCard(
        name=shown,
        sources=tuple(_record(result) for result in results),
        language=language_of(texts),
        counts=counts,
        created=(now or datetime.now().astimezone()).isoformat(timespec="milliseconds"),
        recipe=tuple(recipe),
        warnings=_warnings(counts),
        sample=sample,
        seed_text=seed_text.strip() or _first_seed(texts),
    )
    with new_folder(folder) as draft:
        _write_documents(draft / _DOCUMENTS, results)
        write_json(draft / _CARD, card.to_json())
    return open_corpus(workspace, corpus_id)


def open_corpus(workspace: Workspace, corpus_id: str) -> Corpus:
    """The corpus with this id. Raises CorpusError where there is none or its card is damaged."""
    folder = workspace.corpus_folder(corpus_id)
    values = read_json(folder / _CARD)
    if values is None or not (folder / _DOCUMENTS).is_file():
        state = "is damaged" if folder.exists() else "does not exist"
        raise CorpusError(
            f"Corpus {corpus_id!r} {state} in this workspace. Choose one from the list, or add "
            "its files again."
        )
    return Corpus(corpus_id, folder, CorpusCard.from_json(values))


def list_corpora(workspace: Workspace) -> list[Corpus]:
    """Every whole corpus, the newest first; a damaged folder is not listed."""
    found: list[Corpus] = []
    if not workspace.corpora.is_dir():
        return found
    for folder in workspace.corpora.iterdir():
        if folder.name.startswith(".") or not folder.is_dir():
            continue
        try:
            found.append(open_corpus(workspace, folder.name))
        except ArgotError:
            continue
    return sorted(found, key=lambda corpus: (_time(corpus.card), corpus.id), reverse=True)


def delete_corpus(workspace: Workspace, corpus_id: str) -> None:
    """Remove a corpus, whole or damaged. Raises CorpusError where there is none."""
    folder = workspace.corpus_folder(corpus_id)
    if not folder.is_dir():
        raise CorpusError(
            f"Corpus {corpus_id!r} does not exist in this workspace. Choose one from the list."
        )
    _remove(folder)


def _remove(folder: Path) -> None:
    """Out of the list in one step, so that no half-deleted corpus is ever seen."""
    gone = folder.with_name(f".deleted-{secrets.token_hex(6)}")
    with told_plainly(folder):
        folder.rename(gone)
        shutil.rmtree(gone)


def _counted(texts: Iterable[str]) -> tuple[Counts, str]:
    """Sizes, and a hash of the texts and their borders."""
    digest = hashlib.sha256()
    documents = characters = size = words = 0
    for text in texts:
        data = text.encode()
        digest.update(len(data).to_bytes(8, "little"))
        digest.update(data)
        documents += 1
        characters += len(text)
        size += len(data)
        words += _words(data)
    return Counts(documents, characters, size, words), digest.hexdigest()


def _words(data: bytes) -> int:
    """Counted in UTF-8: many times faster than splitting, and without a list of all words."""
    wide = 0
    if not data.isascii():
        wide = len(data) - len(data.translate(None, _WIDE_LEAD))
        wide += sum(map(data.count, _KANA))
        data = _WIDE_RUN.sub(b" ", data)
    blanks = data.translate(_BLANKS)
    return wide + blanks.count(b" x") + blanks.startswith(b"x")


def _refuse_too_short(texts: Sequence[str], counts: Counts) -> None:
    characters = counts.characters
    if characters < SMALL:  # blanks teach nothing; in a longer text they do not matter
        characters = sum(len(text.strip()) for text in texts)
    if characters < SHORTEST:
        raise CorpusError(
            f"There are {characters:,} characters of text; at least {SHORTEST} are needed to "
            f"learn anything, and {SMALL:,} or more to learn it well. Add more text."
        )


def _warnings(counts: Counts) -> tuple[str, ...]:
    if counts.characters >= SMALL:
        return ()
    return (
        f"This is a small text: {counts.characters:,} characters. A model will learn much of it "
        f"by heart; add more if you can: {SMALL:,} characters are a fair start.",
    )


def _first_seed(texts: Iterable[str]) -> str:
    return next(filter(None, map(suggested_seed, texts)), "")


def _record(result: ReadResult) -> SourceRecord:
    return SourceRecord(
        file=result.name,
        size=result.size,
        sha256=result.sha256,
        encoding=result.encoding,
        read_as=result.read_as,
        left_out=tuple(result.left_out),
    )


def _write_documents(path: Path, results: Iterable[ReadResult]) -> None:
    with open(path, "wb") as file:
        for result in results:
            for text in result.documents:
                line = {"text": text, "source": result.name}
                file.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))


def _time(card: CorpusCard) -> float:
    try:
        return datetime.fromisoformat(card.created).timestamp()
    except ValueError:
        return 0.0
