"""A mask such as ⟨电话⟩ is one token of every tokenizer, and comes back as it was."""

import pytest

from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.tokenizers.tokenizer import UNK, Tokenizer
from slm_core.tokenizers.train import train_tokenizer

CHINESE = "患者⟨姓名⟩，电话⟨电话⟩，住⟨地址⟩。明天复查血压，如有不适请联系⟨姓名⟩医生。\n"
ENGLISH = "Dr ⟨name⟩ was born on ⟨date of birth⟩; see <url> or call ⟨phone⟩ today, please.\n"
KINDS = (
    TokenizerSettings(kind="char", vocabulary_size=500),
    TokenizerSettings(kind="word", vocabulary_size=500),
    TokenizerSettings(kind="segmented", vocabulary_size=500),
    TokenizerSettings(kind="bpe", vocabulary_size=320),
)


@pytest.mark.parametrize("settings", KINDS, ids=lambda settings: settings.kind)
@pytest.mark.parametrize("text", [CHINESE, ENGLISH], ids=["zh", "en"])
def test_a_mask_is_one_token_and_decodes_to_itself(settings, text) -> None:
    tokenizer = train_tokenizer([text * 50], settings)
    again = Tokenizer(tokenizer.definition)
    ids = again.encode(text * 60).tolist()
    assert again.decode(ids) == text * 60
    for mask in ("⟨姓名⟩", "⟨电话⟩") if text is CHINESE else ("⟨name⟩", "⟨date of birth⟩", "<url>"):
        [index] = again.encode(mask).tolist()
        assert index != UNK
        assert again.token_text(index).decode() == mask
        assert ids.count(index) == (text * 60).count(mask)
    spans = list(again.token_spans(text))
    assert "".join(piece for piece, _ in spans) == text
    assert again.unknown_words(text) == []
    assert again.vocabulary_size <= settings.vocabulary_size


@pytest.mark.parametrize("settings", KINDS, ids=lambda settings: settings.kind)
def test_other_texts_get_the_same_tokenizer_as_before(settings) -> None:
    text = "Ordinary words, 普通的文字 and ⟨x|y⟩, nothing masked in them. " * 40
    tokenizer = train_tokenizer([text], settings)
    assert '"added_tokens":[]' in tokenizer.definition.replace(" ", "")
    assert tokenizer.decode(tokenizer.encode(text).tolist()) == text


def test_a_smaller_vocabulary_keeps_its_masks() -> None:
    tokenizer = train_tokenizer([CHINESE * 50], TokenizerSettings(kind="bpe", vocabulary_size=400))
    smaller = tokenizer.smaller(300)
    assert smaller.vocabulary_size == 300
    assert len(smaller.encode("⟨姓名⟩")) == 1
    assert smaller.decode(smaller.encode(CHINESE).tolist()) == CHINESE
