"""The tables of scores in a report: a row a score, a column a text; and what counting reaches."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from slm_core.errors import ArgotError
from slm_core.evaluation.comparison.sides import unscored
from slm_core.evaluation.comparison.words import letter_of, noise_words, verdict_words
from slm_core.evaluation.memorisation.light import verdict_by
from slm_core.evaluation.report import EvaluationReport
from slm_core.evaluation.summary import proof_words, unknown_words
from slm_core.messages import Message, msg
from slm_core.messages import sentences as in_a_row
from slm_core.reporting.contents import RunContents

Say = Callable[[Message | str | None], str]
"""A message in the language of the report."""

_KINDS = {
    "train": msg("training part"),
    "validation": msg("validation part"),
    "test": msg("test part"),
}


_SCORES = (
    msg("Bits per byte"),
    msg("95 % interval"),
    msg("Perplexity"),
    msg("Next token right"),
    msg("Among the first five guesses"),
    msg("F1"),
    msg("Calibration error"),
)


@dataclass(frozen=True)
class ScoreTable:
    """A table as the template draws it; the first cell of a row names it."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    title: str = ""


def score_table(one: RunContents, say: Say) -> ScoreTable | None:
    """All scores of a run; None where it has none yet."""
    columns = [(_judged(report, say), _score_cells(report)) for report in one.evaluations]
    if not columns and one.score is not None:
        score = one.score
        known = (f"{score.bits_per_byte:.3f}", "–", f"{score.perplexity:.2f}")
        columns = [(say(_KINDS["validation"]), (*known, f"{score.accuracy:.1%}"))]
    if not columns:
        return None
    rows = zip(map(say, _SCORES), *(cells for _name, cells in columns), strict=False)
    return ScoreTable(["", *(name for name, _cells in columns)], list(rows))


def floor_tables(one: RunContents, say: Say) -> list[ScoreTable]:
    """What guessing, counting and compressing reach on each text it was judged on, best first."""
    return [_floors(report, say) for report in one.evaluations if report.evaluation.floors]


def assurances(one: RunContents, say: Say) -> list[str]:
    """Of each text it was judged on, whether the model knows its tokens, and whether the score is
    proven."""
    told = []
    for report in one.evaluations:
        unknown = unknown_words(report.evaluation)
        sentences: list[Message] = [] if unknown is None else [unknown]
        if report.proof is not None:
            sentences += proof_words(report.proof)
        words = msg("{part}: {told}", part=_judged(report, say), told=in_a_row(sentences))
        told += [say(words)] if sentences else []
    return told


def better_lines(contents: Sequence[RunContents], names: Sequence[str], say: Say) -> list[str]:
    """Which of several runs is better, as `compare` says it; where one of them was not scored on
    its validation part, what tells it."""
    runs = [one.run for one in contents]
    if unscored(runs, "validation"):
        command = "python -m slm_core compare " + " ".join(run.id for run in runs)
        return [say(msg("That was not tested yet: `{command}` does it.", command=command))]
    from slm_core.evaluation.comparison.compare import compare  # noqa: PLC0415 - loads scipy

    try:
        found = compare(runs[0].workspace, runs)
    except ArgotError as error:  # too many of them, say
        return [say(error.message)]
    called = {run.id: name for run, name in zip(runs, names, strict=True)}
    sides = [
        f"{letter_of(place)} · {', '.join(called[run] for run in side.runs)}"
        for place, side in enumerate(found.sides)
    ]
    told = [*map(verdict_words, found.pairs)]
    if any(pair.difference and pair.difference.interval for pair in found.pairs):
        told.append(noise_words(found))
    return [*sides, *map(say, told)]


def memorisation_light(one: RunContents, say: Say) -> dict[str, object]:
    """Whether it repeats its training text: the level of the box, its title, sentences."""
    found = verdict_by(one.run, one.evaluations)
    levels = {"green": "good", "amber": "fair", "red": "poor", None: ""}
    return {
        "level": levels[found.light],
        "title": say(found.title),
        "lines": [say(reason) for reason in found.reasons],
    }


def _floors(report: EvaluationReport, say: Say) -> ScoreTable:
    floors = report.evaluation.floors
    assert floors is not None
    rows = [
        (report.evaluation.score.bits_per_byte, msg("this model")),
        (floors.kneser_ney, msg("Kneser-Ney, the best that counts")),
        (floors.unigram, msg("tokens by their frequency")),
        (floors.uniform, msg("every token equally likely")),
        (floors.xz, msg("xz, knowing the training text")),
        (floors.zstd, msg("zstd, knowing the training text")),
    ]
    rows.sort(key=lambda row: row[0])
    title = msg(
        "What else predicts this text, in bits per byte ({part})", part=_judged(report, say)
    )
    return ScoreTable([], [[say(name), f"{bits:.3f}"] for bits, name in rows], say(title))


def _judged(report: EvaluationReport, say: Say) -> str:
    judged = report.judged
    return judged.name if judged.kind == "other" else say(_KINDS[judged.kind])


def _score_cells(report: EvaluationReport) -> tuple[str, ...]:
    """In the order of _SCORES."""
    found = report.evaluation
    between = "–"
    if found.interval is not None:
        between = f"{found.interval.low:.3f}–{found.interval.high:.3f}"
    return (
        f"{found.score.bits_per_byte:.3f}",
        between,
        f"{found.score.perplexity:.2f}",
        f"{found.score.accuracy:.1%}",
        f"{found.accuracy_top5:.1%}",
        f"{found.averages.f1:.1%}",
        f"{found.calibration_error:.1%}",
    )
