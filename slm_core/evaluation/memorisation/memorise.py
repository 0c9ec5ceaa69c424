"""How much of what a model writes stands in its training text word for word."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from slm_core.corpus.text.scripts import HAN, KANA
from slm_core.errors import StoppedError
from slm_core.evaluation.continuations import continue_places
from slm_core.evaluation.memorisation.canary import canary_exposure
from slm_core.evaluation.memorisation.records import Copy, Memorisation
from slm_core.evaluation.report import Continuation
from slm_core.evaluation.texts.scored_text import ScoredText
from slm_core.evaluation.texts.training_text import TrainingText
from slm_core.messages import msg
from slm_core.metrics.overlap import SEPARATOR, NgramIndex
from slm_core.runs.load_model import RunModel

LEAST, LEAST_WIDE = 30, 12
"""Characters in a row from which on a copy counts; in scripts without blanks. Five or six words: of
such length hardly any passage of new text is found in a text that was written apart from it."""
_PLACES = 16
"""Continuations of unseen text, and as many of the training text."""
_CHARACTERS = 240
"""Length of each, about."""
_SHOWN = 3
_WIDE = re.compile(f"[{HAN}{KANA}]")


def check_memorisation(
    source: RunModel,
    text: ScoredText,
    training: TrainingText,
    *,
    seed: int = 1,
    should_stop: Callable[[], bool] = lambda: False,
) -> Memorisation | None:
    """Let the model go on from places of the text and of its training text, and look for copies.

    The control is what really follows in the text. None where it has no place to go on from.
    Raises StoppedError, and CorpusError where the training text is gone.
    """
    length = _length(text)
    unseen = continue_places(source, text.ids, places=_PLACES, length=length, seed=seed)
    if not unseen:
        return None
    _ask(should_stop)
    seen = continue_places(source, training.ids, places=_PLACES, length=length, seed=seed + 1000)
    _ask(should_stop)
    found = find_copies([*unseen, *seen], [one.real for one in unseen], NgramIndex(training.joined))
    return replace(found, canary=canary_exposure(source, training.counts))


def find_copies(
    written: Sequence[Continuation], real: Sequence[str], index: NgramIndex
) -> Memorisation:
    """Copies in the continuations, beside those in `real` text that nobody learned from."""
    texts = [one.written for one in written]
    least = LEAST_WIDE if _is_wide("".join(real)) else LEAST
    marks = index.copied(texts, least)
    control = index.copied(real, least)
    order = np.argsort([-int(mark.sum()) for mark in marks], kind="stable")
    spans = [(index.longest_copy(texts[at]), written[at]) for at in order[:_SHOWN].tolist()]
    nearest = [Copy(one.prompt, one.written, span) for span, one in spans if span.length]
    nearest.sort(key=lambda copy: -copy.span.length)
    return Memorisation(
        least=least,
        copied=_share(marks),
        copied_real=_share(control),
        longest=index.longest_copy(SEPARATOR.join(texts)).length,
        longest_real=index.longest_copy(SEPARATOR.join(real)).length,
        copies=tuple(copy for copy in nearest if copy.span.length >= least),
        nearest=tuple(nearest),
    )


def _length(text: ScoredText) -> int:
    """Tokens that make up about _CHARACTERS of this text."""
    return max(16, round(_CHARACTERS * len(text.document) / max(1, text.characters)))


def _share(marks: Sequence[np.ndarray]) -> float:
    size = sum(len(mark) for mark in marks)
    return sum(int(mark.sum()) for mark in marks) / size if size else 0.0


def _is_wide(text: str) -> bool:
    """Whether most letters are of a script without blanks."""
    return 2 * len(_WIDE.findall(text)) > sum(map(str.isalpha, text))


def _ask(should_stop: Callable[[], bool]) -> None:
    if should_stop():
        raise StoppedError(msg("The evaluation was stopped."))
