"""The pairs of a rating set: places of the validation part, continued by every run. Loads torch."""

import itertools
import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace

from slm_core import checksums
from slm_core.corpus.split import split_corpus, split_text
from slm_core.corpus.store import open_corpus
from slm_core.corpus.text.word_boundary import last_words, word_end
from slm_core.errors import RunError, StoppedError
from slm_core.evaluation.ratings.rating_set import REAL, RatedPair, RatingSet, open_ratings
from slm_core.generation.generate import generate
from slm_core.generation.settings import GenerationSettings
from slm_core.messages import Message, msg
from slm_core.runs.load_model import RunModel, load_run_model
from slm_core.runs.run import Run
from slm_core.storage import new_folder, write_json
from slm_core.workspace import Workspace, content_hash

_PROMPT, _SHOWN = 160, 320
"""Characters of the text before a place, and of each continuation, at the most."""
_LEAST = 40
"""Characters that must stand before and behind a place."""
_WIDE = 0.4
"""The same for Chinese, as a share: a sign says as much as some letters."""
_NEAR = 20
"""Characters before a place in which the end of a word is looked for."""
_LONGEST = 400
"""Tokens that a model writes, at the most."""


@dataclass(frozen=True)
class _Place:
    prompt: str
    real: str
    room: int
    """Characters that a continuation may have: the real one ends with the document."""


def make_ratings(
    workspace: Workspace,
    runs: Sequence[Run],
    *,
    pairs: int,
    seed: int = 1,
    tell: Callable[[Message, float], None] = lambda doing, done: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> RatingSet:
    """A new set of so many pairs on the runs' validation part; of fewer where the part has too few
    places for so many that are all different.

    Raises RunError where runs have no model or other texts, CorpusError where their corpus is
    gone, StoppedError where somebody stopped it.
    """
    _check_same_text(runs)
    tell(msg("loading the models"), 0.0)
    models = [load_run_model(run) for run in runs]
    draw = random.Random(seed)
    made: list[RatedPair] = []
    written: dict[tuple[int, str], str] = {}
    places = _places(runs[0], pairs, draw)
    if any(model.tokenizer.lowercase for model in models):  # else small letters give it away
        places = [replace(at, prompt=at.prompt.lower(), real=at.real.lower()) for at in places]
    meetings = _meetings([*(run.id for run in runs), REAL], len(places), pairs)
    for number, (first, second, at) in enumerate(meetings, 1):
        if should_stop():
            raise StoppedError(msg("Making the pairs was stopped. Nothing was kept."))
        for source in (first, second):
            if (at, source) not in written:
                written[at, source] = _continued(places[at], source, models, seed=seed + at)
        sides = [first, second]
        draw.shuffle(sides)
        left, right = sides
        texts = written[at, left], written[at, right]
        made.append(RatedPair(places[at].prompt, *texts, left, right))
        tell(msg("letting the models write"), number / len(meetings))
    return _kept(workspace, runs, made)


def _check_same_text(runs: Sequence[Run]) -> None:
    if not runs:
        raise RunError(msg("Choose at least one run whose writing is to be rated."))
    texts = {(run.config().corpus, run.config().split) for run in runs}
    if len(texts) > 1:
        raise RunError(
            msg(
                "These runs have other texts, or other parts of one. Choose runs with the same "
                "corpus and the same split, so that all continue the same places."
            )
        )


def _places(run: Run, count: int, draw: random.Random) -> list[_Place]:
    """Places of the validation part to go on from, in a random order."""
    config = run.config()
    corpus = open_corpus(run.workspace, config.corpus)
    texts = list(split_text(corpus, split_corpus(corpus, config.split).validation))
    share = _WIDE if corpus.card.language in ("zh", "ja") else 1.0
    least, prompt, shown = (round(share * size) for size in (_LEAST, _PROMPT, _SHOWN))
    found = []
    for text in texts:
        ends = range(prompt, len(text) - least, prompt + shown)
        found += [_place_near(text, end, prompt=prompt, shown=shown) for end in ends]
        if not found and len(text) >= 2 * least:
            found.append(_place_near(text, least, prompt=prompt, shown=shown))
    if not found:
        raise RunError(
            msg(
                "The validation part is too short to go on from anywhere. Train on a longer text, "
                "or on one with longer documents."
            )
        )
    draw.shuffle(found)
    return found[:count]


def _place_near(text: str, end: int, *, prompt: int, shown: int) -> _Place:
    """The place behind a word near `end`; what is shown of the text around it is whole words."""
    place = word_end(text, end, within=_NEAR)
    real = text[place : word_end(text, place + shown)]
    return _Place(last_words(text[:place], prompt), real, min(shown, len(text) - place))


def _meetings(sources: Sequence[str], places: int, count: int) -> list[tuple[str, str, int]]:
    """Who meets whom, at which place: every two about as often, and never twice at one place, since
    the same two texts again would tell nothing new."""
    duels = list(itertools.combinations(sources, 2))
    cycle = math.lcm(len(duels), places)
    return [
        (*duels[number % len(duels)], (number + number // cycle) % places)
        for number in range(min(count, len(duels) * places))
    ]


def _continued(place: _Place, source: str, models: Sequence[RunModel], *, seed: int) -> str:
    if source == REAL:
        return place.real
    model = next(one for one in models if one.run.id == source)
    settings = GenerationSettings(length=_LONGEST, seed=seed)
    text = ""
    for chunk in generate(model.model, model.tokenizer, place.prompt, settings):
        text += chunk.text
        if len(text) > place.room:
            break
    lower = any(one.tokenizer.lowercase for one in models)
    return (text.lower() if lower else text)[: word_end(text, place.room)]


def _kept(workspace: Workspace, runs: Sequence[Run], pairs: Sequence[RatedPair]) -> RatingSet:
    now = time.time()
    name = f"ratings-{content_hash(repr(now), *(run.id for run in runs))}"
    with new_folder(workspace.rating_folder(name)) as draft:
        values = {
            "runs": [run.id for run in runs],
            "names": _names(runs),
            "corpus": runs[0].config().corpus,
            "made": now,
            "pairs": [asdict(pair) for pair in pairs],
        }
        write_json(draft / "set.json", values)
        checksums.seal(draft)
    return open_ratings(workspace, name)


def _names(runs: Sequence[Run]) -> list[str]:
    names = [f"{run.config().name} · {run.config().model.title}" for run in runs]
    return [
        f"{name} ({number + 1})" if names.count(name) > 1 else name
        for number, name in enumerate(names)
    ]
