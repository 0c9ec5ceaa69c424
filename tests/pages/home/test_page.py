"""The start page: samples, one's own text, where one left off."""

from pages.ui.widgets.uploads import Uploads
from slm_core.corpus.readers.document import InputFile
from slm_core.runs.run import list_runs
from tests.pages.conftest import ROOT
from tests.pages.linked_rows import linked_rows
from tests.pages.run_folders import write_run, write_score

BUTTON = "start_train_health_news"


def shown(page):
    return "\n".join(element.value for element in (*page.markdown, *page.caption))


def test_a_first_visit_has_one_primary_button_and_no_history(open_page):
    page = open_page("home")
    primary = [button.key for button in page.button if button.proto.type == "primary"]
    assert primary == [BUTTON]
    assert not page.dataframe


def test_samples_say_in_the_readers_language_what_they_are_and_that_they_are_invented(open_page):
    words = shown(open_page("home"))
    assert "English · 250 kB · invented" in words
    assert "Chinese · 280 kB · invented" in words
    words = shown(open_page("home", lang="zh"))
    assert "英语 · 250 kB · 虚构" in words
    assert "健康新闻" in words


def test_readers_of_chinese_meet_the_chinese_sample_first(open_page):
    page = open_page("home", lang="zh")
    first = next(button.key for button in page.button if button.key.startswith("start_train_"))
    assert first == "start_train_customer_service_zh"


def test_where_one_left_off_lists_the_newest_runs_with_their_scores(workspace, open_page):
    write_run(workspace, "finished", name="health-news")
    write_run(workspace, "failed", name="too fast")
    page = open_page("home")
    failed, finished = linked_rows(page)
    assert (failed.texts[1], finished.texts[1]) == ("failed", "finished")
    assert finished.texts[0] == "health-news · LSTM · 1 minute"
    assert 0 < finished.values[4] < 1
    assert len(finished.values[2]) > 10
    assert finished.texts[5].startswith("today")
    assert finished.address == f"/training?run={finished.id}"
    assert not [button for button in page.button if button.proto.type == "primary"]


def test_a_run_that_has_ended_is_listed_with_its_final_score(workspace, open_page):
    folder = write_run(workspace, "finished", name="health-news")
    write_score(folder, bits_per_byte=1.25, accuracy=0.75)
    [row] = linked_rows(open_page("home"))
    assert row.values[3:5] == [1.25, 0.75]
    assert row.texts[3:5] == ["1.25", "75 %"]


def test_a_run_without_any_score_yet_is_listed(workspace, open_page):
    write_run(workspace, "queued", name="later")
    [row] = linked_rows(open_page("home"))
    assert row.texts[5].startswith("since ")
    assert row.values[3:5] == [None, None]


def test_of_many_runs_the_newest_are_here_and_a_link_leads_to_all(workspace, open_page):
    for number in range(10):
        write_run(workspace, "queued", name=f"run {number}").lock.release()
    page = open_page("home")
    assert len(linked_rows(page)) == 8
    assert "All 10 runs" in [link.proto.label for link in page.get("page_link")]


def test_where_the_list_of_all_runs_was_before_leads_to_it(workspace, open_page):
    write_run(workspace, "finished")
    assert open_page("home", runs="all").title[0].value == "Runs"


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
