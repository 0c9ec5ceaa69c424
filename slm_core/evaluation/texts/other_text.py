"""A text that is not the run's own, to judge its model on. Free of torch."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from slm_core.corpus.ingest.inspection import inspect_file
from slm_core.corpus.readers.document import ReadOptions, ReadResult
from slm_core.corpus.store import Corpus
from slm_core.corpus.text.word_boundary import shortened
from slm_core.errors import CorpusError
from slm_core.messages import msg

_NAME = 40
"""Characters of a pasted text that it is called by."""


@dataclass(frozen=True)
class Other:
    """Documents to be predicted."""

    name: str
    """How people call it: another text of the same name takes the place of its report."""
    texts: Sequence[str]


def other_from_corpus(corpus: Corpus) -> Other:
    """All of a corpus. Raises CorpusError where it is damaged."""
    return Other(corpus.card.name, list(corpus.documents()))


def other_from_file(path: Path, name: str, *, column: str | None = None) -> Other:
    """What a file of any format holds, or an archive of them; of a table this `column`, else the
    one with the most running text. Raises CorpusError."""
    texts: list[str] = []
    for result in inspect_file(path, ReadOptions(column=column)):
        if not isinstance(result, ReadResult):
            raise CorpusError(result.message)
        texts += result.documents
    return Other(name, texts)


def other_from_text(text: str) -> Other:
    """A text that was typed or pasted, called by its first words. Raises CorpusError."""
    words = " ".join(text.split())
    if not words:
        raise CorpusError(msg("There is no text to predict. Paste some first."))
    return Other(f"“{shortened(words, _NAME)}”", [text])
