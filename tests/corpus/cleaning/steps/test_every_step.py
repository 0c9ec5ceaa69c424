"""What holds for every step, whatever the text."""

import pickle
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slm_core.corpus.cleaning.recipe import Recipe, run_step
from slm_core.corpus.cleaning.registry import STEPS
from slm_core.corpus.cleaning.step import CleaningStep, StepStats, StreamStep, TextStep
from slm_core.corpus.cleaning.steps.case_and_punctuation import Punctuation
from slm_core.corpus.cleaning.steps.chinese_script import ChineseScript
from slm_core.corpus.cleaning.steps.duplicates import ExactDuplicates
from slm_core.corpus.cleaning.steps.filters import LanguageFilter
from slm_core.corpus.cleaning.steps.join_lines import JoinLines
from slm_core.corpus.cleaning.steps.mask_numbers_urls import MaskNumbers
from slm_core.corpus.cleaning.steps.regex_replace import Replace
from slm_core.corpus.cleaning.steps.sentences import Sentences
from slm_core.corpus.cleaning.steps.stemming import Lemmatise, Stem
from slm_core.corpus.cleaning.steps.stop_words import StopWords
from slm_core.corpus.cleaning.steps.tokenise import Tokenise
from slm_core.corpus.cleaning.steps.unicode import Unicode
from slm_core.corpus.cleaning.steps.whitespace import Whitespace
from slm_core.settings_schema import from_dict

# Pieces that steps look for, so that random text meets them.
PIECES = st.sampled_from(
    [
        *"\n \t.-!。，？…'\"0123，１Ａ（）",
        "\n\n", "  ", "\r\n", "the ", "The cat ", "don't ", "running mice ", "exam-\nple ", "Dr. ",
        "www.a.de", "https://x.org/a?b ", "a.b@c.org", "+49 30 1234567 ", "<url>", "Page 3 of 9\n", "第3页\n",  # noqa: E501
        "und ", "Häuser ", "z. B. ", "u\u0308ber", "e\u0301", "cafÃ© ", "ÖÐÎÄÖÐÎÄ",
        "產品", "产品质量", "的", "を", "日本語", "カタカナ", "ﾊﾝｶｸ", "한국어 ",
        "المكتبات ", "كِتاب", "हिन्दी ", "İ", "Σ", "ﬁ", "ﻣﺮﺣﺒﺎ",
        "\u00ad", "\u200b", "\f", "\u3000", "\u2028",
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=25).map("".join)

EXAMPLES: list[CleaningStep] = [step() for step in STEPS.values()] + [
    Unicode(form="NFKC"),
    Unicode(form="none", ligatures=True),
    Unicode(form="NFKC", half_width=True, half_width_punctuation=True),
    Whitespace(keep_indentation=True, blank_lines=0),
    Whitespace(blanks=False),
    ChineseScript(to="taiwan"),
    JoinLines(keep_short=False),
    MaskNumbers(every="digit"),
    Punctuation(instead="nothing", keep=".]^-", inside_words=False),
    Tokenise(marks="out"),
    Replace(pattern=r"(\w)\s*$", replacement=r"[\1]"),
    Replace(pattern="x*", replacement="-"),
    Replace(pattern="THE", replacement="a", plain=True, ignore_case=True),
    *(from_dict(StopWords, {"language": code}) for code in ("en", "de", "zh", "ja", "ar")),
    *(from_dict(Stem, {"language": code}) for code in ("en", "de", "ar")),
    Lemmatise(language="en"),
    ExactDuplicates(of="paragraphs"),
    Sentences(into="lines"),
    LanguageFilter(language="en"),
]
TEXT_STEPS = [step for step in EXAMPLES if isinstance(step, TextStep)]
STREAM_STEPS = [step for step in EXAMPLES if isinstance(step, StreamStep)]
SETTLES_AT_ONCE = {
    "unicode", "whitespace", "lowercase", "mask_numbers", "mask_urls", "punctuation", "tokenise",
    "privacy",
}  # fmt: skip
"""Done twice, these do nothing more."""


@pytest.mark.parametrize("step", TEXT_STEPS, ids=repr)
@given(text=TEXTS)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_a_text_step_never_fails_and_counts_truly(step: TextStep, text: str) -> None:
    after, changes = step.apply(text)
    assert (changes == 0) == (after == text)
    assert changes >= 0
    assert step.apply(text) == (after, changes)
    if step.section in SETTLES_AT_ONCE:
        assert step.apply(after) == (after, 0)


@pytest.mark.parametrize("step", STREAM_STEPS, ids=repr)
@given(texts=st.lists(TEXTS, max_size=8))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_a_stream_step_never_fails_and_counts_truly(step: StreamStep, texts: list[str]) -> None:
    tally = StepStats(step.section)
    after = list(run_step(step, texts, tally))
    assert (tally.changes == 0) == (after == texts)
    assert (tally.documents_in, tally.documents_out) == (len(texts), len(after))
    assert tally.characters_out == sum(map(len, after))
    again = StepStats(step.section)
    assert list(run_step(step, texts, again)) == after
    assert again == tally


ROWS = (".", "…", "'", "-", "= ", " \n", "a", "1.", "é", "汉", "\u00ad")
LONG = 60_000
MOST_SECONDS = 10
"""Of processor time, for all rows; what tries a row anew at each of its signs takes longer."""


@pytest.mark.parametrize("step", [step() for step in STEPS.values()], ids=STEPS)
def test_a_row_of_one_sign_takes_no_time_however_long(step: CleaningStep) -> None:
    start = time.process_time()
    for row in ROWS:
        list(run_step(step, [row * (LONG // len(row))], StepStats(step.section)))
    assert time.process_time() - start < MOST_SECONDS


@pytest.mark.parametrize("step", EXAMPLES, ids=repr)
def test_a_step_travels_to_other_processes_and_to_json(step: CleaningStep) -> None:
    assert pickle.loads(pickle.dumps(step)) == step
    assert Recipe.from_json(Recipe((step,)).to_json()).steps == (step,)


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_a_step_says_what_it_does(step: type[CleaningStep]) -> None:
    assert step.about().endswith(".") or ":" in step.about()
    assert len(step.about()) < 100


def test_no_pattern_replaces_nothing() -> None:
    assert Replace().apply("as it is") == ("as it is", 0)
