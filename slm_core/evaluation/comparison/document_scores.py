"""What a model needs for each document of a part: report/documents/, one JSON file a part.

Comparing needs more than the sums of a report: two models are held against each other document by
document. Free of torch.
"""

import math
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from slm_core import checksums
from slm_core.errors import ArgotError, DamagedFileError, RunError
from slm_core.messages import msg
from slm_core.metrics.scores import Interval
from slm_core.records import Count, Seconds, read_record
from slm_core.runs.run import Run
from slm_core.storage import friendly_os_errors, write_json
from slm_core.training.checkpoints.checkpoint_paths import newest_step

if TYPE_CHECKING:
    from slm_core.evaluation.texts.scored_text import ScoredText

Part = Literal["validation", "test"]
"""The parts of a corpus on which runs are compared: neither was learned from."""

FOLDER = "report/documents"
_LEAST_DOCUMENTS = 20
"""Fewer documents tell too little of how much documents differ: blocks of the text do then."""
_MOST_UNITS = 5000
"""Of more documents, neighbours are put together."""
_BLOCKS, _LEAST_BLOCK = 50, 200
"""Blocks of a text in few documents, at the most, and the bytes of each, at the least."""

Bits = Annotated[float, Field(ge=0.0, le=1e15, allow_inf_nan=False)]
Bytes = Annotated[float, Field(ge=0.0, le=1e15, allow_inf_nan=False)]


@dataclass(frozen=True)
class DocumentScores:
    """One model on one part. A unit is a document, or a block of a text in few documents."""

    part: Part
    checkpoint: Count
    """Step of the run's newest checkpoint when it was scored: of a later one, scores are others."""
    time: Seconds
    """When it was scored, since 1970."""
    by_documents: bool
    bits: tuple[Bits, ...]
    """(units,): what the model needs for each, spelling of unknown words included."""
    bytes: tuple[Bytes, ...]
    """(units,): how long each is in UTF-8."""
    interval: Interval | None = None
    """Of bits per byte over the units; None where there are too few."""

    @property
    def bits_per_byte(self) -> float:
        """Over the whole part."""
        return sum(self.bits) / max(1.0, sum(self.bytes))


def document_scores(
    text: "ScoredText", nats: NDArray[np.float64], *, part: Part, checkpoint: int
) -> DocumentScores:
    """The costs `nats` (predictions,) of a text put together by its units.

    Units are those of the text, whichever tokenizer cut it: a block of it ends at the same byte for
    all, but for the token across its end. Raises RunError where the model's predictions are no
    numbers.
    """
    from slm_core.metrics.confidence_interval import ratio_interval  # noqa: PLC0415 - loads scipy

    if not np.isfinite(nats).all():
        raise RunError(
            msg(
                "What this model predicts is no number: its weights are spoilt. Train it again "
                "with a smaller training.learning_rate."
            )
        )
    units, by_documents = _units(text)
    bits = _sums(units, (nats + text.spelling) / math.log(2))
    sizes = _sums(units, text.bytes)
    return DocumentScores(
        part=part,
        checkpoint=checkpoint,
        time=time.time(),
        by_documents=by_documents,
        bits=tuple(bits.tolist()),
        bytes=tuple(sizes.tolist()),
        interval=ratio_interval(bits, sizes),
    )


def write_document_scores(run: Run, scores: DocumentScores) -> None:
    """Keep them, in place of earlier ones of the same part. Raises WorkspaceError."""
    folder = run.folder / FOLDER
    with friendly_os_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    try:
        checksums.read_sums(folder)
    except DamagedFileError:
        (folder / checksums.FILE).unlink(missing_ok=True)  # all it names is made anew
    name = f"{scores.part}.json"
    with checksums.sealing(folder, name):
        write_json(folder / name, asdict(scores))


def read_document_scores(run: Run, part: Part) -> DocumentScores | None:
    """Those of the run's newest weights; None where there are none, or damaged ones, which are
    made anew."""
    try:
        found = read_record(DocumentScores, run.folder / FOLDER / f"{part}.json")
    except ArgotError:
        return None
    if found is None or found.part != part or len(found.bits) != len(found.bytes):
        return None
    return found if found.bits and found.checkpoint == newest_step(run.folder) else None


def _units(text: "ScoredText") -> tuple[NDArray[np.int64], bool]:
    """The unit of each prediction (predictions,), and whether units are documents."""
    documents = int(text.document[-1]) + 1
    if documents >= _LEAST_DOCUMENTS:
        share = min(documents, _MOST_UNITS)
        return text.document * share // documents, True
    ends = np.cumsum(text.bytes)
    total = float(ends[-1])
    count = max(1, min(_BLOCKS, int(total) // _LEAST_BLOCK))
    return np.minimum((ends * count / max(total, 1.0)).astype(np.int64), count - 1), False


def _sums(units: NDArray[np.int64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """(units,): the values of each unit added up."""
    return np.bincount(units, weights=values).astype(np.float64)
