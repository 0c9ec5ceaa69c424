"""The corpus page: what came in, how it was read, saving, showing, deleting."""

import io
import time
import zipfile
from pathlib import Path

import pytest

from pages.corpus.adding.draft import CorpusFormDraft
from slm_core.corpus.ingest.draft_file import FEWEST, IN_MEMORY
from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.readers.registry import ENDINGS
from slm_core.corpus.samples import add_sample
from slm_core.corpus.store import list_corpora, open_corpus
from slm_core.generation.control.glossary import Glossary, read_glossary
from tests.pages.linked_rows import linked_rows
from tests.pages.run_folders import write_run

NOTES = "The seal of pump two was worn. It was replaced and the pump ran dry for an hour.\n" * 40
TABLE = "id,note\n" + "".join(f'{n},"Bearing {n} was hot, we changed it."\n' for n in range(60))
NO_TEXT = bytes(range(256)) * 4


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


def save(page, name="", *, button="corpus_save"):
    """Save, and wait for the process that does it: a page is drawn anew only when asked to."""
    if name:
        page.text_input(key="corpus_name").set_value(name)
    page.button(key=button).click().run()
    saved(page)


def saved(page):
    """Wait until what was asked to be saved is open."""
    end = time.monotonic() + 60
    while not page.exception and "corpus" not in page.query_params and not page.error:
        assert time.monotonic() < end
        time.sleep(0.1)
        page.run()
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
    assert "memo.pages: Files ending in .pages are read where they are plain text" in notes(page)
    save(page, "half")
    assert page.query_params["corpus"].startswith("half-")


def test_in_chinese_how_files_were_read_and_why_they_were_not_is_chinese(open_page):
    page = open_page("corpus", lang="zh")
    files = {"table.csv": f"{TABLE}60,\n", "empty.txt": "", "other.txt": "", "short.xyz": NO_TEXT}
    upload(page, "all.zip", archive(**files))
    assert table(page)["read_as"][0] == "列“note”，UTF-8 · 在 all.zip 中"
    assert "empty.txt、other.txt：文件是空的。请添加有文本的文件。" in notes(page)
    assert "扩展名为 .xyz 的文件只有内容是纯文本时才能读取。" in notes(page)
    assert "**table.csv**：1 行没有文本" in notes(page)


def test_nothing_but_unreadable_files_offers_nothing_to_save(page):
    upload(page, "empty.txt", b"")
    assert not [button for button in page.button if button.key == "corpus_save"]
    assert "No text to train on yet" in notes(page)


def test_another_encoding_is_tried_at_once_and_a_wrong_one_says_where_it_fails(page):
    upload(page, "病历.txt", ("患者主诉头痛三天，伴发热，无咳嗽。" * 40).encode("gb18030"))
    assert "GB18030" in table(page)["read_as"][0]
    page.selectbox(key="corpus_encoding_1").set_value("UTF-8").run()
    assert not page.exception
    assert list(table(page)["documents"]) == [0]
    assert "病历.txt" in notes(page)
    page.selectbox(key="corpus_encoding_1").set_value("").run()
    assert list(table(page)["documents"]) == [1]


def test_an_encoding_in_doubt_shows_its_readings_to_choose_from(page):
    upload(page, "letters.txt", b"A caf\xe9. " + b"The pump was oiled and nothing was found. " * 40)
    assert "Windows-1252" in table(page)["read_as"][0]
    assert "Choose the encoding in which its text looks right" in notes(page)
    previews = [text.value for text in page.text if text.value.startswith("A caf")]
    assert previews[0].startswith("A café.")
    assert len({*previews}) == len(previews) > 1
    page.button(key="corpus_reading_1_1").click().run()
    assert not page.exception
    assert "Windows-1252" not in table(page)["read_as"][0]
    assert page.selectbox(key="corpus_encoding_1").value
    assert not [text.value for text in page.text if text.value in previews]


