"""A real sentence of a corpus beside one that a model wrote, and how much of its writing is words.

What a reader sees at a glance: scores cannot tell letters in a likely order from language. Free of
torch.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from slm_core.corpus.split import split_corpus
from slm_core.corpus.store import Corpus, open_corpus
from slm_core.corpus.text.page_lines import quotable
from slm_core.corpus.text.scripts import WIDE_LANGUAGES
from slm_core.corpus.text.word_boundary import shortened
from slm_core.errors import ArgotError
from slm_core.runs.planning.ngram_baseline import cached_ngram_baseline
from slm_core.runs.run import Run
from slm_core.tokenizers.encoded.encode_stream import part_passages
from slm_core.workspace import Workspace

_READ = 2_000_000
"""Characters of a corpus whose words count as real, from its beginning."""
_SHORTEST, _LONGEST = 25, 220
"""Characters of a sentence to show; in scripts without blanks a third of it."""
_PAGES = 30_000
"""Characters in which the header of a page comes again."""
_FEWEST = 20
"""Words, or pairs of characters, of which a share says something."""
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE = re.compile(
    r"(?:[^.!?。！？\n]|[.!?](?=[^\s\"'”’)]))+"
    r"(?:[.!?]+[\"'”’)]*(?=\s|$)|[。！？][”’）]*|$)",
    re.MULTILINE,
)
"""A mark inside a word or a number, as in 4.5, ends none."""


_END = re.compile(r"[.!?。！？][\"'”’)）]*$")


@dataclass(frozen=True)
class Specimen:
    """Of one run, for a reader to compare."""

    real: str = ""
    """A sentence of the validation part, "" where there is none."""
    written: str = ""
    """A sentence that the model wrote last, "" before it wrote one."""
    real_words: float | None = None
    """Share of the words it wrote that occur in the corpus; in scripts without blanks, of pairs of
    neighbouring characters. None where it wrote too little to tell."""
    by_pairs: bool = False
    """Whether pairs of characters were counted."""
    ngram_bits: float | None = None
    """Bits per byte that an n-gram model reaches on the same text; None where nobody counted."""


def specimen_of(run: Run, *, sentences: bool = True) -> Specimen:
    """What there is to compare; nothing of a run whose corpus was deleted, or cannot be read.

    Without `sentences` only what its level is judged by, in a tenth of the time.
    """
    config = run.config()
    with suppress(ArgotError):
        corpus = open_corpus(run.workspace, config.corpus)
        wide = corpus.card.language in WIDE_LANGUAGES
        prompt, text = _last_words(run)
        known = _units_of(run.workspace, corpus.id)
        return Specimen(
            real=_sentence_within(_validation_text(run, corpus), wide=wide) if sentences else "",
            written=_sentence_within(prompt + text, wide=wide) if sentences else "",
            real_words=known_share(text, known, wide=wide),
            by_pairs=wide,
            ngram_bits=cached_ngram_baseline(run.workspace, corpus, config.split),
        )
    return Specimen()


def first_sentence(text: str, *, wide: bool = False) -> str:
    """The first sentence of a length to be shown, or else the first line of such a length; the
    beginning of the text where there is neither."""
    shortest, longest = (part // 3 if wide else part for part in (_SHORTEST, _LONGEST))
    found = [" ".join(match[0].split()) for match in _SENTENCE.finditer(text)]
    plain = " ".join(text.split())
    cut = shortened(plain, longest)
    fitting = [sentence for sentence in found if shortest <= len(sentence) <= longest]
    ended = (sentence for sentence in fitting if _END.search(sentence))  # a page's header has none
    return next(ended, fitting[0] if fitting else cut)


def known_share(text: str, known: frozenset[str], *, wide: bool) -> float | None:
    """Share of the words of `text`, or of its pairs of characters, that are among `known`."""
    units = _units(text, wide=wide)
    if len(units) < _FEWEST:
        return None
    return sum(unit in known for unit in units) / len(units)


def _last_words(run: Run) -> tuple[str, str]:
    """The prompt of the newest sample, and what stands after it at the middle temperature."""
    samples = run.samples()
    if not samples or not samples[-1].texts:
        return "", ""
    texts = samples[-1].texts
    return samples[-1].prompt, texts[len(texts) // 2][1]


def _validation_text(run: Run, corpus: Corpus) -> str:
    """Text that it never learned from; lines with masks of personal data are passed over, and those
    that come again and again, such as the header of a page."""
    parts = part_passages(corpus.passages(), split_corpus(corpus, run.config().split))
    kept: list[str] = []
    characters = 0
    for text in (passage.text for name, passage in parts if name == "validation"):
        for line in text[:_PAGES].splitlines():
            if line.strip() and "⟨" not in line:
                kept.append(line)
                characters += len(line)
        if characters > _PAGES:
            break
    return quotable("\n".join(kept))


def _sentence_within(text: str, *, wide: bool) -> str:
    """A sentence of the text, but not its first, which may have begun before it."""
    looked_at = text[: 10 * _LONGEST]
    rest = looked_at.partition("。" if wide else ". ")[2]
    return first_sentence(rest if len(rest) > _SHORTEST else looked_at, wide=wide)


def _units(text: str, *, wide: bool) -> list[str]:
    words = _WORD.findall(text.casefold())
    if not wide:
        # The last may have been cut off by the length of the sample.
        return words[:-1] if text[-1:].isalpha() else words
    return [first + second for word in words for first, second in pairwise(word)]


@lru_cache(maxsize=8)
def _units_of(workspace: Workspace, corpus_id: str) -> frozenset[str]:
    """Words, or pairs of characters, of a corpus; none ever changes. Raises CorpusError."""
    corpus = open_corpus(workspace, corpus_id)
    wide = corpus.card.language in WIDE_LANGUAGES
    found: set[str] = set()
    seen = 0
    for passage in corpus.passages():
        text = passage.text[: _READ - seen]
        found.update(_units(text + "\n", wide=wide))
        seen += len(text)
        if seen >= _READ:
            break
    return frozenset(found)
