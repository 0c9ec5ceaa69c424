"""Words that mark a text, and what it is about."""

import random
from base64 import b64encode

import numpy as np
import pytest

from slm_core.corpus.text.passages import DocumentSpan
from slm_core.profiling.reference_frequencies import reference_frequencies
from slm_core.profiling.terms.keyness import keywords_against, keywords_against_reference
from slm_core.profiling.terms.topics import excerpt, find_topics, topic_spread, word_spans
from slm_core.profiling.terms.words import WordTable, ids_of, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The pump's 3 valves — don't STOP!", ["the", "pump", "valves", "don't", "stop"]),
        ("Häuser, naïve café", ["häuser", "naïve", "café"]),
        ("我们在北京工作，OK吗", ["我们", "在", "北京", "工作", "ok", "吗"]),
        ("a scan " + b64encode(bytes(range(256))).decode() + " ends", ["a", "scan", "ends"]),
        ("see " + "ä" * 41 + " there", ["see", "there"]),
        ("Donaudampfschifffahrtsgesellschaft", ["donaudampfschifffahrtsgesellschaft"]),
        ("", []),
    ],
)
def test_words_are_cut(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_numbers_of_words_come_in_their_order() -> None:
    table = WordTable()
    assert [ids.tolist() for ids in ids_of(["a b a", "c b"], table)] == [[0, 1, 0], [2, 1]]
    assert table.words() == ["a", "b", "c"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_tables_of_general_language_hold_what_is_common(language: str) -> None:
    table = reference_frequencies(language)
    assert table is not None
    common = {"en": ("the", "of", "was"), "zh": ("的", "了", "我们")}[language]
    assert all(table.frequencies[word] > 500 for word in common)
    assert len(table.frequencies) > 5_000
    assert sum(table.frequencies.values()) < 1_100_000
    assert reference_frequencies("xx") is None


def test_what_a_trade_says_oftener_marks_it() -> None:
    table = reference_frequencies("en")
    assert table is not None
    usual = {word: round(often / 20) for word, often in table.frequencies.items()}
    rare = {f"rare{number}": 1 for number in range(50_000 - sum(usual.values()))}
    counts = usual | rare | {"pump": 90, "valve": 60, "gubbins": 20}
    found = keywords_against_reference(counts, table, without=frozenset())
    assert [one.word for one in found][:3] == ["pump", "valve", "gubbins"]
    assert not {"the", "of", "and"} & {one.word for one in found}
    assert all(one.per_million > one.elsewhere for one in found)


def test_marking_goes_both_ways_and_is_about_differences() -> None:
    ours = {"the": 1000, "loan": 50, "rare": 1}
    theirs = {"the": 1000, "pump": 50}
    assert [one.word for one in keywords_against(ours, theirs, without=())] == ["loan"]
    assert [one.word for one in keywords_against(theirs, ours, without=())] == ["pump"]
    assert keywords_against(ours, ours, without=()) == ()
    assert keywords_against(ours, theirs, without=("loan",)) == ()
    assert keywords_against({}, {}, without=()) == ()


def planted() -> tuple[list[np.ndarray], list[str], list[int]]:
    """Passages about three things, two thirds of them about the first."""
    draw = random.Random(0)
    vocabularies = [[f"{name}{number}" for number in range(30)] for name in ("oil", "law", "sea")]
    table, passages, about = WordTable(), [], []
    for number in range(180):
        thing = 0 if number % 3 < 2 else 1 + number % 2
        words = draw.choices(vocabularies[thing], k=25) + draw.choices(["the", "and"], k=10)
        passages.append(table.ids(words))
        about.append(thing)
    return passages, table.words(), about


def test_topics_that_were_planted_are_found_the_same_every_time() -> None:
    passages, words, about = planted()
    found, typical = find_topics(passages, words, without={"the", "and"})
    again, _ = find_topics(passages, words, without={"the", "and"})
    assert found == again
    by_thing: dict[str, float] = {}
    for topic, place in zip(found.topics, typical, strict=True):
        names = {term[:3] for term in topic.terms}
        assert len(names) == 1, topic
        assert ["oil", "law", "sea"][about[place]] in names
        by_thing[names.pop()] = by_thing.get(topic.terms[0][:3], 0) + topic.share
    assert by_thing["oil"] == pytest.approx(2 / 3, abs=0.1)
    assert sum(by_thing.values()) == pytest.approx(1, abs=0.01)


def test_too_little_text_has_no_topics() -> None:
    passages, words, _ = planted()
    assert find_topics(passages[:4], words, without=())[0].topics == ()
    assert find_topics([], [], without=())[0].topics == ()


def test_evenness_is_one_where_all_have_the_same_share() -> None:
    assert topic_spread(np.array([0.25] * 4)) == 1.0
    assert topic_spread(np.array([1.0, 0.0])) == 0.0
    assert 0 < topic_spread(np.array([0.9, 0.1])) < 1


def test_long_documents_are_cut_into_passages() -> None:
    words = np.arange(700, dtype=np.int32)
    assert word_spans([words[:10], words]) == [
        DocumentSpan(0, 0, 10),
        DocumentSpan(1, 0, 300),
        DocumentSpan(1, 300, 600),
        DocumentSpan(1, 600, 700),
    ]


def test_an_excerpt_begins_at_a_word() -> None:
    text = "word " * 300
    assert excerpt(text, 0.501).startswith("word word")
    assert len(excerpt(text, 0.0)) == 160
    assert excerpt("short", 0.0) == "short"