def test_a_name_that_is_too_long_is_refused_and_none_is_the_suggested_one(page, workspace):
    upload(page, "notes.txt", NOTES)
    save(page, "x" * 81)
    assert "has 81 characters" in page.error[0].value
    assert list_corpora(workspace) == []
    save(page, " ")
    assert [corpus.card.name for corpus in list_corpora(workspace)] == ["notes"]


def test_a_doubt_without_readings_says_where_another_encoding_is_chosen(page):
    damaged = ("A café of note.\n" * 200).encode() + b"\x81\x8d\x8f is no letter\n"
    upload(page, "notes.txt", damaged)
    assert "1 line is not UTF-8" in notes(page)
    assert "Choose the encoding in which" not in notes(page)
    assert "Change how a file is read" in notes(page)


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
    save(page)
    assert "at least 200" in page.error[0].value
    assert list_corpora(workspace) == []


def test_the_verdict_comes_in_words_and_grows_with_the_text(page):
    upload(page, "notes.txt", NOTES)
    assert "Too little for a character model" in notes(page)
    assert "Too little for a model of any size" in notes(page)
    long = " ".join(f"Pump {n} of line {n % 7} ran hot at {n % 90} degrees." for n in range(9000))
    upload(page, "long.txt", long)
    assert "Enough for a character model" in notes(page)
    assert "Enough text for an LSTM of up to" in notes(page)


def test_saving_leads_to_the_corpus_by_its_address(page, workspace):
    upload(page, "notes.txt", NOTES)
    save(page, "Pump notes")
    corpus = list_corpora(workspace)[0]
    assert page.query_params["corpus"] == corpus.id
    assert page.title[0].value == "Pump notes"
    assert "80 % for training" in notes(page)


def test_saving_and_training_leads_to_the_train_page_with_the_corpus_chosen(page, workspace):
    upload(page, "notes.txt", NOTES)
    save(page, button="corpus_save_train")
    assert page.query_params["corpus"] == list_corpora(workspace)[0].id
    assert page.title[0].value != "Corpus"


def test_a_saved_corpus_opens_by_its_address_in_chinese_too(workspace, open_page):
    corpus = add_sample(workspace, "customer_service_zh")
    page = open_page("corpus", corpus=corpus.id)
    assert page.title[0].value == corpus.card.name
    assert [metric.label for metric in page.metric][2] == "Distinct characters"
    assert "Barely enough for a character model" in notes(page)
    assert "characters will do better" in notes(page)


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
    assert "1 run was trained on it" in notes(page)
    page.button(key="corpus_delete_cancel").click().run()
    assert open_corpus(workspace, corpus.id)
    page.button(key="corpus_delete").click().run()
    page.button(key="corpus_delete_for_good").click().run()
    assert not page.exception
    assert list_corpora(workspace) == []


def test_a_corpus_that_a_run_learns_from_now_is_not_deleted(workspace, open_page):
    corpus = add_sample(workspace, "customer_service_zh")
    folder = write_run(workspace, "running", corpus=corpus.id)
    page = open_page("corpus", corpus=corpus.id)
    page.button(key="corpus_delete").click().run()
    assert "is training on this corpus now" in notes(page)
    assert not [button for button in page.button if button.key == "corpus_delete_for_good"]
    folder.lock.release()


def test_saved_corpora_are_listed(workspace, open_page):
    add_sample(workspace, "customer_service_zh")
    [row] = linked_rows(open_page("corpus"))
    assert row.texts[1:3] == ["Chinese", "525"]
    assert row.address.startswith("/corpora?corpus=")


