"""What can be counted at a glance."""

from slm_core.corpus.text.statistics import quick_stats


def test_words_are_counted_without_their_case():
    seen = quick_stats(["The pump. the PUMP, a seal"])
    assert (seen.words, seen.distinct_words) == (6, 4)
    assert seen.is_whole
    assert not seen.is_wide


def test_figures_are_no_words():
    seen = quick_stats(["Tel 07113 866701, seen 04/10/1943 by the 2nd nurse"])
    assert (seen.words, seen.distinct_words) == (5, 5)


def test_chinese_is_told_by_its_characters():
    seen = quick_stats(["您好，请问订单什么时候发货？OK"])
    assert seen.is_wide
    assert seen.distinct_characters == 16


def test_only_the_beginning_of_a_long_text_is_looked_at():
    seen = quick_stats(["a b c d", "e f g h", "i"], most=10)
    assert seen.characters == 10
    assert not seen.is_whole
    assert quick_stats(["abc", "de"], most=5).is_whole


def test_no_text_has_no_words():
    seen = quick_stats([])
    assert seen.unknown == 0
    assert seen.is_whole


def test_unknown_words_are_those_of_the_next_tenth():
    words = [*(["pump", "seal"] * 40), *(["pump", "valve"] * 5), *(["gate"] * 10)]
    assert quick_stats([" ".join(words)]).unknown == 0.5
