"""What a model writes, held against what really followed: BLEU, chrF, variety and repetition."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF

from slm_core.evaluation.report import Continuation, ContinuationScores
from slm_core.evaluation.scored_text import ScoredText
from slm_core.generation.generate import generate
from slm_core.generation.settings import GenerationSettings
from slm_core.runs.load_model import RunModel
from slm_core.tokenizers.tokenizer import EOS

_PROMPT = 32
"""Tokens of the text that the model is given, at the most."""
_LENGTH = 64
"""Tokens it writes, and of the text it is held against, at the most."""
_LEAST_REAL = 8
"""Tokens that must really follow, for a place to be tried."""
_PLACES = 32
_HAN = re.compile("[\u3400-\u9fff]")
_WORDS = re.compile(r"[\u3400-\u9fff\u3040-\u30ff]|\w+|[^\w\s]")


def score_continuations(
    source: RunModel, text: ScoredText, *, seed: int = 1, places: int = _PLACES
) -> ContinuationScores | None:
    """Let the model write on at places spread over the text; None where it has no such place.

    With the settings that the page for writing begins with; the same seed writes the same.
    """
    written = [
        _continued(source, text, start, end, seed=seed + number)
        for number, (start, end) in enumerate(_places(text, places))
    ]
    if not written:
        return None
    said, real = [one.written for one in written], [one.real for one in written]
    chinese = bool(_HAN.search("".join(real)))
    words, real_words = [_words(one) for one in said], [_words(one) for one in real]
    return ContinuationScores(
        bleu=BLEU(tokenize="zh" if chinese else "13a").corpus_score(said, [real]).score,
        chrf=CHRF().corpus_score(said, [real]).score,
        distinct_1=distinct(words, 1),
        distinct_2=distinct(words, 2),
        distinct_2_real=distinct(real_words, 2),
        repetition=repetition(words),
        words=sum(map(len, words)) / len(words),
        examples=tuple(written),
    )


def distinct(texts: Sequence[Sequence[str]], order: int) -> float:
    """Different n-grams by n-grams, over all texts together (Li et al. 2016); 0 for none."""
    grams = [gram for words in texts for gram in _grams(words, order)]
    return len(set(grams)) / len(grams) if grams else 0.0


def repetition(texts: Sequence[Sequence[str]], order: int = 4) -> float:
    """Share of n-grams that stood before in the same text (Welleck et al. 2020); 0 for none."""
    counts = [Counter(_grams(words, order)) for words in texts]
    total = sum(sum(count.values()) for count in counts)
    return sum(sum(count.values()) - len(count) for count in counts) / total if total else 0.0


def _places(text: ScoredText, places: int) -> list[tuple[int, int]]:
    """(first, last) token of what really follows, within one document each."""
    ends = np.flatnonzero(text.ids == EOS)
    last = np.append(ends, len(text.ids))
    count = min(places, len(text.document) // (_PROMPT + _LEAST_REAL))
    found = []
    for place in np.linspace(_PROMPT, len(text.ids) - _LEAST_REAL, max(0, count)).astype(int):
        end = int(last[np.searchsorted(last, place)])
        begin = int(ends[np.searchsorted(ends, place, side="right") - 1]) + 1
        start = max(int(place), begin + 4)  # a prompt of a few tokens at least
        if end - start >= _LEAST_REAL:
            found.append((start, min(end, start + _LENGTH)))
    return found


def _continued(
    source: RunModel, text: ScoredText, start: int, end: int, *, seed: int
) -> Continuation:
    document = np.flatnonzero(text.ids[:start] == EOS)[-1] + 1
    prompt = source.tokenizer.decode(text.ids[max(document, start - _PROMPT) : start].tolist())
    settings = GenerationSettings(length=end - start, seed=seed)
    chunks = generate(source.model, source.tokenizer, prompt, settings)
    return Continuation(
        prompt,
        "".join(chunk.text for chunk in chunks),
        source.tokenizer.decode(text.ids[start:end].tolist()),
    )


def _words(text: str) -> list[str]:
    return _WORDS.findall(text)


def _grams(words: Sequence[str], order: int) -> list[tuple[str, ...]]:
    return list(zip(*(words[place:] for place in range(order)), strict=False))
