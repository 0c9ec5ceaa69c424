"""Which tokens begin a word, under every kind of tokenizer."""

import numpy as np
import pytest

from slm_core.tokenizers.encoded.word_starts import next_word_start, word_starts
from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.tokenizers.train import train_tokenizer

TEXT = "The ward was quiet through the night, and nobody rang. The pump ran well. "


@pytest.mark.parametrize("kind", ["char", "bpe", "word"])
def test_text_from_a_word_start_on_begins_with_a_whole_word(kind: str) -> None:
    settings = TokenizerSettings(kind=kind, vocabulary_size=300, minimum_frequency=1)
    tokenizer = train_tokenizer([TEXT * 20], settings)
    ids = tokenizer.encode(TEXT)
    words = {word.strip(".,") for word in TEXT.split()}
    for place in np.flatnonzero(word_starts(ids, tokenizer)).tolist():
        rest = tokenizer.decode(ids[place:].tolist()).split()
        assert not rest or rest[0].strip(".,") in words | {""}
    moved = next_word_start(ids, np.arange(len(ids)), tokenizer, within=20)
    assert (moved >= np.arange(len(ids))).all()
    starts = [tokenizer.decode(ids[place:].tolist()).split() for place in moved.tolist()]
    assert all(not rest or rest[0].strip(".,") in words | {""} for rest in starts)


def test_chinese_words_begin_behind_a_mark() -> None:
    text = "患者今晨血压平稳，未诉胸痛。继续原方案治疗。"
    tokenizer = train_tokenizer([text * 20], TokenizerSettings(kind="char"))
    ids = tokenizer.encode(text)
    starts = np.flatnonzero(word_starts(ids, tokenizer)).tolist()
    assert [tokenizer.decode(ids[place:].tolist())[:2] for place in starts] == [
        "患者",
        "未诉",
        "继续",
    ]
