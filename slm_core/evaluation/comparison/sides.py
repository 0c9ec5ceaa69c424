"""Which runs can be compared, and how they stand: a side is a run, or the seeds of one."""

from collections.abc import Sequence

from slm_core.errors import ArgotError, RunError, SettingsError
from slm_core.evaluation.comparison.document_scores import Part, read_document_scores
from slm_core.messages import Message, msg
from slm_core.runs.config import RunConfig
from slm_core.runs.relations.seeds import grouped_by_seed
from slm_core.runs.run import Run, open_run
from slm_core.training.checkpoints.checkpoint_paths import newest_step
from slm_core.workspace import Workspace

MOST_RUNS, MOST_SIDES = 24, 8
"""Runs compared at once, and configurations: more curves cannot be told apart."""


def sides_of(runs: Sequence[Run]) -> list[tuple[Run, ...]]:
    """The runs in their order, those of one configuration as one; each for itself where they all
    are of one. Raises SettingsError where there are too many, or one is damaged."""
    if len(runs) > MOST_RUNS:
        raise SettingsError(
            msg(
                "{n} runs are too many to compare; {most} are the most. Leave some out.",
                n=len(runs),
                most=MOST_RUNS,
            )
        )
    configs = [run.config() for run in runs]
    groups = grouped_by_seed(runs, configs)
    sides: list[tuple[Run, ...]] = [(run,) for run in runs] if len(groups) == 1 else groups
    if len(sides) > MOST_SIDES:
        raise SettingsError(
            msg(
                "{n} configurations are too many to compare; {most} are the most. Leave some out.",
                n=len(sides),
                most=MOST_SIDES,
            )
        )
    return sides


def open_runs(workspace: Workspace, ids: Sequence[str]) -> tuple[list[Run], list[Message]]:
    """The runs with these ids, each once, and for those that cannot be read the reason."""
    found, problems = [], []
    for name in dict.fromkeys(ids):
        try:
            run = open_run(workspace, name)
            run.config()
            found.append(run)
        except ArgotError as error:
            problems.append(error.message)
    return found, problems


def refusal_of(first: RunConfig, second: RunConfig) -> Message | None:
    """Why two configurations cannot be judged against each other; None where they can."""
    if first.corpus != second.corpus:
        return msg(
            "They learned from different texts, so they are scored on different ones: the curves "
            "can be looked at, but which is better cannot be said. Train one of them on the "
            "other's text, or score both on one text that neither learned from."
        )
    if first.split != second.split:
        return msg(
            "Their text was split in different ways, so that they are scored on different parts of "
            "it: the curves can be looked at, but which is better cannot be said."
        )
    if first.tokenizer.lowercase != second.tokenizer.lowercase:
        return msg(
            "One of them reads its text in lower case, which is easier to predict: the curves can "
            "be looked at, but which is better cannot be said."
        )
    return None


def unscored(runs: Sequence[Run], part: Part) -> list[Run]:
    """Those that a comparison has to score first and that have a model for it."""
    return [
        run
        for run in runs
        if read_document_scores(run, part) is None and newest_step(run.folder) is not None
    ]


def check_number(runs: Sequence[Run]) -> None:
    """Raises RunError for fewer than two."""
    if len(runs) < 2:
        raise RunError(msg("A comparison needs two runs or more. Name another one."))
