"""Personal data in a corpus: looked for here, or in a worker process where that takes long."""

from collections.abc import Sequence

from slm_core.corpus.pii.people import people_among
from slm_core.corpus.pii.review import Review, review
from slm_core.corpus.store import Corpus
from slm_core.corpus.text.passages import Passage
from slm_core.messages import msg
from slm_core.processes.pool import FailureTexts, WorkerPool

LARGE = 3_000_000
"""Characters from which looking takes so long that other pages would wait for it."""
_TIMEOUT = 180.0  # seconds
_FAILURES = FailureTexts(
    slow=msg(
        "Looking for personal data took longer than {seconds} seconds and was given up. Mask the "
        "text with the recipe's privacy step, which may take as long as it needs."
    ),
    ended=msg(
        "Looking for personal data ended twice without an answer: there may be too little "
        "memory. Close what else is running and try again."
    ),
    failed=msg(
        "Looking for personal data failed: {error}. Delete the corpus and add its files again."
    ),
)


def review_corpus(
    pool: WorkerPool, corpus: Corpus, *, names: tuple[str, ...] = (), large: int = LARGE
) -> Review:
    """As `review` says it of the corpus; from so many characters on, and of any Chinese, by the
    pool: names in Chinese need a dictionary that takes 32 MB of memory.

    Raises CorpusError where the corpus is damaged or there is no answer.
    """
    if corpus.card.counts.characters < large and corpus.card.language != "zh":
        return _review(corpus, names)
    return pool.run_one(_review, corpus, names, timeout=_TIMEOUT, texts=_FAILURES)


def review_texts(pool: WorkerPool, texts: Sequence[str], *, names: tuple[str, ...] = ()) -> Review:
    """As `review` says it of texts that are no corpus yet, by the pool; `names` are the values of
    columns headed as names of people.

    Raises CorpusError where there is no answer.
    """
    return pool.run_one(_review_texts, tuple(texts), names, timeout=_TIMEOUT, texts=_FAILURES)


def _review_texts(texts: tuple[str, ...], names: tuple[str, ...]) -> Review:
    people = people_among(names, texts) if names else ()
    passages = (Passage(text, place, 0, ends=True) for place, text in enumerate(texts))
    return review(passages, names=people)


def _review(corpus: Corpus, names: tuple[str, ...]) -> Review:
    return review(corpus.passages(), names=names)
