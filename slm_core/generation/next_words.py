"""Completions for a text box: the likeliest next words, and how the sentence may end.

A word is found by beam search over its tokens, so it does not matter how a tokenizer cuts it.
"""

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from torch import Tensor

from slm_core.corpus.text.scripts import HAN, KANA
from slm_core.generation.decoder import Decoder, Reader, prefill
from slm_core.generation.output import WordCompletion
from slm_core.generation.processors.token_index import TokenIndex
from slm_core.generation.processors.utf8 import Utf8Constraint
from slm_core.generation.sentences import sentence_end
from slm_core.models.base import LanguageModel
from slm_core.tokenizers.tokenizer import EOS, UNK, Tokenizer

_PATHS, _MOST_STEPS = 24, 24
"""Words followed at once, and the tokens of the longest."""
_LONGEST_END = 80
"""Tokens up to the end of a sentence."""
_WIDE = re.compile(f"[{HAN}{KANA}]")
_LAST_WORD = re.compile(rf"\s?(?:(?![{HAN}{KANA}])[\w'’-]){{0,40}}\Z")
"""The end of a text that may be a part of a word, with the blank before it."""


@dataclass(frozen=True)
class TextCompletions:
    """What may come after a text."""

    words: tuple[WordCompletion, ...]
    """Likeliest first."""
    sentence: str
    """The likeliest way on to the end of the sentence; "" where it is too far."""


@dataclass(frozen=True)
class _Path:
    """A word on the way."""

    data: bytes
    share: float
    """Its probability."""
    row: int
    """Of the path it goes on from."""
    id: int
    """Its last token."""


def complete_text(
    model: LanguageModel,
    tokenizer: Tokenizer,
    text: str,
    *,
    count: int = 5,
    should_stop: Callable[[], bool] | None = None,
    reader: Reader | None = None,
) -> TextCompletions | None:
    """What may come after `text`; None if asked to stop. The model must be in eval mode."""
    read = partial(prefill, model, tokenizer, should_stop=should_stop, reader=reader)
    # The word that was begun is read anew, since its first letters alone are other tokens.
    begun = _LAST_WORD.search(text)
    assert begun is not None, "it matches nothing, too"
    before, after = read(text[: begun.start()]), read(text)
    if before is None or after is None:
        return None
    words = _words(tokenizer, before, count + 1, begun=begun[0].encode("utf-8", errors="replace"))
    if words and not words[0].text:  # the word is whole
        words = _words(tokenizer, after, count)
    return TextCompletions(
        tuple(word for word in words if word.text)[:count], _to_the_end(tokenizer, after)
    )


@torch.inference_mode()
def _words(
    tokenizer: Tokenizer, reading: Decoder, count: int, *, begun: bytes = b""
) -> list[WordCompletion]:
    """The likeliest ways to spell a word to its end, of those that start with what was `begun`."""
    device = reading.logits.device
    reading = reading.fork(torch.zeros(1, dtype=torch.long, device=device))
    whole = Utf8Constraint(tokenizer, streams=1, device=device)
    tokens, ending = _tables(tokenizer)
    paths = [_Path(b"", 1.0, 0, EOS)]
    found: dict[str, float] = {}
    for _ in range(_MOST_STEPS):
        logits = whole.process(reading.logits).double()
        logits[:, UNK] = -torch.inf
        for row, path in enumerate(paths):
            if len(path.data) < len(begun):
                barred = ~_going_on(tokens, begun[len(path.data) :])
                logits[row, torch.from_numpy(barred).to(device)] = -torch.inf
        before = torch.tensor([[path.share] for path in paths], device=device)
        shares = before * torch.softmax(logits, -1).nan_to_num(nan=0.0)  # (paths, vocabulary)
        for row, path in enumerate(paths):
            if len(path.data) >= len(begun) and _is_word(path.data):
                # It is whole if another word, a blank or a mark comes next.
                _add(found, _text(path.data), float(shares[row, ending].sum()))
                shares[row, ending] = 0.0
            shares[row, EOS] = 0.0
        paths = _gone_on(tokens, paths, shares, found, begun)
        if not paths or _is_settled(found, paths, count):
            break
        rows, ids = [path.row for path in paths], [path.id for path in paths]
        whole.select(rows)
        whole.read(ids)
        reading = reading.fork(torch.tensor(rows, device=device))
        reading.read(torch.tensor(ids, device=device))
    start = len(_text(begun))
    return [WordCompletion(word[start:], share) for word, share in _ranked(found)[:count]]