def archive(**files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, data in files.items():
            file.writestr(name.replace("_", "."), data)
    return made.getvalue()


def test_an_archive_is_a_row_for_each_file_in_it(page):
    upload(page, "all.zip", archive(a_txt=NOTES, b_csv=TABLE, c_bin=NO_TEXT))
    assert list(table(page)["file"]) == ["a.txt", "b.csv", "c.bin"]
    assert list(table(page)["documents"]) == [1, 60, 0]
    assert table(page)["read_as"][0] == "text, UTF-8 · in all.zip"
    assert "c.bin: Files ending in .bin are read where they are plain text" in notes(page)


def test_a_locked_file_asks_for_its_password_and_is_read_at_once(page, real_data):
    upload(page, "password.pdf", (real_data / "formats/password.pdf").read_bytes())
    assert list(table(page)["read_as"]) == ["locked"]
    assert "password.pdf** is locked with a password" in notes(page)
    page.text_input(key="corpus_password_1").set_value("wrong").run()
    assert "This password does not open **password.pdf**" in notes(page)
    page.text_input(key="corpus_password_1").set_value("openpassword").run()
    assert list(table(page)["documents"]) == [1]
    assert "locked" not in notes(page)
    save(page, "Locked")
    assert not page.error


def test_files_with_the_same_reason_are_told_together(page):
    for number in range(6):
        upload(page, f"{number}.jpg", NO_TEXT + b"%d" % number)
    told = [line for line in notes(page).split("\n") if "Files ending in .jpg" in line]
    assert len(told) == 1
    assert "0.jpg, 1.jpg, 2.jpg and 3 more: " in told[0]


def test_doubt_about_an_encoding_is_said(page):
    upload(page, "short.txt", "Straße nach München, 3 km".encode("cp1252") * 12)
    doubted = "was read as" in notes(page)
    row = next(iter(page.session_state["corpus_draft"].rows()))
    assert doubted == (row.confidence < 0.7)


def test_a_stopped_save_keeps_the_draft(page, workspace, monkeypatch):
    monkeypatch.setattr("pages.ui.widgets.job_panel._AT_ONCE", 0.0)
    long = " ".join(
        f"Pump {n} of line {n % 7} ran hot at {n % 90} degrees." for n in range(200_000)
    )
    upload(page, "long.txt", long)
    page.button(key="corpus_save").click().run()
    assert not page.exception
    job = page.session_state["corpus_draft"].saving
    assert "Saving “long”" in notes(page)
    assert not page.dataframe
    page.button(key=f"corpus_job_{job}_stop").click().run()
    end = time.monotonic() + 60
    while not page.error:
        assert time.monotonic() < end
        time.sleep(0.1)
        page.run()
    assert "Stopped: nothing was saved" in page.error[0].value
    assert list(table(page)["file"]) == ["long.txt"]
    assert list_corpora(workspace) == []
    assert not list(workspace.jobs.iterdir())


def test_what_somebody_else_saves_is_seen_and_leads_there(workspace, open_page, monkeypatch):
    monkeypatch.setattr("pages.ui.widgets.job_panel._AT_ONCE", 0.0)
    saver = open_page("corpus")
    upload(saver, "notes.txt", NOTES)
    saver.button(key="corpus_save").click().run()
    job = saver.session_state["corpus_draft"].saving
    page = open_page("corpus")
    page.session_state["corpus_watched"] = {job}
    end = time.monotonic() + 60
    while not [button for button in page.button if button.key == f"corpus_open_{job}"]:
        assert time.monotonic() < end
        time.sleep(0.1)
        page.run()
    page.button(key=f"corpus_open_{job}").click().run()
    assert page.query_params["corpus"] == list_corpora(workspace)[0].id


def test_more_files_make_a_corpus_that_knows_its_parent(workspace, open_page):
    parent = add_sample(workspace, "customer_service_zh")
    page = open_page("corpus", extend=parent.id)
    assert f"Adds to **{parent.card.name}**" in notes(page)
    upload(page, "notes.txt", NOTES)
    assert page.text_input(key="corpus_name").value == f"{parent.card.name}, extended"
    save(page)
    (corpus,) = [one for one in list_corpora(workspace) if one.id != parent.id]
    assert corpus.card.parent == parent.id
    assert corpus.card.counts.documents == parent.card.counts.documents + 1


def test_an_extension_is_remembered_where_the_address_is_not_and_can_be_dropped(
    workspace, open_page
):
    parent = add_sample(workspace, "customer_service_zh")
    page = open_page("corpus", extend=parent.id)
    del page.query_params["extend"]
    page.run()
    assert page.query_params["extend"] == parent.id
    page.button(key="corpus_parent_none").click().run()
    assert "Adds to" not in notes(page)


def test_the_help_names_every_format(page):
    told = "\n".join(caption.value for caption in page.caption)
    words = told.replace(";", ",").replace(".", ",").replace(":", ",").replace(" ", ",").split(",")
    assert {ending.removeprefix(".") for ending in ENDINGS} <= set(words)


def test_a_draft_holds_little_of_large_files_and_all_of_small_ones():
    draft = CorpusFormDraft()
    draft.add(InputFile("small.txt", b"The pump was oiled.\n" * 5))
    draft.add(InputFile("large.txt", b"A pump, and another.\n" * 100_000))
    for _ in draft.reading(draft.unread()):
        pass
    small, large = draft.items
    assert not small.is_cut
    assert large.is_cut
    assert large.held == 1_000_000
    assert large.characters == 2_100_000
    assert isinstance(large.source.data, Path)
    assert large.size > IN_MEMORY
    path = large.source.data
    draft.remove(large.number)
    assert not path.exists()
    assert draft.characters == small.characters


def test_a_file_too_large_for_memory_is_reckoned_from_its_beginning(monkeypatch):
    monkeypatch.setattr("slm_core.corpus.ingest.large_file.LARGE", 2_000_000)
    draft = CorpusFormDraft()
    row = "The bearing of pump two was hot again, and it was changed in the night.\n"
    draft.add(InputFile("log.txt", row.encode() * 200_000))
    draft.add(InputFile("log.csv", b"note\n" + f'"{row.strip()}"\n'.encode() * 200_000))
    for _ in draft.reading(draft.unread()):
        pass
    text, rows = draft.rows()
    assert text.is_estimate
    assert rows.is_estimate
    assert text.characters == pytest.approx(200_000 * len(row), rel=0.01)
    assert text.documents == 1
    assert rows.documents == pytest.approx(200_000, rel=0.02)
    draft.clear()


def test_many_texts_leave_each_other_room(monkeypatch):
    monkeypatch.setattr("pages.corpus.adding.draft._KEPT", 10_000)
    draft = CorpusFormDraft()
    for number in range(5):
        draft.add(InputFile(f"{number}.txt", f"{number} pump\n".encode() * 1_000))
    for _ in draft.reading(draft.unread()):
        pass
    assert [item.held for item in draft.items] == [7_000, 3_000, FEWEST, FEWEST, FEWEST]
    assert draft.characters == 35_000


def test_files_of_a_folder_come_in_order_without_what_systems_keep(page):
    names = ["r/10.txt", "r/2.txt", "r/.git/config", "r/.DS_Store", "r/sub/1.txt", "r/Thumbs.db"]
    folder = page.file_uploader[1]
    folder.set_value([(name, NOTES.encode() + name.encode(), "text/plain") for name in names])
    page.run()
    assert list(table(page)["file"]) == ["2.txt", "10.txt", "1.txt"]
    assert "3 hidden files were passed over" in notes(page)
    assert page.text_input(key="corpus_name").value == "r"


def test_the_glossary_of_a_corpus_is_kept_on_its_page(workspace, open_page):
    corpus = add_sample(workspace, "customer_service_zh")
    page = open_page("corpus", corpus=corpus.id)
    page.session_state["corpus_terms"] = True
    page.run()
    page.text_area(key=f"corpus_forbidden_{corpus.id}").set_value("退款\n退款")
    page.text_area(key=f"corpus_preferred_{corpus.id}").set_value("您好")
    page.button(key=f"corpus_glossary_{corpus.id}").click().run()
    assert not page.exception
    assert "Saved. It applies from the next text on" in notes(page)
    assert read_glossary(corpus.folder) == Glossary(("退款",), ("您好",))
    page.text_area(key=f"corpus_preferred_{corpus.id}").set_value("退款")
    page.button(key=f"corpus_glossary_{corpus.id}").click().run()
    assert "both forbidden and preferred" in page.error[0].value
