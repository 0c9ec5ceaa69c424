"""The corpus page: what came in, how it was read, saving, showing, deleting."""

import pytest

from slm_core.corpus.samples import add_sample
from slm_core.corpus.store import list_corpora, open_corpus
from tests.pages.run_folders import write_run

NOTES = "The seal of pump two was worn. It was replaced and the pump ran dry for an hour.\n" * 40
TABLE = "id,note\n" + "".join(f'{n},"Bearing {n} was hot, we changed it."\n' for n in range(60))


@pytest.fixture
def page(open_page):
    return open_page("corpus")


def upload(page, name, data):
    page.file_uploader[0].upload(name, data if isinstance(data, bytes) else data.encode())
    return page.run()


def table(page):
    return page.dataframe[0].value


def notes(page):
    return "\n".join(element.value.replace("\\", "") for element in (*page.markdown, *page.caption))


def save(page, name):
    page.text_input(key="corpus_name").set_value(name)
    page.button(key="corpus_save").click().run()
    assert not page.exception


def test_files_become_a_table_the_moment_they_land(page):
    upload(page, "notes.txt", NOTES)
    upload(page, "inspections.csv", TABLE)
    assert list(table(page)["file"]) == ["notes.txt", "inspections.csv"]
    assert list(table(page)["documents"]) == [1, 60]
    assert table(page)["read_as"][1].startswith('column "note", UTF-8')
    assert not page.exception


def test_a_file_that_cannot_be_read_gets_its_sentence_and_spoils_nothing(page):
    upload(page, "empty.txt", b"")
    upload(page, "memo.pages", b"%PDF-1.7")
    upload(page, "notes.txt", NOTES)
    assert list(table(page)["documents"]) == [0, 0, 1]
    assert "empty.txt: The file is empty" in notes(page)
    assert "memo.pages: Files ending in .pages are not read" in notes(page)
    save(page, "half")
    assert page.query_params["corpus"].startswith("half-")


def test_nothing_but_unreadable_files_offers_nothing_to_save(page):
    upload(page, "empty.txt", b"")
    assert not [button for button in page.button if button.key == "corpus_save"]
    assert "No text to learn from yet" in notes(page)


def test_another_encoding_is_tried_at_once_and_a_wrong_one_says_where_it_fails(page):
    upload(page, "病历.txt", ("患者主诉头痛三天，伴发热，无咳嗽。" * 40).encode("gb18030"))
    assert "GB18030" in table(page)["read_as"][0]
    page.selectbox(key="corpus_encoding_1").set_value("UTF-8").run()
    assert not page.exception
    assert list(table(page)["documents"]) == [0]
    assert "病历.txt" in notes(page)
    page.selectbox(key="corpus_encoding_1").set_value("").run()
    assert list(table(page)["documents"]) == [1]


def test_another_column_is_read_at_once(page):
    rows = "".join(f"short {n},a longer remark on the state of bearing {n}\n" for n in range(50))
    upload(page, "two.csv", "title,remark\n" + rows)
    assert 'column "remark"' in table(page)["read_as"][0]
    page.selectbox(key="corpus_column_1").set_value("title").run()
    assert 'column "title"' in table(page)["read_as"][0]
    page.selectbox(key="corpus_column_1").set_value("remark").run()
    assert 'column "remark"' in table(page)["read_as"][0]


def test_a_file_can_be_taken_away(page):
    upload(page, "a.txt", NOTES)
    upload(page, "b.txt", NOTES + "b")
    page.button(key="corpus_remove").click().run()
    assert list(table(page)["file"]) == ["b.txt"]
    page.button(key="corpus_remove").click().run()
    assert not page.exception
    assert not page.dataframe


def test_the_same_file_given_twice_is_there_once(page):
    upload(page, "a.txt", NOTES)
    upload(page, "a.txt", NOTES)
    assert list(table(page)["file"]) == ["a.txt"]


def test_pasted_text_becomes_a_document(page):
    page.text_area(key="corpus_pasted").set_value(NOTES)
    page.form_submit_button[0].click().run()
    assert list(table(page)["file"]) == ["pasted text"]


def test_too_little_text_says_how_much_is_needed(page, workspace):
    upload(page, "word.txt", b"pump")
    page.button(key="corpus_save").click().run()
    assert "at least 200" in page.error[0].value
    assert list_corpora(workspace) == []


def test_the_verdict_comes_in_words_and_grows_with_the_text(page):
    upload(page, "notes.txt", NOTES)
    assert "**Short: enough to learn the spelling" in notes(page)
    long = " ".join(f"Pump {n} of line {n % 7} ran hot at {n % 90} degrees." for n in range(9000))
    upload(page, "long.txt", long)
    assert "**Enough for a model of characters or of 500 word pieces.**" in notes(page)
    assert "adjustable numbers" in notes(page)


def test_saving_leads_to_the_corpus_by_its_address(page, workspace):
    upload(page, "notes.txt", NOTES)
    save(page, "Pump notes")
    corpus = list_corpora(workspace)[0]
    assert page.query_params["corpus"] == corpus.id
    assert page.title[0].value == "Pump notes"
    assert "80 % to learn from" in notes(page)


def test_saving_and_training_leads_to_the_train_page_with_the_corpus_chosen(page, workspace):
    upload(page, "notes.txt", NOTES)
    page.button(key="corpus_save_train").click().run()
    assert not page.exception
    assert page.query_params["corpus"] == list_corpora(workspace)[0].id
    assert page.title[0].value != "Corpus"


def test_a_saved_corpus_opens_by_its_address_in_chinese_too(workspace, open_page):
    corpus = add_sample(workspace, "customer_service_zh")
    page = open_page("corpus", corpus=corpus.id)
    assert page.title[0].value == corpus.card.name
    assert [metric.label for metric in page.metric][2] == "Distinct signs"
    assert "no blanks between words" in notes(page)


def test_an_address_of_no_corpus_says_so_and_leads_back(open_page):
    page = open_page("corpus", corpus="nothing-here")
    assert "does not exist" in page.error[0].value
    page = open_page("corpus", corpus="../../etc")
    assert page.error


def test_deleting_asks_once_and_says_what_runs_lose(workspace, open_page):
    corpus = add_sample(workspace, "customer_service_zh")
    write_run(workspace, "finished", corpus=corpus.id)
    page = open_page("corpus", corpus=corpus.id)
    page.button(key="corpus_delete").click().run()
    assert "1 run learned from it" in notes(page)
    page.button(key="corpus_keep").click().run()
    assert open_corpus(workspace, corpus.id)
    page.button(key="corpus_delete").click().run()
    page.button(key="corpus_delete_sure").click().run()
    assert not page.exception
    assert list_corpora(workspace) == []


def test_a_corpus_that_a_run_learns_from_now_is_not_deleted(workspace, open_page):
    corpus = add_sample(workspace, "customer_service_zh")
    folder = write_run(workspace, "running", corpus=corpus.id)
    page = open_page("corpus", corpus=corpus.id)
    page.button(key="corpus_delete").click().run()
    assert "is learning from this corpus now" in notes(page)
    assert not [button for button in page.button if button.key == "corpus_delete_sure"]
    folder.lock.release()


def test_saved_corpora_are_listed(workspace, open_page):
    add_sample(workspace, "customer_service_zh")
    listed = open_page("corpus").dataframe[0].value
    assert list(listed["language"]) == ["Chinese"]
