import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from slm_core.errors import RunError, SettingsError
from slm_core.settings_schema import from_dict
from slm_core.tokenizers.chunking import cut, cut_all
from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.tokenizers.tokenizer import EOS, SPECIAL_TOKENS, UNK, Tokenizer
from slm_core.tokenizers.train import train_tokenizer

ENGLISH = (
    "The nurse's well-known ward (no. 12) isn't full; 3,400 beds—\"free\"!\n\n  It cost $5.\r\n"
)
CHINESE = "您好，亲！订单号 20231 已发货。\n请问 iPhone 15 什么时候到？\n  谢谢\n\n"
ARABIC = "قال الطبيبُ إنّ المريضَ بخير. ٢٠٢٤\n"
MIXED = "naïve café, ПРИВЕТ мир! 日本語のテスト、ﾃｽﾄ 👩‍⚕️🇩🇪 e\u0301 हिन्दी में\tx_y__z ²³ ½\n"
WORLD = ENGLISH + CHINESE + ARABIC + MIXED
KINDS = ("char", "word", "segmented", "bpe")


def prepared(tokenizer: Tokenizer, text: str) -> str:
    """The text as the library underneath gets it."""
    return text if tokenizer.segmenter is None else tokenizer.segmenter.insert_boundaries(text)


def trained(kind: str, text: str = WORLD * 5, **settings) -> Tokenizer:
    values = {"kind": kind, "vocabulary_size": 600, **settings}
    return train_tokenizer([text], from_dict(TokenizerSettings, values))


