"""What fine-tuning brought and what it cost: report/fine_tuning.json. Free of torch."""

from dataclasses import asdict, dataclass

from slm_core import checksums
from slm_core.records import read_record
from slm_core.runs.run import Run
from slm_core.storage import write_json

_FILE = "report/fine_tuning.json"


@dataclass(frozen=True)
class CorpusScore:
    """Scores on the validation part of one corpus, in bits per byte; None: not known."""

    corpus: str
    """Its id."""
    name: str
    """What it is called, "" where nobody knows any more."""
    before: float | None = None
    """Of the earlier run's model, with its own tokenizer."""
    after: float | None = None
    """Of the new run's best weights."""
    problem: str = ""
    """Why there is no score, in a sentence."""

    @property
    def change(self) -> float | None:
        """By what share the bits grew (or, below 0, fell); None where that is not known."""
        if not self.before or self.after is None:
            return None
        return self.after / self.before - 1.0


@dataclass(frozen=True)
class TransferScores:
    """Both models on both corpora, the same text for each."""

    earlier: CorpusScore
    """The text the earlier run learned from."""
    new: CorpusScore
    """The text the new run learned from."""
    carried: float | None = None
    """Bits per byte on the new text of the model as it began, where it has a new tokenizer."""
    shared_tokens: int | None = None
    """Tokens of the new tokenizer that the earlier one has too; None where it is the same."""
    most_characters: int = 0
    """Of each validation part so many were read at the most, from its beginning."""


def read_before_after(run: Run) -> TransferScores | None:
    """As far as it is known; None before the first step, or where the run started from nothing.

    Raises DamagedFileError.
    """
    return read_record(TransferScores, run.folder / _FILE)


def write_before_after(run: Run, found: TransferScores) -> None:
    """report/fine_tuning.json, whole. Raises WorkspaceError."""
    path = run.folder / _FILE
    path.parent.mkdir(exist_ok=True)
    with checksums.sealing(path.parent, path.name):
        write_json(path, asdict(found))
