"""Masks, and find-and-replace that refuses what it cannot do."""

import time

import pytest

from slm_core.corpus.cleaning.step import TextStep
from slm_core.corpus.cleaning.steps.mask_numbers_urls import MaskNumbers, MaskUrls
from slm_core.corpus.cleaning.steps.regex_replace import Replace
from slm_core.errors import SettingsError


@pytest.mark.parametrize(
    ("step", "before", "after", "changes"),
    [
        (MaskNumbers(), "B12: 1,234.50 € on 2024-03-01, 10mg", "B12: 0 € on 0, 0mg", 3),
        (MaskNumbers(), "第３章 ١٢٣", "第0章 0", 2),
        (MaskNumbers(mask="<n>"), "7 or 0", "<n> or <n>", 2),
        (MaskNumbers(every="digit"), "089/12", "000/00", 4),
        (
            MaskUrls(),
            "See https://a.b/c?d=e, (www.x.de), joe@x.co.uk. 请看http://x.cn/a，谢谢",
            "See <url>, (<url>), <email>. 请看<url>，谢谢",
            4,
        ),
        (MaskUrls(url="", emails=False), "at www.x.de or a@b.de", "at  or a@b.de", 1),
        (Replace("colou?r", "hue"), "color colour", "hue hue", 2),
        (Replace(r"(\w+)@(\w+)", r"\2 at \1\n"), "a@b", "b at a\n", 1),
        (Replace(r"(?P<n>\d)", r"<\g<n>\0>"), "7", "<77>", 1),
        (Replace(r"^第.$", "章"), "第一\n第二章", "章\n第二章", 1),
        (Replace(r"\p{Han}+", "汉"), "ok 你好", "ok 汉", 1),
        (Replace("x*", "-"), "äxb", "-ä-b-", 3),
        (Replace("a.c", ".", plain=True), "abc a.c", "abc .", 1),
        (Replace("A.C", "\\1", plain=True, ignore_case=True), "abc a.c", "abc \\1", 1),
        (Replace("ÄPFEL", "x", ignore_case=True), "äpfel", "x", 1),
        (Replace("b", "b"), "abc", "abc", 0),
    ],
)
def test_a_text_becomes(step: TextStep, before: str, after: str, changes: int) -> None:
    assert step.apply(before) == (after, changes)


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("a(b", r"a \( is never closed"),
        ("ab)", r"a \) was never opened"),
        ("x(?=y)", r"look-ahead.*not supported at character 2, \(\?="),
        (r"(a)\1", r"back-references such as \\1 .*character 4"),
        ("[z-a]", "wrong way round at character 2, z-a"),
        ("ab**", r"repeated at character 3"),
        ("*a", "nothing to repeat"),
        ("x{2000}", "1,000 times"),
        (r"\p{Klingon}", "no such class"),
        ("a[", "never closed"),
    ],
)
def test_a_pattern_that_cannot_be_is_refused_with_reason_and_place(pattern: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        Replace(pattern)
    assert Replace(pattern, plain=True).apply(f"1 {pattern} 2") == ("1  2", 1)


def test_a_pattern_of_a_thousand_groups_is_refused_before_it_takes_forever() -> None:
    with pytest.raises(SettingsError, match=r"1,000 groups in brackets; at most 100 .*\(\?:"):
        Replace("(a?)" * 1000)
    with pytest.raises(SettingsError, match="101 groups"):
        Replace("(a?)" * 101)
    assert Replace("(?:a?)" * 1000 + "b", "x").apply("aab ab") == ("x x", 2)
    assert Replace("(a?)" * 1000, plain=True).apply("(a?)" * 1000) == ("", 1)
    began = time.process_time()
    text, changes = Replace("(a?)" * 100 + "b", r"<\1>").apply("ab " * 300)
    assert (text, changes) == ("<a> " * 300, 300)
    assert time.process_time() - began < 2.0


@pytest.mark.parametrize(
    ("replacement", "said"),
    [
        (r"\2", "has 1 groups"),
        (r"\g<x>", "no group called x"),
        (r"\q", "means nothing"),
        ("\\", "ends in"),
    ],
)
def test_a_replacement_that_cannot_be_is_refused(replacement: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        Replace("(a)", replacement)


def test_a_mask_that_would_be_masked_again_is_refused() -> None:
    with pytest.raises(SettingsError, match="N1"):
        MaskNumbers(mask="N1")


def test_no_text_makes_a_pattern_run_away() -> None:
    long = "a" * 300_000
    begin = time.process_time()
    for step in (Replace("(a+)+$", "b"), Replace("(a|aa)+b"), MaskUrls(), MaskNumbers()):
        step.apply(long + "!")
        step.apply(long + "@" + long)
        step.apply("1" * 300_000 + "x")
    assert time.process_time() - begin < 5
