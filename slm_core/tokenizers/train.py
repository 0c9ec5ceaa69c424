"""Finding a vocabulary in the training part: one function for each kind, one table."""

from collections.abc import Callable, Iterable, Iterator

import numpy as np
import orjson
import tokenizers
from tokenizers import Regex, decoders, models, normalizers, pre_tokenizers, trainers

from slm_core.errors import SettingsError
from slm_core.tokenizers.chunks import cut_all
from slm_core.tokenizers.patterns import CHARACTERS, PIECES, WORDS
from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.tokenizers.tokenizer import MARKS, Tokenizer, code_points

Texts = Iterable[str]


def train_tokenizer(texts: Texts, settings: TokenizerSettings) -> Tokenizer:
    """A tokenizer for these texts, the training part alone. Raises SettingsError."""
    if settings.lowercase:
        texts = (text.lower() for text in texts)
    inner = TRAINERS[settings.kind](texts, settings)
    if settings.lowercase:
        inner.normalizer = normalizers.Lowercase()
    if inner.get_vocab_size() <= len(MARKS):
        raise SettingsError(
            f"tokenizer.minimum_frequency is {settings.minimum_frequency}, and nothing occurs that "
            "often in the training part. Lower it."
        )
    return Tokenizer(inner.to_str())


def _characters(texts: Texts, settings: TokenizerSettings) -> tokenizers.Tokenizer:
    counts = np.zeros(0x110000, dtype=np.int64)
    for text in _joined(texts):
        counts += np.bincount(code_points(text), minlength=len(counts))
    order = np.argsort(-counts, kind="stable")[: settings.vocabulary_size - len(MARKS)]
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
        vocab_size=settings.vocabulary_size - len(MARKS),
        min_frequency=settings.minimum_frequency,
        show_progress=False,
        special_tokens=[],
    )
    found.train_from_iterator(cut_all(texts), trainer)
    ranked = sorted(found.get_vocab().items(), key=lambda pair: pair[1])
    return _word_level([word for word, _ in ranked], WORDS)


def _word_level(kept: list[str], pattern: str) -> tokenizers.Tokenizer:
    vocabulary = {token: index for index, token in enumerate([*MARKS, *kept])}
    inner = tokenizers.Tokenizer(models.WordLevel(vocabulary, unk_token=MARKS[0]))
    inner.pre_tokenizer = pre_tokenizers.Split(Regex(pattern), "isolated")
    inner.decoder = decoders.Fuse()
    return inner


def _byte_pairs(texts: Texts, settings: TokenizerSettings) -> tokenizers.Tokenizer:
    found = _byte_level(models.BPE())
    trainer = trainers.BpeTrainer(
        vocab_size=settings.vocabulary_size - len(MARKS),
        min_frequency=max(settings.minimum_frequency, 2),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
        special_tokens=[],
    )
    found.train_from_iterator(cut_all(texts), trainer)
    learned = orjson.loads(found.to_str())["model"]
    vocabulary = {token: index for index, token in enumerate(MARKS)}
    vocabulary |= {token: index + len(MARKS) for token, index in learned["vocab"].items()}
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
    "bpe": _byte_pairs,
}
"""How each kind finds its vocabulary; a new one is one line here."""
