"""Lists of terms as people paste them, and as somebody who means harm does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slm_core.errors import SettingsError
from slm_core.tokenizers.settings import TokenizerSettings, segmenter_of
from slm_core.tokenizers.user_dictionary import UserWord, parse_terms, terms_hash, written


def test_a_term_a_line_with_a_frequency_if_wanted() -> None:
    text = "\ufeff胰岛素抵抗\r\n\n  糖化血红蛋白\u3000120  \nT细胞\t3 nz\nα受体阻滞剂"
    assert parse_terms(text) == (
        UserWord("胰岛素抵抗"),
        UserWord("糖化血红蛋白", 120),
        UserWord("T细胞", 3),
        UserWord("α受体阻滞剂"),
    )
    assert parse_terms("") == parse_terms(" \n\n") == ()


def test_of_a_term_twice_the_last_line_counts() -> None:
    assert parse_terms("甲乙\n丙丁\n甲乙 7") == (UserWord("丙丁"), UserWord("甲乙", 7))


def test_the_hash_is_of_the_terms_and_not_of_how_they_were_typed() -> None:
    assert terms_hash(parse_terms("甲乙\n丙丁 5")) == terms_hash(
        parse_terms("甲乙 \r\n\n丙丁\t5 n\n")
    )
    assert terms_hash(parse_terms("甲乙")) != terms_hash(parse_terms("甲乙 5"))
    assert terms_hash(()) == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("甲乙\n心力 衰竭", r"Line 2 of tokenizer.terms, '心力 衰竭', has '衰竭' behind its term"),
        ("甲 0", r"'0' behind .* a frequency from 1 to 1,000,000,000"),
        ("甲 -3", r"'-3' behind"),
        ("甲 99999999999999999999", r"behind its term, where only a frequency"),
        ("甲 ²", r"'²' behind"),
        ("甲 5 n 乙", r"'5 n 乙' behind .* one term a line"),
        ("甲\0乙", r"has a control character, U\+0000. Take it out"),
        ("甲\x7f乙", r"a control character, U\+007F"),
        ("甲\u202e乙", r"an invisible sign, U\+202E"),
        ("甲\ufdd0乙", r"a code that is no character, U\+FDD0"),
        ("甲\uffff乙", r"a code that is no character, U\+FFFF"),
        ("甲\ud800乙", r"half of a character, U\+D800"),
        ("很" * 51, r"has a term of 51 characters; 50 are the most"),
        ("长" * 1_000_001, r"has 1,000,001 characters; 1,000,000 are the most"),
        ("\n".join(f"词{number}" for number in range(50_001)), r"50,001 terms; 50,000 are"),
    ],
)
def test_what_is_no_list_of_terms_is_refused_with_its_line(text: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told) as refused:
        TokenizerSettings(kind="segmented", terms=text)
    assert len(str(refused.value)) < 400


@given(st.text(max_size=40))
def test_any_text_is_terms_or_a_sentence(text: str) -> None:
    try:
        found = parse_terms(text)
    except SettingsError as error:
        assert str(error).endswith((".", "inside."))
        return
    assert parse_terms(written(found)) == found


def test_terms_that_nothing_would_use_are_refused() -> None:
    with pytest.raises(SettingsError, match=r"whole \(2\), and tokenizer.kind is char.*segmented"):
        TokenizerSettings(kind="char", terms="甲乙\n丙丁")
    TokenizerSettings(kind="char", terms="\n")


def test_a_record_names_library_version_and_terms() -> None:
    record = segmenter_of(TokenizerSettings(kind="segmented", terms="胰岛素抵抗"))
    assert record is not None
    assert (record.name, record.terms) == ("rjieba", terms_hash((UserWord("胰岛素抵抗"),)))
    assert record.made_by == f"rjieba {record.version}"
    assert segmenter_of(TokenizerSettings(kind="word")) is None
