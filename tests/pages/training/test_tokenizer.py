"""How the Train page asks for characters, words or pieces, and for the words of a field."""

import pytest
from streamlit.testing.v1 import AppTest

from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.readers.registry import read_source
from slm_core.corpus.store import Corpus, add_corpus
from slm_core.runs.run import list_runs
from slm_core.workspace import Workspace
from tests.pages.conftest import OpenPage
from tests.pages.showing import letters, showing
from tests.pages.training.test_run import button, words


@pytest.fixture
def chinese(workspace: Workspace) -> Corpus:
    text = "患者血糖升高，医生建议低盐饮食，两周后复查。" * 400
    result = read_source(InputFile("病历.txt", text.encode()))
    return add_corpus(workspace, [result], name="病历", seed_text="患者")


def choose(page: AppTest, kind: str) -> None:
    choice = next(group for group in page.button_group if group.key == "train_tokens")
    choice.set_value(kind).run()
    assert not page.exception


def open_more(page: AppTest) -> None:
    page.session_state["train_more_settings"] = True
    page.run()
    assert not page.exception


def test_only_text_without_blanks_is_asked_about(open_page: OpenPage, workspace: Workspace) -> None:
    text = "The pump was checked and the filter was changed by the second shift. " * 300
    corpus = add_corpus(workspace, [read_source(InputFile("a.txt", text.encode()))], name="Pumps")
    page = open_page("training", corpus=corpus.id)
    assert "train_tokens" not in {group.key for group in page.button_group}


def test_words_are_said_to_be_words(open_page: OpenPage, chinese: Corpus) -> None:
    page = open_page("training", corpus=chinese.id)
    for kind, said in (
        ("segmented", "as a dictionary cuts them, with at most"),
        ("bpe", "pieces of words (byte pairs)"),
        ("char", "character by character"),
    ):
        choose(page, kind)
        assert said in words(page)


def test_words_of_the_field_are_kept_and_start_with_the_run(
    open_page: OpenPage, chinese: Corpus, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slm_core.runs.launching.create.launch", lambda run, **_: None)
    page = open_page("training", corpus=chinese.id)
    choose(page, "char")
    open_more(page)
    assert "train_tokenizer_terms" not in {area.key for area in page.text_area}
    choose(page, "segmented")
    open_more(page)
    showing(page.text_area, "train_tokenizer_terms").input("低盐饮食\n血糖 升高").run()
    assert "Line 2 of Terms, '血糖 升高'" in letters(page.error[0])
    assert button(page, "train_start").disabled
    showing(page.text_area, "train_tokenizer_terms").input("低盐饮食\n两周后 7").run()
    assert "2 words stay whole." in words(page)
    choose(page, "char")
    assert not page.error, "words wait until they are wanted again"
    choose(page, "segmented")
    assert showing(page.text_area, "train_tokenizer_terms").value == "低盐饮食\n两周后 7"
    button(page, "train_start").click().run()
    tokenizer = list_runs(workspace)[0].config().tokenizer
    assert (tokenizer.kind, tokenizer.terms) == ("segmented", "低盐饮食\n两周后 7")


def test_words_of_the_field_come_from_a_file_too(open_page: OpenPage, chinese: Corpus) -> None:
    page = open_page("training", corpus=chinese.id)
    choose(page, "segmented")
    open_more(page)
    page.file_uploader[0].upload("术语.txt", "低盐饮食\n两周后".encode("gb18030")).run()
    assert showing(page.text_area, "train_tokenizer_terms").value == "低盐饮食\n两周后"
    assert "2 words stay whole." in words(page)
    page.file_uploader[0].upload("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(500)).run()
    assert not page.exception
    assert page.error
    assert showing(page.text_area, "train_tokenizer_terms").value == "低盐饮食\n两周后"
    page.file_uploader[0].upload("long.txt", b"x" * 4_000_001).run()
    assert "too large for a list of words" in letters(page.error[0])


def test_long_chinese_texts_begin_with_words(open_page: OpenPage, workspace: Workspace) -> None:
    text = "患者血糖升高，医生建议低盐饮食，两周后复查。" * 50_000
    corpus = add_corpus(workspace, [read_source(InputFile("长.txt", text.encode()))], name="长")
    page = open_page("training", corpus=corpus.id)
    choice = next(group for group in page.button_group if group.key == "train_tokens")
    assert choice.value == "segmented"
    assert "as a dictionary cuts them" in words(page)