def _going_on(tokens: TokenIndex, rest: bytes) -> np.ndarray:
    """Which tokens are a beginning of `rest`, or begin with it."""
    allowed = np.zeros(len(tokens.tokens), dtype=bool)
    allowed[tokens.beginning_with(rest)[0]] = True
    for length in range(1, len(rest)):
        allowed[tokens.exactly(rest[:length])] = True
    return allowed


def _gone_on(
    tokens: TokenIndex,
    paths: list[_Path],
    shares: Tensor,
    found: dict[str, float],
    begun: bytes,
) -> list[_Path]:
    """The likeliest paths by one token more; words that end inside that token are `found`."""
    best = shares.flatten().topk(min(_PATHS, shares.numel()))
    longer: list[_Path] = []
    for place, share in zip(best.indices.tolist(), best.values.tolist(), strict=True):
        row, index = divmod(place, shares.shape[1])
        data = paths[row].data + tokens.tokens[index]
        word = _first_word(_text(data)) if len(data) >= len(begun) else None
        if word is not None:
            _add(found, word, share)
        elif share > 0.0:
            longer.append(_Path(data, share, row, index))
    return longer


def _add(found: dict[str, float], word: str, share: float) -> None:
    found[word] = found.get(word, 0.0) + share


def _ranked(found: dict[str, float]) -> list[tuple[str, float]]:
    return sorted(found.items(), key=lambda pair: -pair[1])


def _is_settled(found: dict[str, float], paths: list[_Path], count: int) -> bool:
    """Whether no path on the way can become likelier than the words that are found."""
    if len(found) < count:
        return False
    least = _ranked(found)[count - 1][1]
    return max(path.share for path in paths) <= least


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="ignore")


def _is_word(data: bytes) -> bool:
    """Whether it is a word already, and no character of it unfinished."""
    text = _text(data)
    return bool(text.strip()) and len(text.encode()) == len(data)


def _first_word(text: str) -> str | None:
    """The word that the text begins with, if something behind it shows that it is whole.

    A Chinese or Japanese character is one by itself, and so is a mark.
    """
    rest = text.lstrip()
    blank = text[: len(text) - len(rest)]
    if not rest:
        return None
    if _ends_word(rest[0]):
        return blank + rest[0]
    place = next((place for place, sign in enumerate(rest) if _ends_word(sign)), None)
    return None if place is None else blank + rest[:place]


def _ends_word(sign: str) -> bool:
    return _WIDE.match(sign) is not None or not (sign.isalnum() or sign in "_'’-")


@functools.lru_cache(maxsize=8)
def _tables(tokenizer: Tokenizer) -> tuple[TokenIndex, Tensor]:
    """The tokens by their beginnings, and which of them end the word before them; END does."""
    tokens = TokenIndex(tokenizer)
    ending = [
        index == EOS or _ends_word((_text(data) or "a")[0])
        for index, data in enumerate(tokens.tokens)
    ]
    return tokens, torch.tensor(ending)


@torch.inference_mode()
def _to_the_end(tokenizer: Tokenizer, reading: Decoder) -> str:
    """The likeliest token each time, up to the end of the sentence."""
    whole = Utf8Constraint(tokenizer, streams=1, device=reading.logits.device)
    stream, written = tokenizer.stream(), ""
    for _ in range(_LONGEST_END):
        logits = whole.process(reading.logits).clone()
        logits[:, UNK] = -torch.inf
        index = int(logits.argmax(-1))
        if index == EOS:
            return written
        written += stream.add(index)
        if (end := sentence_end(written, 1)) is not None:
            return written[:end]
        whole.read([index])
        reading.read(torch.tensor([index], device=reading.logits.device))
    return ""
