"""What the library says, in Chinese: templates are translated, and what others say stays."""

import re

import pytest

from pages.ui.text import i18n
from pages.ui.text.i18n import translate
from slm_core.corpus.cleaning.recipe import Recipe
from slm_core.corpus.cleaning.steps.regex_replace import Replace
from slm_core.corpus.ingest.ingest import InputStream, ingest
from slm_core.corpus.readers.document import InputFile, ReadOptions, ReadResult, reason_alone
from slm_core.corpus.readers.registry import read_each
from slm_core.corpus.split import SplitSettings
from slm_core.errors import ArgotError, SettingsError
from slm_core.messages import as_given, msg, plural, sentences
from slm_core.models.settings import TransformerSettings
from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.tokenizers.user_dictionary import parse_terms
from slm_core.training.settings import BudgetSettings, TrainingSettings
from tests.corpus.made_files import docx, epub, odt, paragraph, pdf, zipped

ENGLISH = re.compile(r"[A-Za-z]{2,} (?!Lines)[A-Za-z]{2,}")


@pytest.fixture
def chinese(monkeypatch):
    monkeypatch.setattr(i18n, "language", lambda: "zh")
    return translate


def test_nothing_changes_in_english():
    assert translate(msg("{name} is empty.", name="a.txt")) == "a.txt is empty."
    assert translate(plural("{n} run", "{n} runs", n=2)) == "2 runs"
    assert translate("as it was") == "as it was"
    assert translate(None) == ""


def test_a_refusal_on_an_english_page_calls_settings_as_the_form_does():
    with pytest.raises(SettingsError) as refused:
        BudgetSettings(minutes=-5.0)
    assert translate(refused.value.message).startswith("Minutes is -5; it must be from")
    assert str(refused.value).startswith("budget.minutes is -5"), "as it is typed in a terminal"
    said = msg("Read tokenizer.json, or set training.momentum={path}.", path="model.layers")
    assert translate(said) == "Read tokenizer.json, or set Momentum=model.layers."


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        (msg("text of {pages}", pages=plural("{n:,} page", "{n:,} pages", n=69)), "69 页的文本"),
        (msg('column "{name}"', name="note"), "列“note”"),
        (msg('column "{name}"', name="column"), "列“column”"),
        (
            sentences([msg("There are no files in it. Add one with texts in it.")] * 2),
            "里面没有文件。请添加含有文本的压缩包。" * 2,
        ),
        (as_given("Nobody has said this."), "Nobody has said this."),
        (msg("Nobody {did} this.", did="{did}"), "Nobody {did} this."),
    ],
)
def test_messages_in_messages_are_translated_and_values_of_others_stay(chinese, message, wanted):
    assert chinese(message) == wanted


def test_a_pattern_full_of_colons_does_not_break_its_sentence(chinese):
    with pytest.raises(SettingsError) as raised:
        Replace(pattern="a: (b: c; it must be. (")
    told = chinese(raised.value.message)
    assert "'a: (b: c; it must be. ('" in told
    assert told.endswith("有一个 ( 没有闭合。请修改，或选择 plain 按原样查找。")


REFUSED = {
    "empty.txt": b"",
    "blank.txt": b"  \n ",
    "noise.bin": b"\0\1\2" * 50,
    "noise.txt": bytes(range(256)) * 20,
    "picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(50),
    "book.txt": b"%PDF-1.4 x",
    "page.xml": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
    "cut.xml": b"<x><y>words",
    "bare.xml": b"<x a='b'/>",
    "scan.pdf": pdf(b""),
    "no.pdf": b"words",
    "no.docx": zipped([("a.txt", "words")]),
    "empty.docx": docx("<w:p/>"),
    "no.odt": zipped([("a.txt", "words")]),
    "locked.epub": epub(
        {"a": "<p>x</p>"}, spine=["a"], encryption="<e><EncryptionMethod Algorithm='x'/></e>"
    ),
    "bomb.zip": zipped([("a.txt", bytes(50_000_000))]),
    "nothing.zip": zipped([]),
    "hidden.zip": zipped([(".a", "x"), ("b.exe", b"MZ\0\1\2\3" * 50), ("c.txt", "")]),
    "broken.json": b'{"a": ',
    "numbers.json": b"[1, 2]",
    "broken.jsonl": b"x\ny\n",
    "broken.ipynb": b"{",
    "empty.csv": b"a,b\n",
    "no.rtf": b"words",
    "no.srt": b"words",
    "empty.html": b"<html></html>",
}


