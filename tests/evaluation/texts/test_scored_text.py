"""Texts for scoring: no byte is lost, unknown words cost what spelling them costs."""

import numpy as np
import pytest

from slm_core.corpus.text.passages import Passage
from slm_core.errors import CorpusError
from slm_core.evaluation.texts.scored_text import read_for_scoring
from slm_core.tokenizers.encoded.unknown_cost import UnknownWordModel
from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.tokenizers.tokenizer import EOS, UNK
from slm_core.tokenizers.train import train_tokenizer

TRAIN = ["The pump was hot. The seal was cold.", "泵很热。密封很冷。泵很热。"] * 20
TEXTS = ["The pump was cold, and the gearbox 🙂 too.", "泵很冷。", "", "The seal."]


@pytest.mark.parametrize("kind", ["char", "word", "segmented", "bpe"])
def test_every_byte_belongs_to_a_token_of_its_document(kind: str) -> None:
    tokenizer = train_tokenizer(TRAIN, TokenizerSettings(kind=kind, vocabulary_size=300))
    model = UnknownWordModel({word for text in TRAIN for word in tokenizer.words(text)})
    passages = [Passage(text, number, 0, True) for number, text in enumerate(TEXTS)]
    found = read_for_scoring(passages, tokenizer, spelling=lambda: model)
    sizes = np.bincount(found.document, weights=found.bytes)
    assert sizes == pytest.approx([len(text.encode()) for text in TEXTS])
    assert found.characters == sum(map(len, TEXTS))
    assert found.ids[0] == EOS
    assert int((found.ids == EOS).sum()) == len(TEXTS) + 1
    unknown = [word for text in TEXTS for word in tokenizer.unknown_words(text)]
    assert found.spelling.sum() == pytest.approx(sum(map(model.cost, unknown)))
    assert ((found.spelling > 0) == (found.ids[1:] == UNK)).all()
    assert found.part.bytes == sum(len(text.encode()) for text in TEXTS)


def test_without_text_there_is_a_sentence() -> None:
    tokenizer = train_tokenizer(TRAIN, TokenizerSettings(kind="char"))
    with pytest.raises(CorpusError, match="no text to predict"):
        read_for_scoring([], tokenizer, spelling=lambda: UnknownWordModel([]))
