"""Pieces of texts that are cut between words."""

import pytest

from slm_core.corpus.text.word_boundary import last_words, shortened, word_end, word_start

ENGLISH = "The ward was quiet through the night and nobody rang."
CHINESE = "患者今晨血压平稳，未诉胸痛。继续原方案治疗，明日复查"


def test_pieces_begin_and_end_with_whole_words() -> None:
    words = ENGLISH.split()
    for place in range(len(ENGLISH) + 1):
        start, end = word_start(ENGLISH, place), word_end(ENGLISH, place)
        assert end <= place
        assert ENGLISH[:end].split() == words[: len(ENGLISH[:end].split())] or end == place < 3
        if start > place:
            assert ENGLISH[start - 1] == " "
    assert ENGLISH[word_start(ENGLISH, ENGLISH.index("gh the")) :].startswith("the night")
    assert shortened(ENGLISH, 25) == "The ward was quiet…"
    assert shortened("short", 25) == "short"
    assert last_words(ENGLISH, 15) == "nobody rang."


def test_chinese_is_cut_behind_a_mark_or_between_characters() -> None:
    assert CHINESE[word_start(CHINESE, 3) :].startswith("未诉")
    assert CHINESE[: word_end(CHINESE, 12)] == "患者今晨血压平稳，"
    assert word_start("没有标点的文字" * 20, 9) == 9
    assert shortened("没有标点的文字" * 20, 10) == "没有标点的文字没有…"


@pytest.mark.parametrize("text", ["", "x", " ", "x" * 200, "’s it"])
def test_any_text_can_be_cut_anywhere(text: str) -> None:
    for place in range(-1, len(text) + 2):
        assert 0 <= word_start(text, place) <= len(text)
        assert 0 <= word_end(text, max(0, place)) <= len(text)
    assert len(shortened(text, 7)) <= 7
