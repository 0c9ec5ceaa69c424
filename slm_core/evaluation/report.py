"""What evaluations of a run found: report/evaluations/, one JSON file a text. Free of torch."""

import math
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from slm_core import checksums
from slm_core.errors import DamagedFileError
from slm_core.evaluation.breakdown.records import Breakdown
from slm_core.evaluation.memorisation.records import Memorisation
from slm_core.json_log import JsonLog
from slm_core.messages import Message, msg
from slm_core.metrics.scores import Averages, Interval, ReliabilityBin, Score
from slm_core.records import Damaged, read_record, write_record
from slm_core.runs.run import Run
from slm_core.workspace import content_hash, names_in

WORTHWHILE_GAIN = 0.005
"""Bits a token from which on temperature scaling is worth a sentence."""
TokenClass = Literal["frequent", "rare", "numbers", "punctuation", "terms"]

_FOLDER = "report/evaluations"
_PROVEN, _ROUNDED, _GAP = 0.001, 8, 1e-5
"""Share of the claim and bits by which a compressed text may differ from it; how far from 1 sums of
probabilities may be."""


@dataclass(frozen=True)
class Floors:
    """Bits per byte of one text, under what was made from another: the training text; and the
    accuracy that costs nothing."""

    uniform: float
    """Every token of the model's vocabulary equally likely."""
    unigram: float
    """Each token as likely as it is frequent in the training text."""
    kneser_ney: float
    """The better of the two that follow."""
    kneser_ney_characters: float
    """Modified Kneser-Ney of order 6 over characters."""
    kneser_ney_words: float
    """The same of order 5 over words; words seen once or never are spelled."""
    xz: float
    """What the text adds to the training text, compressed by xz at its best."""
    zstd: float
    """The text compressed by zstd at its best, with the training text as dictionary."""
    accuracy: float | None = None
    """Of always naming the most frequent token of the training text; None in evaluations of earlier
    versions."""


@dataclass(frozen=True)
class ClassScore:
    """Next-token prediction over one class of tokens."""

    kind: TokenClass
    predictions: int
    """How often a token of this class came."""
    accuracy: float
    averages: Averages
    """Over the tokens of the class."""
    bits: float
    """Bits that one of them cost, on average."""


@dataclass(frozen=True)
class TemperatureScaling:
    """What dividing all logits by one number would gain (Guo et al. 2017): found on one half of
    the predictions, measured on the other."""

    temperature: float
    """Above 1 the model was too sure, below 1 not sure enough."""
    gain: float
    """Bits a token less than without it."""
    calibration_error: float
    """With it."""
    at_limit: bool = False
    """Whether it is the least or greatest that was tried: the best may lie beyond it."""

    @property
    def helps(self) -> bool:
        """Whether the gain is worth mentioning."""
        return self.gain >= WORTHWHILE_GAIN


@dataclass(frozen=True)
class Proof:
    """The text compressed by the model's probabilities, and read back."""

    claimed_bits: float
    """What the score says that this text costs."""
    compressed_bits: int
    """What was written, beside the number of tokens."""
    decoded: bool
    """Whether what was written gave back every byte."""
    bytes: int
    """Of the text that was compressed."""
    whole: bool
    """Whether that is all of it; else its beginning."""
    largest_gap: float
    """By how much the probabilities of all next tokens were off 1, at the worst position."""
    positions: int
    """At so many positions they were added up."""

    @property
    def difference(self) -> float:
        """Compressed against claimed, as a share of the claim."""
        return self.compressed_bits / self.claimed_bits - 1 if self.claimed_bits > 0 else 0.0

    @property
    def holds(self) -> bool:
        """Whether the score is proven: to 0.1 %, or to the byte that a file is rounded to."""
        off = abs(self.compressed_bits - self.claimed_bits)
        close = off <= max(_PROVEN * self.claimed_bits, _ROUNDED)
        return self.decoded and close and self.largest_gap <= _GAP


@dataclass(frozen=True)
class Evaluation:
    """How good a model is on one text."""

    score: Score
    interval: Interval | None
    """Of bits per byte; None where the text is too small for one."""
    by_documents: bool
    """Whether the interval is over documents; else over blocks of one text."""
    accuracy_top5: float
    averages: Averages
    calibration: tuple[ReliabilityBin, ...]
    calibration_error: float
    floors: Floors | None
    """None where the training text is gone."""
    documents: int
    characters: int
    bytes: int
    classes: tuple[ClassScore, ...] = ()
    """Empty in evaluations of earlier versions."""
    unknown_share: float = 0.0
    """Of the tokens, those the tokenizer does not know: they are spelled."""
    scaling: TemperatureScaling | None = None
    """None where there is too little text for it."""


