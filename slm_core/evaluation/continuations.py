"""What a model writes, held against what really followed: BLEU, chrF, variety and repetition."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF

from slm_core.evaluation.report import Continuation, ContinuationScores
from slm_core.evaluation.texts.scored_text import ScoredText
from slm_core.generation.generate import generate
from slm_core.generation.settings import GenerationSettings
from slm_core.runs.load_model import RunModel
from slm_core.tokenizers.encoded.word_starts import next_word_start
from slm_core.tokenizers.tokenizer import EOS, Ids, Tokenizer

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
    written = continue_places(source, text.ids, places=places, length=_LENGTH, seed=seed)
    if not written:
        return None
    said, real = [one.written for one in written], [one.real for one in written]
    chinese = _is_chinese("".join(real))
    words, real_words = [_words(one) for one in said], [_words(one) for one in real]
    return ContinuationScores(
        bleu=BLEU(tokenize="zh" if chinese else "13a").corpus_score(said, [real]).score,
        chrf=CHRF().corpus_score(said, [real]).score,
        distinct_1=distinct(words, 1),
        distinct_2=distinct(words, 2),
        distinct_2_real=distinct(real_words, 2),
        repetition=repetition(words),
        words=sum(map(len, words)) / len(words),
        repetition_real=repetition(real_words),
        words_real=sum(map(len, real_words)) / len(words),
        examples=tuple(written),
    )


def _is_chinese(text: str) -> bool:
    """Whether most of its letters are Han characters, so that words are no units of it."""
    return 2 * len(_HAN.findall(text)) > sum(map(str.isalpha, text))


def continue_places(
    source: RunModel, ids: Ids, *, places: int, length: int, seed: int
) -> list[Continuation]:
    """Let the model go on from up to `places` places spread over `ids`, which begin with an EOS,
    for `length` tokens at the most; fewer where a document ends before."""
    ends = np.flatnonzero(ids == EOS)
    return [
        _continued(source, ids, ends, span, seed=seed + number)
        for number, span in enumerate(_places(ids, ends, places, length, source.tokenizer))
    ]


def distinct(texts: Sequence[Sequence[str]], order: int) -> float:
    """Different n-grams by n-grams, over all texts together (Li et al. 2016); 0 for none."""
    grams = [gram for words in texts for gram in _grams(words, order)]
    return len(set(grams)) / len(grams) if grams else 0.0


def repetition(texts: Sequence[Sequence[str]], order: int = 4) -> float:
    """Share of n-grams that stood before in the same text (Welleck et al. 2020); 0 for none."""
    counts = [Counter(_grams(words, order)) for words in texts]
    total = sum(sum(count.values()) for count in counts)
    return sum(sum(count.values()) - len(count) for count in counts) / total if total else 0.0


def _places(
    ids: Ids, ends: NDArray[np.int64], places: int, length: int, tokenizer: Tokenizer
) -> list[tuple[int, int]]:
    """(first, last) token of what really follows, from the beginning of a word and within one
    document each; `ends` are the EOS."""
    last = np.append(ends, len(ids))
    count = min(places, (len(ids) - 1) // (_PROMPT + _LEAST_REAL))
    found = []
    even = np.linspace(_PROMPT, len(ids) - _LEAST_REAL, max(0, count)).astype(np.int64)
    for place in next_word_start(ids, even, tokenizer, within=_PROMPT):
        end = int(last[np.searchsorted(last, place)])
        begin = int(ends[np.searchsorted(ends, place, side="right") - 1]) + 1
        start = max(int(place), begin + 4)  # a prompt of a few tokens at least
        if end - start >= _LEAST_REAL:
            found.append((start, min(end, start + length)))
    return found


def _continued(
    source: RunModel, ids: Ids, ends: NDArray[np.int64], span: tuple[int, int], *, seed: int
) -> Continuation:
    start, end = span
    document = int(ends[np.searchsorted(ends, start) - 1]) + 1
    prompt = source.tokenizer.decode(ids[max(document, start - _PROMPT) : start].tolist())
    settings = GenerationSettings(length=end - start, seed=seed)
    chunks = generate(source.model, source.tokenizer, prompt, settings)
    return Continuation(
        prompt,
        "".join(chunk.text for chunk in chunks),
        source.tokenizer.decode(ids[start:end].tolist()),
    )


def _words(text: str) -> list[str]:
    return _WORDS.findall(text)


def _grams(words: Sequence[str], order: int) -> list[tuple[str, ...]]:
    return list(zip(*(words[place:] for place in range(order)), strict=False))
