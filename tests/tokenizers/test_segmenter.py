"""Words cut beforehand: nothing is lost, and terms stay whole."""

import logging
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from slm_core.errors import RunError
from slm_core.tokenizers.pretokenize import CUT, ESCAPE
from slm_core.tokenizers.segmenter import Segmenter, installed, remove_boundaries
from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.tokenizers.tokenizer import UNK, Tokenizer
from slm_core.tokenizers.train import train_tokenizer
from slm_core.tokenizers.user_dictionary import parse_terms

TERMS = "胰高血糖素样肽\nα受体阻滞剂\n维生素C\nT细胞 50\n" + "Ⅱ型糖尿病\n東京特許許可局\nカステラ"
NOTES = "患者男，45岁，血糖升高。给予α受体阻滞剂 3.5mg，复查CT与T细胞；医生说：「多喝水」。\n"
CHINESE = Segmenter(japanese=False)
WITH_TERMS = Segmenter(japanese=False, terms=parse_terms(TERMS))
JAPANESE = Segmenter(japanese=True, terms=parse_terms(TERMS))
MIXED = st.lists(
    st.sampled_from(
        [
            *"患者的糖尿病胰岛素維生東京カステラひらがなー々〇T3.C-+#% \n\t,，。é\U00020000",
            CUT,
            ESCAPE,
            "01",
        ]
    )
    | st.characters(exclude_categories=["Cs"]),
    max_size=60,
).map("".join)


def words(segmenter: Segmenter, text: str) -> list[str]:
    return [word for word in segmenter.insert_boundaries(text).split(CUT) if word]


@pytest.mark.parametrize("segmenter", [CHINESE, WITH_TERMS, JAPANESE])
@settings(deadline=None)  # the first text waits for the dictionary
@given(text=MIXED)
@example(f"a{CUT}b{ESCAPE}0{ESCAPE}{CUT}病{CUT}1")
def test_marks_are_taken_away_again_without_a_trace(segmenter: Segmenter, text: str) -> None:
    assert remove_boundaries(segmenter.insert_boundaries(text)) == text


def test_chinese_is_cut_into_words_and_english_is_left_as_it_is() -> None:
    assert words(CHINESE, "糖尿病患者") == ["糖尿病", "患者"]
    assert words(CHINESE, "the nurse's e-mail") == ["the nurse's e-mail"]
    assert words(CHINESE, "他有diabetes病 了") == ["他", "有", "diabetes", "病", " ", "了"]


def test_terms_stay_whole_whatever_stands_in_them() -> None:
    text = "用胰高血糖素样肽和α受体阻滞剂治Ⅱ型糖尿病,加维生素C、CAR-T细胞"
    without, found = words(CHINESE, text), words(WITH_TERMS, text)
    for term in ("胰高血糖素样肽", "α受体阻滞剂", "Ⅱ型糖尿病", "维生素C", "T细胞"):
        assert term in found
        assert term not in without


def test_japanese_is_cut_where_its_script_changes() -> None:
    text = "東京特許許可局でカステラを食べた。"
    assert words(Segmenter(japanese=True), text) == [
        "東京特許許可局", "で", "カステラ", "を", "食", "べた", "。"
    ]  # fmt: skip
    assert Segmenter.fitting([text], ()).japanese
    assert not Segmenter.fitting([NOTES], ()).japanese


@pytest.mark.parametrize(
    "text",
    ["x" * 2_000_000 + "é", "x病" * 500_000, "病" * 1_000_000, "α" * 1_000_000, "カ" * 10**6],
)
def test_a_line_without_end_takes_no_long_time(text: str) -> None:
    started = time.monotonic()
    for segmenter in (WITH_TERMS, JAPANESE):
        assert remove_boundaries(segmenter.insert_boundaries(text)) == text
    assert time.monotonic() - started < 30.0


def trained(text: str = NOTES * 20, **settings) -> Tokenizer:
    chosen = {"kind": "segmented", "vocabulary_size": 400, **settings}
    return train_tokenizer([text], TokenizerSettings(**chosen))


def test_a_token_is_a_word_and_a_rare_word_is_spelled() -> None:
    tokenizer = trained(minimum_frequency=2)
    pieces = [piece for piece, _ in tokenizer.token_spans("患者血糖升高。")]
    assert pieces == ["患者", "血糖", "升高", "。"]
    ids = tokenizer.encode("男高血患")
    assert UNK not in ids
    assert tokenizer.decode(ids) == "男高血患"
    assert tokenizer.unknown_words("血糖鬱升高") == ["鬱"]


def test_what_no_text_should_have_comes_back_as_well() -> None:
    odd = f"血糖{CUT}升高{ESCAPE}1 {CUT}{ESCAPE}\n"
    tokenizer = trained(odd * 30)
    ids = tokenizer.encode(odd)
    assert UNK not in ids
    assert tokenizer.decode(ids) == odd
    stream = tokenizer.stream()
    assert [stream.add(int(index)) for index in ids].count("") == 0
    unseen = trained()
    assert unseen.unknown_words(f"血糖{CUT}") == [CUT]


def test_no_token_and_no_part_of_a_stream_shows_a_mark() -> None:
    tokenizer = trained(terms=TERMS)
    shown = "".join(tokenizer.shown(index) for index in range(tokenizer.vocabulary_size))
    assert not set(shown) & {CUT, ESCAPE}
    stream = tokenizer.stream()
    text = "".join(stream.add(int(index)) for index in tokenizer.encode(NOTES)) + stream.finish()
    assert text == NOTES


def test_the_terms_travel_with_the_tokenizer(tmp_path: Path) -> None:
    text = NOTES.replace("血糖升高", "胰高血糖素样肽") * 20
    plain, with_terms = trained(text), trained(text, terms=TERMS)
    with_terms.save(tmp_path / "tokenizer.json")
    loaded = Tokenizer.load(tmp_path / "tokenizer.json")
    assert loaded.segmenter is not None
    assert loaded.segmenter.terms == parse_terms(TERMS)
    assert loaded.segmenter.made_by == installed()
    assert [piece for piece, _ in loaded.token_spans("胰高血糖素样肽")] == ["胰高血糖素样肽"]
    assert len(list(plain.token_spans("胰高血糖素样肽"))) > 1
    assert loaded.encode(NOTES).tolist() == with_terms.encode(NOTES).tolist()


def test_terms_are_lower_cased_with_the_text() -> None:
    tokenizer = trained("维生素C好。" * 30, terms="维生素C", lowercase=True)
    assert [piece for piece, _ in tokenizer.token_spans("维生素C好")] == ["维生素c", "好"]


def test_a_seed_text_gets_its_blank_where_its_first_word_would_be_spelled() -> None:
    tokenizer = trained("给 nurse 用 nurse 药。" * 30, minimum_frequency=2)
    assert tokenizer.normalize_prompt("nurse 药") == " nurse 药"
    assert tokenizer.normalize_prompt("药 nurse") == "药 nurse"


def test_another_version_is_told_of_and_a_damaged_one_refused(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "tokenizer.json"
    trained().save(path)
    path.write_text(path.read_text().replace(installed(), "rjieba 9.9.9"))
    with caplog.at_level(logging.WARNING):
        assert Tokenizer.load(path).decode(Tokenizer.load(path).encode(NOTES)) == NOTES
    assert "cut by rjieba 9.9.9, and " + installed() in caplog.text
    path.write_text(path.read_text().replace('"japanese"', '"japan"'))
    with pytest.raises(RunError, match="cannot be read"):
        Tokenizer.load(path)