@dataclass(frozen=True)
class Continuation:
    """One place of the text."""

    prompt: str
    written: str
    real: str


@dataclass(frozen=True)
class ContinuationScores:
    """Of all places together."""

    bleu: float
    """0 to 100 (Papineni et al. 2002); low for open-ended text, however good it is."""
    chrf: float
    """0 to 100 (Popović 2015): the same over characters."""
    distinct_1: float
    """Different words by words written (Li et al. 2016)."""
    distinct_2: float
    """The same of pairs of words."""
    distinct_2_real: float
    """The same of what really followed: what to compare it with."""
    repetition: float
    """Share of four words in a row that occurred before in the same continuation."""
    words: float
    """Mean length of a continuation, in words."""
    examples: tuple[Continuation, ...]
    repetition_real: float = 0.0
    """The repetition of what really followed."""
    words_real: float = 0.0
    """The length of what really followed."""


@dataclass(frozen=True)
class Judged:
    """Which text."""

    kind: Literal["train", "validation", "test", "other"]
    name: str
    """How people call it, where it is another one; else ""."""

    @property
    def file(self) -> str:
        """The name of its report."""
        return self.kind if self.kind != "other" else f"other-{content_hash(self.name)}"


@dataclass(frozen=True)
class EvaluationReport:
    """One evaluation."""

    run: str
    judged: Judged
    time: float
    """When it was made, seconds since 1970."""
    seconds: float
    """How long it took."""
    step: int
    """At which the judged weights were learned."""
    evaluation: Evaluation
    continuations: ContinuationScores | None
    """None where the text has no place to go on from."""
    without_floors: Message | None = None
    """Why there are no floors."""
    proof: Proof | None = None
    """None where nobody asked for it."""
    breakdown: Breakdown | None = None
    memorisation: Memorisation | None = None
    """None where the training text is gone, or nothing was written."""


def write_report(run: Run, report: EvaluationReport) -> None:
    """Keep it, in place of an earlier one of the same text. Raises WorkspaceError."""
    write_record(run.folder / _FOLDER / f"{report.judged.file}.json", asdict(report))


def list_reports(run: Run) -> tuple[list[EvaluationReport], list[Damaged]]:
    """All that are there, newest first, and those that nobody can read."""
    folder = run.folder / _FOLDER
    found, damaged = [], []
    for name in sorted(names_in(folder)):
        if name == checksums.FILE:
            continue
        try:
            report = read_record(EvaluationReport, folder / name)
        except DamagedFileError as error:
            reason = msg("{reason} Score that text again.", reason=error.message)
            damaged.append(Damaged(Path(name).stem, reason))
            continue
        if report is not None:  # else deleted at this moment
            found.append(report)
    return sorted(found, key=lambda report: -report.time), damaged


def read_reports(run: Run) -> list[EvaluationReport]:
    """Those that can be read, newest first."""
    return list_reports(run)[0]


def log_test_opened(run: Run) -> None:
    """Count that the test part is used: an event of the run."""
    status = run.status()
    record = {"time": time.time(), "step": status.step, "seconds": status.seconds}
    JsonLog(run.folder / "events.jsonl").append({"kind": "test_opened", **record}, sync=True)


def times_test_opened(run: Run) -> int:
    """How often the test part was used."""
    return sum(event.kind == "test_opened" for event in run.events())


def counting_loss(run: Run) -> float | None:
    """Nats per token that the best model which only counts needs on the validation part, to be
    drawn beside the run's own loss; None before the run was judged on it.

    What spelling unknown words costs is in neither.
    """
    judged = [report for report in read_reports(run) if report.judged.kind == "validation"]
    if not judged or judged[0].evaluation.floors is None:
        return None
    found, score = judged[0].evaluation, judged[0].evaluation.score
    spelling = score.nats_per_character * found.characters - score.loss * score.predictions
    nats = judged[0].evaluation.floors.kneser_ney * found.bytes * math.log(2)
    return max(0.0, nats - spelling) / max(1, score.predictions)
