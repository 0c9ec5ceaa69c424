"""Tokens, letters, stop words, stems and lemmas, in the languages we care for."""

import pytest

from slm_core.corpus.cleaning.step import TextStep
from slm_core.corpus.cleaning.steps.case_and_punctuation import Lowercase, Punctuation
from slm_core.corpus.cleaning.steps.stemming import Lemmatise, Stem
from slm_core.corpus.cleaning.steps.stop_words import StopWords, stop_words
from slm_core.corpus.cleaning.steps.tokenise import Tokenise
from slm_core.settings_schema import fields_of, from_dict


@pytest.mark.parametrize(
    ("step", "before", "after"),
    [
        (
            Tokenise(),
            "It's 3.5% (state-of-the-art)!\nNew",
            "It's 3.5 % ( state-of-the-art ) !\nNew",
        ),
        (
            Tokenise(),
            "see www.a.de/x). <url> e.g. this...",
            "see www.a.de/x ) . <url> e.g. this ...",
        ),
        (Tokenise("out"), "Well, “this” is it!", "Well this is it"),
        (Tokenise(), "我们在北京测试API接口，很好。", "我们 在 北京 测试 API 接口 ， 很 好 。"),
        (Tokenise(), "日本語を勉強します。", "日本語 を 勉強 します 。"),
        (Tokenise(), "z.B. kostet’s 3,50 €", "z.B. kostet’s 3,50 €"),
        (Tokenise(), "كِتابٌ جديد، هل؟", "كِتابٌ جديد ، هل ؟"),
        (Tokenise(), "हिन्दी है।", "हिन्दी है ।"),
        (Lowercase(), "ÄPFEL ΣΟΦΟΣ Straße İ", "äpfel σοφος straße i̇"),
        (Punctuation(), 'Hello, "world" - don\'t: 3.5 €!', "Hello world don't 3.5"),
        (Punctuation(keep="?!"), "Wait... what?!", "Wait what?!"),
        (Punctuation("nothing"), "e.g. (this)", "eg this"),
        (Punctuation(), "你好，世界。😀", "你好 世界"),
        (Punctuation(), "هل قرأته؟ نعم، قرأته.", "هل قرأته نعم قرأته"),
        (StopWords("en"), "The cat sat on the mat, and it’s on-site.", "cat sat mat, on-site."),
        (StopWords("en", keep="not"), "it is not (a cat)", "not (cat)"),
        (StopWords("none", also="cat"), "a cat", "a"),
        (StopWords("de"), "Das ist ein Haus in dem Garten", "Haus Garten"),
        (StopWords("zh"), "我们在北京的公司测试了产品。", "北京公司测试产品。"),
        (StopWords("zh"), "我们 在 北京 的 公司", "北京 公司"),
        (StopWords("ar"), "هذا هو الكتاب الذي قرأته", "الكتاب قرأته"),
        (Stem("en"), "cats were connected", "cat were connect"),
        (Stem("de"), "die Häuser", "die Haus"),
        (Stem("ar"), "المكتبات", "مكتب"),
        (Lemmatise("en"), "mice were going", "mouse be go"),
        (Lemmatise(), "老鼠很小", "老鼠很小"),
    ],
)
def test_a_text_becomes(step: TextStep, before: str, after: str) -> None:
    assert step.apply(before)[0] == after


@pytest.mark.parametrize("code", fields_of(StopWords)["language"].choices[1:-1])
def test_every_language_offered_has_stop_words(code: str) -> None:
    assert len(stop_words(code)) > 20


@pytest.mark.parametrize("code", fields_of(Stem)["language"].choices[1:-1])
def test_every_language_offered_has_a_stemmer(code: str) -> None:
    text, _ = from_dict(Stem, {"language": code}).apply("wort слово λόγος كلمة word")
    assert len(text.split()) == 5


def test_stems_are_the_same_with_and_without_the_library_in_c() -> None:
    from snowballstemmer.english_stemmer import EnglishStemmer

    words = ["generously", "running", "flies", "agreed", "plotted", "national", "conditional"]
    assert [Stem("en").apply(word)[0] for word in words] == EnglishStemmer().stemWords(words)
