"""The start page: samples, one's own text, where one left off."""

from pages.ui.uploads import Uploads
from slm_core.corpus.readers.document import InputFile
from slm_core.runs.run import list_runs
from tests.pages.conftest import ROOT
from tests.pages.run_folders import write_run, write_score

BUTTON = "start_train_health_news"


def shown(page):
    return "\n".join(element.value for element in (*page.markdown, *page.caption))


def test_a_first_visit_has_one_primary_button_and_no_history(open_page):
    page = open_page("home")
    primary = [button.key for button in page.button if button.proto.type == "primary"]
    assert primary == [BUTTON]
    assert not page.dataframe


def test_samples_speak_their_own_language_and_say_that_they_are_invented(open_page):
    words = shown(open_page("home"))
    assert "invented" in words
    assert "虚构" in words


def test_readers_of_chinese_meet_the_chinese_sample_first(open_page):
    page = open_page("home", lang="zh")
    first = next(button.key for button in page.button if button.key.startswith("start_train_"))
    assert first == "start_train_customer_service_zh"


def test_where_one_left_off_lists_the_newest_runs_with_their_scores(workspace, open_page):
    write_run(workspace, "finished", name="health-news")
    write_run(workspace, "failed", name="too fast")
    page = open_page("home")
    table = page.dataframe[0].value
    assert list(table["state"]) == ["failed", "finished"]
    assert table["run"][1].endswith("health-news · LSTM · 1 minute")
    assert 0 < table["right"][1] < 100
    assert len(table["curve"][1]) > 10
    assert table["when"][1].startswith("today")
    assert not [button for button in page.button if button.proto.type == "primary"]


def test_a_run_that_has_ended_is_listed_with_its_final_score(workspace, open_page):
    folder = write_run(workspace, "finished", name="health-news")
    write_score(folder, bits_per_byte=1.25, accuracy=0.75)
    table = open_page("home").dataframe[0].value
    assert table["bits"][0] == 1.25
    assert table["right"][0] == 75


def test_a_run_without_any_score_yet_is_listed(workspace, open_page):
    write_run(workspace, "queued", name="later")
    table = open_page("home").dataframe[0].value
    assert [when.partition(" ")[0] for when in table["when"]] == ["since"]


def test_a_sample_that_cannot_be_added_says_why_and_leaves_nothing(workspace, open_page):
    page = open_page("home")
    workspace.corpora.rmdir()
    workspace.corpora.write_text("in the way")
    page.button(key=BUTTON).click().run()
    assert not page.exception
    assert str(workspace.corpora) in page.error[0].value
    assert list_runs(workspace) == []


def test_files_given_here_are_shown_on_the_corpus_page(workspace, open_page):
    page = open_page("home")
    source = InputFile("notes.txt", b"The pump was oiled. " * 40)
    page.session_state["uploads"] = Uploads(sources=[source])
    page.run()
    page.switch_page(str(ROOT / "pages" / "corpus" / "page.py")).run()
    assert list(page.dataframe[0].value["file"]) == ["notes.txt"]
