"""Which tokens of two vocabularies belong together."""

import pytest

from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.tokenizers.tokenizer import EOS, UNK
from slm_core.tokenizers.train import train_tokenizer
from slm_core.tokenizers.vocabulary_map import map_vocabulary
from tests.tiny import text_of


def trained(text, **settings):
    return train_tokenizer([text], TokenizerSettings(**settings))


@pytest.mark.parametrize("kind", ["char", "word", "segmented", "bpe"])
def test_the_same_vocabulary_is_its_own_kin(kind):
    tokenizer = trained(text_of(3000), kind=kind, vocabulary_size=300)
    found = map_vocabulary(tokenizer, tokenizer)
    assert found == [(index,) for index in range(tokenizer.vocabulary_size)]


def test_tokens_that_write_the_same_are_kin_and_new_ones_are_spelled():
    earlier = trained("the pump was hot", kind="char")
    new = trained("the pump the pump the plump", kind="word")
    found = map_vocabulary(new, earlier)
    assert found[UNK] == (UNK,)
    assert found[EOS] == (EOS,)
    index = new.encode("the pump")[1]
    assert new.token_text(index) == b" pump"
    assert found[index] == tuple(earlier.encode(" pump"))
    plump = new.encode("the plump")[1]
    assert found[plump] == (), "no l in the earlier text, so nothing spells it"


def test_characters_are_kin_of_single_bytes_but_not_of_parts_of_a_character():
    characters, pieces = trained("pümp", kind="char"), trained("pump pump", kind="bpe")
    found = map_vocabulary(pieces, characters)
    assert found[pieces.encode("p")[0]] == (characters.encode("p")[0],)
    assert [found[index] for index in pieces.encode("ü")] == [(), ()]
    assert map_vocabulary(characters, pieces)[characters.encode("ü")[0]] == tuple(
        pieces.encode("ü")
    )