TOKENIZERS = {kind: trained(kind) for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_known_text_comes_back_as_it_was(kind):
    tokenizer = TOKENIZERS[kind]
    ids = tokenizer.encode(WORLD)
    assert tokenizer.decode(ids) == WORLD
    assert UNK not in ids
    assert EOS not in ids
    assert ids.dtype == np.uint32
    assert len(tokenizer.encode("")) == 0
    assert tokenizer.unknown_in_prompt(WORLD) == []


@given(st.text())
@example("<|end|><|unknown|>")
@example("a\0b\x7f\u2028\ufeff\ufffd")
@example("👩‍👩‍👧‍👦 𝔘𝔫𝔦 e\u0301\u0323 ا\u064b 漢字 \r\n \n\n  x")
def test_byte_pairs_can_spell_any_text(text):
    tokenizer = TOKENIZERS["bpe"]
    ids = tokenizer.encode(text)
    assert tokenizer.decode(ids) == text
    assert not np.isin(ids, (UNK, EOS)).any()


@given(st.text(alphabet=sorted(set(WORLD))))
def test_characters_known_come_back_in_any_order(text):
    tokenizer = TOKENIZERS["char"]
    ids = tokenizer.encode(text)
    assert len(ids) == len(text)
    assert tokenizer.decode(ids) == text


@pytest.mark.parametrize("kind", ["char", "word", "segmented"])
@given(text=st.text(max_size=60))
def test_what_is_unknown_is_named_and_the_rest_comes_back(kind, text):
    tokenizer = TOKENIZERS[kind]
    ids = tokenizer.encode(text)
    unknown = tokenizer.unknown_words(text)
    assert len(unknown) == int((ids == UNK).sum())
    in_prompt = {word.strip() or word for word in unknown}  # a first word may get its blank
    assert set(tokenizer.unknown_in_prompt(text)) <= in_prompt
    if not unknown:
        assert tokenizer.decode(ids) == text
    known = [tokenizer.decode([index]) for index in ids if index != UNK]
    assert all(piece in text for piece in known)


@pytest.mark.parametrize("kind", KINDS)
@given(
    text=st.lists(
        st.sampled_from([*"ab1_,.!'’- \n\t\r é漢字かأ한\u0301²👩"]) | st.characters(codec="utf-8"),
        max_size=150,
    ).map("".join),
    longest=st.integers(1, 12),
)
def test_cutting_never_changes_the_tokens(kind, text, longest):
    pieces = cut(text, longest=longest)
    assert "".join(pieces) == text
    assert all(pieces)
    tokenizer = TOKENIZERS[kind]
    inner = tokenizer._inner
    whole = inner.encode(prepared(tokenizer, text), add_special_tokens=False).ids
    marked = [prepared(tokenizer, piece) for piece in pieces]
    apart = [inner.encode(piece, add_special_tokens=False).ids for piece in marked]
    assert [index for ids in apart for index in ids] == whole
    assert list(cut_all([text, text], longest=longest)) == pieces * 2


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", [ENGLISH, CHINESE, ARABIC, MIXED])
def test_long_text_is_cut_to_the_same_tokens(kind, language):
    text = language * (100_000 // len(language))
    tokenizer = TOKENIZERS[kind]
    pieces = cut(text)
    assert len(pieces) > 1
    whole = tokenizer._inner.encode(prepared(tokenizer, text), add_special_tokens=False).ids
    assert tokenizer.encode(text).tolist() == whole
    assert tokenizer.decode(whole) == text


def test_text_without_borders_is_one_piece():
    assert cut("x" * 100_000) == ["x" * 100_000]
    assert cut("") == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_saved_tokenizer_is_the_same(kind, tmp_path):
    tokenizer = TOKENIZERS[kind]
    tokenizer.save(tmp_path / "tokenizer.json")
    loaded = Tokenizer.load(tmp_path / "tokenizer.json")
    assert loaded.encode(WORLD).tolist() == tokenizer.encode(WORLD).tolist()
    assert loaded.vocabulary_size == tokenizer.vocabulary_size


@pytest.mark.parametrize("content", ["", "{}", "not json"])
def test_a_damaged_tokenizer_is_told_with_its_path(tmp_path, content):
    path = tmp_path / "tokenizer.json"
    with pytest.raises(RunError, match=r"tokenizer\.json cannot be read .* train it again"):
        Tokenizer.load(path)
    path.write_text(content)
    with pytest.raises(RunError, match=r"tokenizer\.json cannot be read .* train it again"):
        Tokenizer.load(path)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_text_gives_the_same_tokenizer(kind, tmp_path):
    trained(kind).save(tmp_path / "again.json")
    TOKENIZERS[kind].save(tmp_path / "first.json")
    assert (tmp_path / "again.json").read_bytes() == (tmp_path / "first.json").read_bytes()


@pytest.mark.parametrize("kind", KINDS)
def test_a_vocabulary_keeps_to_its_size_and_the_marks_stand_first(kind):
    tokenizer = train_tokenizer([WORLD * 5], TokenizerSettings(kind=kind, vocabulary_size=270))
    assert tokenizer.vocabulary_size <= 270
    assert [tokenizer._inner.id_to_token(index) for index in (UNK, EOS)] == list(SPECIAL_TOKENS)
    assert tokenizer.decode([EOS]) == ""
    assert tokenizer.decode([UNK]) == "⟨?⟩"
    assert tokenizer.shown(UNK) == "⟨unknown⟩"


def test_the_commonest_stay_in_a_small_vocabulary():
    text = "aaaa bbb cc d " * 20
    tokenizer = train_tokenizer([text], TokenizerSettings(kind="char", vocabulary_size=16))
    assert tokenizer.decode(tokenizer.encode("abcd")) == "abcd"
    many = "".join(chr(0x4E00 + k) * (k + 1) for k in range(40))
    tokenizer = train_tokenizer([many], TokenizerSettings(kind="char", vocabulary_size=16))
    assert tokenizer.unknown_in_prompt(many) == [chr(0x4E00 + k) for k in range(26)]


@pytest.mark.parametrize("kind", ["char", "word", "segmented"])
def test_what_is_too_rare_is_unknown(kind):
    settings = TokenizerSettings(kind=kind, minimum_frequency=2)
    tokenizer = train_tokenizer(["a a a b"], settings)
    assert tokenizer.unknown_in_prompt("a b") == ["b"]


def test_a_frequency_that_nothing_reaches_is_refused_with_the_value():
    settings = TokenizerSettings(kind="word", minimum_frequency=500)
    with pytest.raises(SettingsError, match=r"minimum_frequency is 500, and nothing .* Lower it"):
        train_tokenizer(["a b c"], settings)


@pytest.mark.parametrize("kind", KINDS)
def test_lowercase_writes_no_capitals(kind):
    tokenizer = trained(kind, lowercase=True)
    assert tokenizer.lowercase
    assert (
        tokenizer.encode("The Nurse ПРИВЕТ").tolist()
        == tokenizer.encode("the nurse привет").tolist()
    )
    assert tokenizer.decode(tokenizer.encode("The")) == "the"
    assert tokenizer.unknown_in_prompt("THE") == []


@pytest.mark.parametrize("kind", KINDS)
def test_lone_surrogates_crash_nobody(kind):
    ids = TOKENIZERS[kind].encode("The \ud800 nurse")
    assert "The" in TOKENIZERS[kind].decode(ids)
    TOKENIZERS[kind].unknown_words("\udfff")


@pytest.mark.parametrize(
    ("kind", "found", "unknown"),
    [
        ("char", set("the nurse护士和医生,"), ["Ω", "Ω"]),
        ("word", {"the", " nurse", ",", " 护", *"士和医生"}, ["Ωte", " Ωte"]),
        ("segmented", {"the", " nurse", ",", " ", "护士", "和", "医生"}, ["Ωte", " Ωte"]),
    ],
)
def test_words_are_named_once_and_unknown_ones_each_time(kind, found, unknown):
    text = "the nurse,the nurse 护士和医生"
    tokenizer = trained(kind, text * 20)
    assert tokenizer.words(text) == found
    assert tokenizer.unknown_words("Ωte nurse Ωte") == unknown


def test_a_stream_holds_back_what_is_no_whole_character():
    tokenizer = train_tokenizer(["plain text"], TokenizerSettings(kind="bpe", vocabulary_size=258))
    stream = tokenizer.stream()
    given = [stream.add(int(index)) for index in tokenizer.encode("a👩é")]
    assert given == ["a", "", "", "", "👩", "", "é"]
    assert stream.finish() == ""
    assert stream.add(int(tokenizer.encode("漢")[0])) == ""
    assert stream.finish() == "\ufffd"


def test_many_documents_are_counted_quickly():
    documents = ["ab" * 5] * 20_000
    tokenizer = train_tokenizer(documents, TokenizerSettings(kind="char"))
    assert tokenizer.vocabulary_size == 4
