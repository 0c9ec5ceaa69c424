"""Training a tokenizer on the training part: one function for each kind, one table."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
import orjson
import tokenizers
from tokenizers import Regex, decoders, models, normalizers, pre_tokenizers, trainers

from slm_core.errors import SettingsError
from slm_core.messages import msg
from slm_core.tokenizers.chunking import cut_all
from slm_core.tokenizers.masks import without_masks
from slm_core.tokenizers.pretokenize import CHARACTERS, CUT, ESCAPE, PIECES, SEGMENTS, WORDS
from slm_core.tokenizers.segmenter import Segmenter
from slm_core.tokenizers.settings import TokenizerSettings, kept_whole
from slm_core.tokenizers.tokenizer import SPECIAL_TOKENS, Tokenizer, code_points

Texts = Iterable[str]

_MOST_STRETCHES = 100_000
"""Different stretches of text held at once while words are counted."""


def train_tokenizer(texts: Texts, settings: TokenizerSettings) -> Tokenizer:
    """A tokenizer for these texts, the training part alone. Raises SettingsError."""
    if settings.lowercase:
        texts = (text.lower() for text in texts)
    masks: Counter[str] = Counter()
    texts = without_masks(texts, masks)
    segmenter = None
    if settings.kind == "segmented":
        looked_at, texts = itertools.tee(texts)
        segmenter = Segmenter.fitting(looked_at, kept_whole(settings))
        del looked_at  # it would hold on to all that the other has read
        texts = map(segmenter.insert_boundaries, cut_all(texts))
    inner = TRAINERS[settings.kind](texts, settings)
    if settings.lowercase:
        inner.normalizer = normalizers.Lowercase()
    if inner.get_vocab_size() <= len(SPECIAL_TOKENS):
        raise SettingsError(
            msg(
                "tokenizer.minimum_frequency is {minimum_frequency}, and nothing occurs "
                "that often in the training part. Lower it.",
                minimum_frequency=settings.minimum_frequency,
            )
        )
    layout = orjson.loads(inner.to_str())
    kept = [mask for mask, count in masks.most_common() if count >= settings.minimum_frequency]
    if kept:
        _add_masks(layout, kept, settings)
    if segmenter is not None:
        layout["segmenter"] = segmenter.to_json()
    return Tokenizer(orjson.dumps(layout).decode())


def _add_masks(layout: dict[str, Any], masks: list[str], settings: TokenizerSettings) -> None:
    """The masks as the first tokens after the two marks, for which the rarest make room."""
    model, special = layout["model"], len(SPECIAL_TOKENS)
    ranked = sorted(model["vocab"], key=model["vocab"].__getitem__)
    merges = len(model.get("merges", ()))
    fixed = len(ranked) - merges if merges or settings.kind == "bpe" else special
    masks = masks[: max(0, settings.vocabulary_size - fixed)]
    tokens = [*ranked[:special], *masks, *ranked[special:]][: settings.vocabulary_size]
    model["vocab"] = {token: index for index, token in enumerate(tokens)}
    if "merges" in model:
        model["merges"] = model["merges"][: len(tokens) - fixed - len(masks)]
    layout["added_tokens"] = [
        {
            "id": model["vocab"][mask],
            "content": mask,
            "single_word": False,
            "lstrip": False,
            "rstrip": False,
            "normalized": False,
            "special": False,
        }
        for mask in masks
    ]


def _characters(texts: Texts, settings: TokenizerSettings) -> tokenizers.Tokenizer:
    counts = np.zeros(0x110000, dtype=np.int64)
    for text in _joined(texts):
        counts += np.bincount(code_points(text), minlength=len(counts))
    order = np.argsort(-counts, kind="stable")[: settings.vocabulary_size - len(SPECIAL_TOKENS)]
    kept = [chr(code) for code in order if counts[code] >= settings.minimum_frequency]
    return _word_level(kept, CHARACTERS)


def _joined(texts: Texts, *, least: int = 1_000_000) -> Iterator[str]:
    """The texts put together to long ones: a count of all of Unicode takes a millisecond."""
    waiting: list[str] = []
    size = 0
    for text in texts:
        waiting.append(text)
        size += len(text)
        if size >= least:
            yield "".join(waiting)
            waiting, size = [], 0
    yield "".join(waiting)


def _words(texts: Texts, settings: TokenizerSettings) -> tokenizers.Tokenizer:
    found = _word_level([], WORDS)
    trainer = trainers.WordLevelTrainer(
        vocab_size=settings.vocabulary_size - len(SPECIAL_TOKENS),
        min_frequency=settings.minimum_frequency,
        show_progress=False,
        special_tokens=[],
    )
    found.train_from_iterator(cut_all(texts), trainer)
    ranked = sorted(found.get_vocab().items(), key=lambda pair: pair[1])
    return _word_level([word for word, _ in ranked], WORDS)


def _segmented(marked: Texts, settings: TokenizerSettings) -> tokenizers.Tokenizer:
    """Words of text that is cut beforehand, and the characters that rarer words are spelled with.

    Both are ranked by how often they occur, and what is rare is cut into the longest tokens there
    are, from its beginning on.
    """
    words = _counted(marked)
    counts = words.copy()
    for word, count in words.items():
        if len(word) > 1 and not word.startswith(ESCAPE):
            for letter in word:
                counts[letter] += count
    frequent = [word for word, count in counts.items() if count >= settings.minimum_frequency]
    frequent.sort(key=lambda word: (-counts[word], word))
    model = models.WordPiece(
        _vocabulary(frequent[: settings.vocabulary_size - len(SPECIAL_TOKENS)]),
        unk_token=SPECIAL_TOKENS[0],
        max_input_chars_per_word=100,
        continuing_subword_prefix="",
    )
    inner = tokenizers.Tokenizer(model)
    inner.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(CUT, "removed"),
            pre_tokenizers.Split(Regex(SEGMENTS), "isolated"),
        ]
    )
    inner.decoder = decoders.Fuse()
    return inner


def _counted(marked: Texts) -> Counter[str]:
    """How often each word occurs. What stands between two marks is cut once, not each time."""
    words: Counter[str] = Counter()
    stretches: Counter[str] = Counter()
    for text in marked:
        stretches.update(text.split(CUT))
        if len(stretches) > _MOST_STRETCHES:
            _count_words(stretches, words)
    _count_words(stretches, words)
    return words


def _count_words(stretches: Counter[str], words: Counter[str]) -> None:
    cutting = pre_tokenizers.Split(Regex(SEGMENTS), "isolated")
    for stretch, count in stretches.items():
        for word, _ in cutting.pre_tokenize_str(stretch):
            words[word] += count
    stretches.clear()


def _vocabulary(kept: list[str]) -> dict[str, int]:
    return {token: index for index, token in enumerate([*SPECIAL_TOKENS, *kept])}


def _word_level(kept: list[str], pattern: str) -> tokenizers.Tokenizer:
    inner = tokenizers.Tokenizer(models.WordLevel(_vocabulary(kept), unk_token=SPECIAL_TOKENS[0]))
    inner.pre_tokenizer = pre_tokenizers.Split(Regex(pattern), "isolated")
    inner.decoder = decoders.Fuse()
    return inner


def _byte_pairs(texts: Texts, settings: TokenizerSettings) -> tokenizers.Tokenizer:
    found = _byte_level(models.BPE())
    trainer = trainers.BpeTrainer(
        vocab_size=settings.vocabulary_size - len(SPECIAL_TOKENS),
        min_frequency=max(settings.minimum_frequency, 2),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
        special_tokens=[],
    )
    found.train_from_iterator(cut_all(texts), trainer)
    learned = orjson.loads(found.to_str())["model"]
    vocabulary = {token: index for index, token in enumerate(SPECIAL_TOKENS)}
    vocabulary |= {token: index + len(SPECIAL_TOKENS) for token, index in learned["vocab"].items()}
    merges = [tuple(pair) for pair in learned["merges"]]
    return _byte_level(models.BPE(vocab=vocabulary, merges=merges))


def _byte_level(model: models.BPE) -> tokenizers.Tokenizer:
    inner = tokenizers.Tokenizer(model)
    inner.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PIECES), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    inner.decoder = decoders.ByteLevel()
    return inner


TRAINERS: dict[str, Callable[[Texts, TokenizerSettings], tokenizers.Tokenizer]] = {
    "char": _characters,
    "word": _words,
    "segmented": _segmented,
    "bpe": _byte_pairs,
}
"""How each kind finds its vocabulary; a new one is one line here."""
