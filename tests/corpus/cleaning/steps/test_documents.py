"""Steps that look at documents together, or at how a page broke them into lines."""

import time

import pytest

from slm_core.corpus.cleaning.recipe import run_step
from slm_core.corpus.cleaning.step import CleaningStep, StepStats
from slm_core.corpus.cleaning.steps.boilerplate import Boilerplate
from slm_core.corpus.cleaning.steps.duplicates import ExactDuplicates, NearDuplicates
from slm_core.corpus.cleaning.steps.filters import LanguageFilter, LengthFilter
from slm_core.corpus.cleaning.steps.join_lines import JoinLines
from slm_core.corpus.cleaning.steps.sentences import Sentences, sentences_of
from slm_core.corpus.text.near_duplicates.hash_index import HashIndex
from slm_core.errors import SettingsError
from slm_core.settings_schema import from_dict


def after(step: CleaningStep, *texts: str) -> list[str]:
    return list(run_step(step, texts, StepStats(step.section)))


@pytest.mark.parametrize(
    ("before", "joined"),
    [
        (
            "The patient was exam-\nined by a well-\nknown doctor.\nA well-known place it is.",
            "The patient was examined by a well-known doctor.\nA well-known place it is.",
        ),
        (
            "Kosten für Haupt-\nund Nebenzeit sind\nzu bezahlen und in\nvoller Höhe.",
            "Kosten für Haupt- und Nebenzeit sind zu bezahlen und in voller Höhe.",
        ),
        (
            "　　这是一个很长的段落它在这里\n换行了然后继续写下去直到最后\n结束。\n　　第二个段落从"
            "这里开始写直到\n行末为止。",
            "　　这是一个很长的段落它在这里换行了然后继续写下去直到最后结束。\n　　第二个段落从这里"
            "开始写直到行末为止。",
        ),
        (
            "هذه جملة طويلة جدا في\nكتاب قديم من المكتبة",
            "هذه جملة طويلة جدا في كتاب قديم من المكتبة",
        ),
        (
            "Heading\n\nA line that goes on\nto the next one.",
            "Heading\n\nA line that goes on to the next one.",
        ),
        ("these are the things:\n- the first of them\n- the second of all", None),
    ],
)
def test_lines_of_a_paragraph_are_joined(before: str, joined: str | None) -> None:
    assert JoinLines().apply(before)[0] == (joined or before)


def test_lines_that_are_paragraphs_stay() -> None:
    text = "\n".join("word " * count + "end." for count in (50, 3, 70, 41, 90, 12))
    assert JoinLines().apply(text) == (text, 0)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Dr. Smith paid $3.50 in 1999. He left! Did he?", 3),
        ("“Really?” she asked. Mr. J. K. Rowling wrote etc. The end.", 3),
        ("Am 3. Mai kam Hr. Müller z. B. aus Bonn. Er blieb.", 2),
        ("他说：“你好。”然后走了。真的吗？是！", 4),
        ("彼は「はい。」と言った。そして帰った。", 2),
        ("هل قرأت الكتاب؟ نعم. قرأته!", 3),
        ("यह किताब है। वह घर है।", 2),
        ("A title\nThe text. More", 3),
        (" \n ", 0),
    ],
)
def test_sentences_end_where_people_end_them(text: str, sentences: int) -> None:
    found = list(sentences_of(text))
    assert len(found) == sentences, found
    assert "".join("".join(found).split()) == "".join(text.split())


def test_sentences_become_documents_or_lines() -> None:
    assert after(Sentences(), "One. Two.", "Three") == ["One.", "Two.", "Three"]
    assert after(Sentences("lines"), "One. Two.", "Three") == ["One.\nTwo.", "Three"]


@pytest.mark.parametrize(
    "number", ["Page 3 of 9", "Seite 3", "第3页", "第 3 页 共 9 页", "- 3 / 9 -", "3 ページ"]
)
def test_page_numbers_go(number: str) -> None:
    assert after(Boilerplate(), f"The text\n{number}\ngoes on") == ["The text\ngoes on"]


def test_numbers_that_are_text_stay() -> None:
    text = "Scores\n12\n13\n14\n15\nPage 3 of 9 is missing\nIn 1999\n7"
    assert after(Boilerplate(), text) == [text]


def test_headers_at_even_distances_and_counting_numbers_go() -> None:
    pages = [
        [
            f"Annual Report 2024 {number}",
            *(f"{number} line {line} of it" for line in range(30)),
            "",
            str(number),
        ]
        for number in range(10, 18)
    ]
    (text,) = after(Boilerplate(), "\n".join(line for page in pages for line in page))
    assert "Annual" not in text
    assert "\n12\n" not in text
    assert text.count("line 7 of it") == 8


