"""Chinese and Japanese characters, and which of the two a text is in."""

import re

import pytest

from slm_core.corpus.text.language import language_of
from slm_core.corpus.text.scripts import COMMON_HAN, HAN, HANGUL, HIRAGANA, KANA, is_japanese


@pytest.mark.parametrize(
    ("characters", "inside", "outside"),
    [
        (HAN, "泵㐀豈𠀀々〇", "あア한a。"),
        (COMMON_HAN, "泵㐀", "𠀀あ한a。"),
        (KANA, "あアーｱ", "泵한a・"),
        (HIRAGANA, "あん", "アー泵"),
        (HANGUL, "한힣", "泵あa"),
    ],
)
def test_characters_belong_to_their_script(characters: str, inside: str, outside: str) -> None:
    one = re.compile(f"[{characters}]")
    assert all(map(one.match, inside))
    assert not any(map(one.match, outside))


@pytest.mark.parametrize(
    ("text", "japanese"),
    [
        ("泵漏油，已更换密封件。", False),
        ("ポンプから油が漏れた。", True),
        ("优の良品：泵漏油，已更换密封件，运行正常。", False),
        ("漢字だけ", True),
    ],
)
def test_kana_make_a_text_japanese(text: str, japanese: bool) -> None:
    assert is_japanese(text) == japanese
    assert language_of([text]) == ("ja" if japanese else "zh")
