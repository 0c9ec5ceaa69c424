"""How much may be scored at once. Free of torch."""

from collections.abc import Sequence

from slm_core.errors import CorpusError, RunError
from slm_core.messages import msg
from slm_core.runs.run import Run
from slm_core.training.checkpoints.checkpoint_paths import newest_step

MOST_CHARACTERS = 10_000_000
"""Of all documents together."""
MOST_RUNS = 50
TOKENS_KEPT = 1_000_000
"""Tokens, over all runs, that are kept one by one; of documents after them only the sums are. One
takes some 300 bytes of memory."""


def check_runs(runs: Sequence[Run]) -> None:
    """Refuse runs that cannot score. Raises RunError."""
    if not runs:
        raise RunError(msg("No run was named. Choose at least one whose model is to score."))
    if len(runs) > MOST_RUNS:
        raise RunError(
            msg(
                "{count} runs were named; up to {most} score a text together. Name fewer.",
                count=len(runs),
                most=MOST_RUNS,
            )
        )
    for run in runs:
        if newest_step(run.folder) is None:
            raise RunError(
                msg(
                    "{id} has no complete checkpoint yet, so there is no model to score with. "
                    "Wait until it has trained for a few seconds, or choose another run.",
                    id=run.id,
                )
            )


def check_texts(texts: Sequence[str]) -> None:
    """Refuse what is no text, or too much. Raises CorpusError."""
    characters = sum(map(len, texts))
    if not any(text.strip() for text in texts):
        raise CorpusError(msg("There is no text to score: it is empty. Give one with words in it."))
    if characters > MOST_CHARACTERS:
        raise CorpusError(
            msg(
                "The text has {characters:,} characters; up to {most:,} are scored at once. Score "
                "a part of it.",
                characters=characters,
                most=MOST_CHARACTERS,
            )
        )