def test_what_most_documents_share_goes_and_what_few_share_stays() -> None:
    texts = [f"Accept cookies\nArticle {n} says {'x' * n}\nShare this page" for n in range(20)]
    found = after(Boilerplate(), *texts, "Accept cookies\nlate")
    assert found[4] == "Article 4 says xxxx"
    assert found[-1] == "late"
    assert after(Boilerplate(), *texts[:3]) == texts[:3]


def test_exact_duplicates_are_left_out_but_not_the_first() -> None:
    texts = ["one  text", "another", "one text\n", "another", "One text"]
    assert after(ExactDuplicates(), *texts) == ["one  text", "another", "One text"]


def test_paragraphs_that_came_before_are_left_out() -> None:
    notice = "This notice stands under every article of the paper."
    texts = [f"First.\n\n{notice}", f"Second.\n\n{notice}\n\nYes.", notice]
    assert after(ExactDuplicates("paragraphs"), *texts) == [texts[0], "Second.\n\nYes."]


def test_lines_that_came_before_are_left_out() -> None:
    notice = "This notice stands under every article of the paper."
    texts = [f"First.\n{notice}\nOn.", f"Second.\n{notice}\nYes.", notice]
    assert after(ExactDuplicates("lines"), *texts) == [texts[0], "Second.\nYes."]


@pytest.mark.parametrize(
    "text",
    [
        "The committee decided to raise the interest rate by a quarter point because prices rose. "
        "It will meet again in two months and look at how wages and rents have moved since then.",
        "委员会决定把利率提高四分之一个百分点，因为物价上涨得太快。两个月以后它会再次开会，看看工资和房租有什么变化，"
        "然后决定是否继续提高利率，还是先等一等再说。",
    ],
)
def test_near_duplicates_are_found_in_any_script(text: str) -> None:
    other = "".join(reversed(text))
    assert after(NearDuplicates(), text, other, f"{text[:-2]}!!", text.upper()) == [text, other]


def test_near_duplicates_do_not_take_the_like_for_the_same() -> None:
    texts = [f"Order {n} of customer {n * 37}: {word * 9}" for n, word in enumerate("abcdefgh")]
    assert after(NearDuplicates(), *texts) == texts


def test_near_duplicates_across_batches_of_documents() -> None:
    texts = [f"{n} " * 30 for n in range(2500)]
    assert after(NearDuplicates(threshold=1.0), *texts, texts[3], texts[2000]) == texts


@pytest.mark.parametrize(
    ("language", "kept"),
    [
        ("en", ["I would like to have my money back, please.", "ok 12"]),
        ("de", ["Ich möchte bitte mein Geld zurück.", "ok 12"]),
        ("zh", ["这个产品的质量非常好。", "ok 12"]),
        ("ja", ["この製品の品質はとても良いです。", "ok 12"]),
        ("ar", ["هذا المنتج جيد جدا وأنا سعيد به", "ok 12"]),
    ],
)
def test_documents_in_other_languages_go(language: str, kept: list[str]) -> None:
    texts = [
        "I would like to have my money back, please.",
        "Ich möchte bitte mein Geld zurück.",
        "这个产品的质量非常好。",
        "この製品の品質はとても良いです。",
        "هذا المنتج جيد جدا وأنا سعيد به",
        "ok 12",
    ]
    assert after(from_dict(LanguageFilter, {"language": language}), *texts) == kept


def test_documents_of_another_length_go() -> None:
    assert after(LengthFilter(2, 3), "a", "ab", "abc", "abcd") == ["ab", "abc"]
    with pytest.raises(SettingsError, match="50 to 10"):
        LengthFilter(50, 10)


def test_seen_finds_what_came_first() -> None:
    seen = HashIndex(slots=4)
    keys = [(n * 0x9E3779B97F4A7C15) % 2**64 for n in range(5000)]
    assert [seen.first(key, n) for n, key in enumerate(keys)] == list(range(5000))
    assert [seen.first(key, 9) for key in keys] == list(range(5000))
    assert len(seen) == 5000


def test_one_long_line_takes_no_longer_than_its_length() -> None:
    begin = time.process_time()
    for step in (JoinLines(), Sentences(), Boilerplate(), ExactDuplicates(), NearDuplicates()):
        after(step, "x" * 1_000_000 + "-\n" + ". " * 100_000, "。" * 300_000, "\n" * 300_000)
    assert time.process_time() - begin < 10


def test_speakers_titles_and_code_fences_are_no_headers() -> None:
    scene = "\n".join(f"GARDENER:\n{'words ' * (n % 5 + 1)}\n" * (n % 3 + 1) for n in range(30))
    recipe = "\n".join(
        f"## Directions\n```sh\nstep {n}\n```" + "\nstir" * (n % 4 * 5 + 8) for n in range(30)
    )
    assert after(Boilerplate(), scene, recipe) == [scene, recipe]
