"""At an upload: what personal data came in, the question whether to mask it, and the answer."""

import pytest

from slm_core.corpus.store import list_corpora, open_corpus
from tests.pages.corpus.test_page import notes, save, saved, upload

LETTER = "Dear Dr. Keller, please call +49 30 1234567 about the seal of pump two, it is worn.\n"
TEXT = LETTER * 12 + "The bearing ran hot and was changed in the night shift by two men.\n" * 20


@pytest.fixture
def page(open_page):
    page = open_page("corpus")
    upload(page, "letters.txt", TEXT)
    return page


def keys(page):
    return {button.key for button in page.button}


def test_what_was_found_is_asked_about_once_and_masked_where_that_is_wanted(page, workspace):
    assert "12 phone numbers, 12 names found." in notes(page)
    page.button(key="corpus_mask").click().run()
    assert "Will be masked: Phone numbers, Names." in notes(page)
    assert "corpus_leave" not in keys(page)
    save(page, "letters")
    corpus = open_corpus(workspace, page.query_params["corpus"])
    text = "\n".join(corpus.documents())
    assert "Keller" not in text
    assert "1234567" not in text
    assert "privacy" in [step["step"] for step in corpus.card.recipe]


def test_what_was_found_in_a_part_of_the_text_is_said_to_be_of_that_part(open_page):
    page = open_page("corpus")
    upload(page, "many.txt", TEXT * 200)
    assert "of 469,600 characters that were looked at" in notes(page)


def test_leaving_it_is_remembered_and_can_be_taken_back(page):
    page.button(key="corpus_leave").click().run()
    assert "found: left as they are." in notes(page)
    upload(page, "more.txt", "One more note on the same pump, from the same night. " * 20)
    assert "Mask them?" not in notes(page)
    page.button(key="corpus_mask").click().run()
    assert "Will be masked: Phone numbers, Names." in notes(page)
    page.button(key="corpus_unmask").click().run()
    assert "left as they are" in notes(page)
    assert not page.session_state["corpus_draft"].recipe.recipe().warnings


def test_where_nothing_is_found_nothing_is_asked(open_page):
    page = open_page("corpus")
    upload(page, "notes.txt", "The bearing ran hot and was changed in the night shift. " * 40)
    assert not {"corpus_mask", "corpus_leave", "corpus_unmask"} & keys(page)


def test_saving_asks_first_where_nobody_has_answered(page, workspace):
    page.button(key="corpus_save_train").click().run()
    assert "corpus_save_masked" in keys(page)
    assert list_corpora(workspace) == []
    page.button(key="corpus_save_masked").click().run()
    saved(page)
    corpus = open_corpus(workspace, page.query_params["corpus"])
    assert "Keller" not in "\n".join(corpus.documents())


def test_saving_it_as_it_is_takes_a_word_of_its_own(page, workspace):
    page.button(key="corpus_save").click().run()
    page.button(key="corpus_save_unmasked").click().run()
    saved(page)
    corpus = open_corpus(workspace, page.query_params["corpus"])
    assert "Keller" in "\n".join(corpus.documents())


def test_an_answer_given_before_is_not_asked_for_again(page):
    page.button(key="corpus_leave").click().run()
    save(page, "letters")
    assert page.query_params["corpus"].startswith("letters-")


def test_names_in_a_column_beside_the_text_are_counted_and_masked_in_it(open_page, workspace):
    page = open_page("corpus")
    rows = "".join(
        f'Gwen Barnes,{n},"The dressing was changed and the wound looks clean, Gwen says, {n}."\n'
        for n in range(10)
    )
    upload(page, "visits.csv", f"Patient name,visit,note\n{rows}")
    assert "10 names found." in notes(page)
    page.button(key="corpus_mask").click().run()
    save(page, "visits")
    corpus = open_corpus(workspace, page.query_params["corpus"])
    text = "\n".join(corpus.documents())
    assert "Gwen" not in text
    assert text.count("⟨name⟩") == 10


def test_page_numbers_in_a_text_file_are_removed_unless_somebody_objects(open_page):
    page = open_page("corpus")
    text = "".join(
        f"Riverside Clinic\n{'The wound was cleaned with saline. ' * (n % 4 + 2)}\nPage {n} of 20\n"
        for n in range(1, 21)
    )
    upload(page, "printed.txt", text)
    assert "Page numbers, headers and footers removed." in notes(page)
    steps = [step.section for step in page.session_state["corpus_draft"].recipe.recipe().steps]
    assert steps == ["unicode", "boilerplate", "whitespace", "exact_duplicates"]
    page.button(key="corpus_recipe_undo").click().run()
    assert page.session_state["corpus_draft"].recipe.recipe().steps == ()
