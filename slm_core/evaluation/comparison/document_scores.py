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

from slm_core.errors import ArgotError, RunError
from slm_core.messages import msg
from slm_core.metrics.scores import Interval
from slm_core.records import Count, Seconds, read_record, write_record
from slm_core.runs.run import Run
from slm_core.training.checkpoints.checkpoint_paths import newest_step

if TYPE_CHECKING:
    from slm_core.evaluation.texts.scored_text import ScoredText

Part = Literal["validation", "test"]
"""The parts of a corpus on which runs are compared: neither was learned from."""

FOLDER = "report/documents"

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

    Raises RunError where the model's predictions are no numbers.
    """
    from slm_core.evaluation.texts.units import by_unit, units_of  # noqa: PLC0415 - tokenizers
    from slm_core.metrics.confidence_interval import ratio_interval  # noqa: PLC0415 - loads scipy

    if not np.isfinite(nats).all():
        raise RunError(
            msg(
                "What this model predicts is no number: its weights are spoilt. Train it again "
                "with a smaller training.learning_rate."
            )
        )
    units, by_documents = units_of(text)
    bits = by_unit(units, (nats + text.spelling) / math.log(2))
    sizes = by_unit(units, text.bytes)
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
    write_record(run.folder / FOLDER / f"{scores.part}.json", asdict(scores))


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
