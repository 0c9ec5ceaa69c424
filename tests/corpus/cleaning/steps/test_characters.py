"""Characters, blanks, scripts and wrong encodings, in the languages we care for."""

import pytest

from slm_core.corpus.cleaning.step import TextStep
from slm_core.corpus.cleaning.steps.chinese_script import ChineseScript
from slm_core.corpus.cleaning.steps.mojibake import Mojibake
from slm_core.corpus.cleaning.steps.unicode import Unicode
from slm_core.corpus.cleaning.steps.whitespace import Whitespace


@pytest.mark.parametrize(
    ("step", "before", "after", "changes"),
    [
        (Unicode(), "Ma\u0308dchen", "Mädchen", 1),
        (Unicode(), "が と か\u3099", "が と が", 1),
        (Unicode(), "ＡＢ，", "ＡＢ，", 0),
        (Unicode("NFKC"), "Ａ１ ﬁ ①", "A1 fi 1", 3),
        (Unicode("NFKC"), "你好，Ａ（好）！", "你好，A（好）！", 1),
        (Unicode("NFKC"), "ﾊﾝｶｸ ｶﾞ", "ハンカク ガ", 2),
        (Unicode(half_width=True), "Ａ１＠，你好！　好", "A1@，你好！ 好", 4),
        (Unicode(half_width_punctuation=True), "你好，１。", "你好,1.", 3),
        (Unicode("none", ligatures=True), "oﬃce x² ﻣﺮﺣﺒﺎ", "office x² مرحبا", 2),
        (Whitespace(), " a \t b\u00a0c  \r\n\r\n\r\n\r\nd ", "a b c\n\nd", 9),
        (Whitespace(blank_lines=0), "a\n\n\nb", "a\nb", 1),
        (Whitespace(keep_indentation=True), "\n  if a:\n      b  c\t\n", "  if a:\n      b c", 2),
        (Whitespace(), "　　第一段。\n　　第二段。", "第一段。\n第二段。", 2),
        (Whitespace(), "می\u200cخواهم \u200bso\ufeff", "می\u200cخواهم so", 2),
        (ChineseScript(), "這個產品質量很好", "这个产品质量很好", 4),
        (ChineseScript("traditional"), "头发发展", "頭髮發展", 3),
        (ChineseScript("taiwan"), "软件里的内存", "軟體裡的記憶體", 1),
        (ChineseScript(), "日本語の發音と漢字です", "日本語の發音と漢字です", 0),
        (Mojibake(), "CafÃ© fÃ¼r â€œallesâ€\x9d", "Café für “alles”", 1),
        (Mojibake(), "æˆ‘ä»¬åœ¨åŒ—äº¬", "我们在北京", 1),
        (Mojibake(), "ÎÒÃÇÔÚ±±¾©¹¤×÷", "我们在北京工作", 1),
        (Mojibake(), "Äpfel ÄÖÜäöüß Größe, naïve café", "Äpfel ÄÖÜäöüß Größe, naïve café", 0),
        (Mojibake(), "我们很好。日本語です。المكتبات", "我们很好。日本語です。المكتبات", 0),
    ],
)
def test_a_text_becomes(step: TextStep, before: str, after: str, changes: int) -> None:
    assert step.apply(before) == (after, changes)


@pytest.mark.parametrize("step", [Unicode("NFKC", True, True, True), Whitespace()])
def test_long_runs_take_no_longer_than_their_length(step: TextStep) -> None:
    long = " " * 500_000 + "x" + "\u3000" * 500_000 + "\n" * 500_000 + "\u0301" * 200_000 + "x"
    text, changes = step.apply(long)  # quadratic, it would not end before the test's time does
    assert text != long
    assert changes > 0