@pytest.mark.parametrize("name", REFUSED)
def test_why_a_file_was_refused_is_said_in_chinese(chinese, name):
    results = list(read_each(InputFile(name, REFUSED[name])))
    assert results
    for result in results:
        assert not isinstance(result, ReadResult)
        # The page names several files before one reason.
        bare = chinese(reason_alone(result.message))
        told = chinese(result.message)
        assert told == f"{result.name}：{bare}"
        # What a parser of another project says, and lists of formats, stay as they are.
        told = re.sub(r"(JSON|XML|笔记本) ?不完整：[^。]*", "", told)
        assert not ENGLISH.search(told), told


READ = {
    "a.txt": "Words é.".encode("gb18030"),
    "b.txt": b"words \0 more words and more, and then some, all of it in plain ASCII letters",
    "a.csv": b"id,note\n1,words of a note\n2,\n3,more words of a note,x\n",
    "a.jsonl": b'{"note": "words"}\nx\n3\n{"note": ""}\n',
    "a.json": b'{"about": {"x": "y"}, "rows": [{"note": "words"}, {"other": 1}]}',
    "a.docx": docx(paragraph("x"), header1="top", footnotes="note", comments="hm"),
    "a.odt": odt("<text:p>x<text:note><text:p>n</text:p></text:note></text:p>"),
    "a.epub": epub({"a": "<p>One.</p>"}, spine=["a", "gone"]),
    "a.pdf": pdf(b"BT /F1 12 Tf 72 720 Td (Some words on this page) Tj ET", pages=2),
    "a.html": b"<html><body><p>Words of a page.</p></body></html>",
    "a.xml": b"<x><p>Words</p></x>",
    "a.rtf": rb"{\rtf1 {\header top}words and mo",
    "a.srt": b"1\n00:00:01,000 --> 00:00:02,000\nWords\n\n2\n00:00:03,000 --> 00:00:04,000\n\n",
    "a.ipynb": b'{"cells": [{"cell_type": "code", "source": "x = 1", "outputs": [{}]}]}',
}


@pytest.mark.parametrize("name", READ)
def test_how_a_file_was_read_is_said_in_chinese(chinese, name):
    for result in list(read_each(InputFile(name, READ[name]))):
        assert isinstance(result, ReadResult), result
        for text in (result.read_as, result.note, *result.left_out):
            told = chinese(text)
            assert not text or told != str(text)
            assert not ENGLISH.search(told), told


def test_why_nothing_was_saved_is_said_in_chinese(chinese, workspace, tmp_path):
    (tmp_path / "a.txt").write_text("Too little.")
    orders = [
        [InputStream(InputFile("a.txt", tmp_path / "a.txt"))],
        [
            InputStream(InputFile(name, REFUSED[name]))
            for name in ("empty.txt", "scan.pdf", "no.rtf")
        ],
        [InputStream(InputFile("a.csv", b"a,b\nx,y\n"), ReadOptions(column="none"))],
    ]
    for incoming in orders:
        with pytest.raises(ArgotError) as raised:
            ingest(workspace, incoming, name="x", processes=1)
        assert not ENGLISH.search(chinese(raised.value.message)), chinese(raised.value.message)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: TrainingSettings(learning_rate=-1.0),
        lambda: TrainingSettings(optimizer="no"),
        lambda: TrainingSettings(batch_size=4, accumulation=8),
        lambda: TransformerSettings(hidden_size=65, heads=2),
        BudgetSettings,
        lambda: SplitSettings(train=50),
        lambda: TokenizerSettings(kind="char", terms="word"),
        lambda: parse_terms("a\u200bb 3"),
    ],
)
def test_what_is_wrong_with_settings_is_said_in_chinese(chinese, wrong):
    with pytest.raises(SettingsError) as raised:
        wrong()
    told = chinese(raised.value.message)
    assert told != str(raised.value)
    assert not ENGLISH.search(told), told


@pytest.mark.parametrize(
    "recipe", ['{"steps": 3}', "x", '[{"step": "no"}]', "[3]", '[{"step": "unicode", "form": "x"}]']
)
def test_what_is_wrong_with_a_recipe_is_said_in_chinese(chinese, recipe):
    with pytest.raises(SettingsError) as raised:
        Recipe.from_json(recipe)
    told = re.sub(r"JSON：[^。]*", "", chinese(raised.value.message))
    assert not ENGLISH.search(told), told
