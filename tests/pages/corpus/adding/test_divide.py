"""Documents inside a text and columns that belong together are offered, previewed and taken."""

import pytest

from tests.pages.corpus.test_page import notes, save, table, upload

NAMES = "".join(f"Elar{n}in of the quay\n" for n in range(60))
FAQ = "question,answer\n" + "".join(f"Where is {n}?,On the *quay* {n}.\n" for n in range(40))


@pytest.fixture
def page(open_page):
    return open_page("corpus")


def test_a_cut_is_offered_with_a_preview_and_taken(page, workspace):
    upload(page, "names.txt", NAMES)
    assert list(table(page)["documents"]) == [1]
    assert "**names.txt**: Each line of it is a short text by itself" in notes(page)
    preview = next(caption.value for caption in page.caption if "✂" in caption.value)
    assert preview.index("Elar0in") < preview.index("✂") < preview.index("Elar1in")
    page.button(key="corpus_offer_take_0").click().run()
    assert list(table(page)["documents"]) == [60]
    assert "is a short text by itself" not in notes(page)
    save(page, "Names")
    assert page.query_params["corpus"].startswith("names-")


def test_an_offer_that_is_not_taken_is_gone_and_can_be_chosen_later(page):
    upload(page, "names.txt", NAMES)
    upload(page, "more.txt", NAMES.replace("Elar", "Fer"))
    assert "**names.txt** and 1 more file like it" in notes(page)
    page.button(key="corpus_offer_keep_0").click().run()
    assert "corpus_offer_take_0" not in [button.key for button in page.button]
    assert list(table(page)["documents"]) == [1, 1]
    page.selectbox(key="corpus_documents_1").select("line").run()
    assert list(table(page)["documents"]) == [60, 1]
    assert "✂" in notes(page)


def test_columns_are_joined_as_offered_or_by_a_template_of_ones_own(page):
    upload(page, "faq.csv", FAQ)
    assert [block.value for block in page.code] == ["Q: {question}\nA: {answer}"]
    page.button(key="corpus_offer_take_0").click().run()
    assert "columns “question” + “answer” by a template" in table(page)["read_as"][0]
    assert (
        page.session_state["corpus_draft"].texts()[0][0].text
        == "Q: Where is 0?\nA: On the *quay* 0."
    )
    page.text_area(key="corpus_template_1").set_value("{reply}").run()
    assert 'There is no column "reply" in it' in notes(page)
    page.text_area(key="corpus_template_1").set_value("{answer} ({question})").run()
    assert page.session_state["corpus_draft"].texts()[0][0].text == "On the *quay* 0. (Where is 0?)"
    page.text_area(key="corpus_template_1").set_value("").run()
    assert 'column "answer"' in table(page)["read_as"][0]
    page.button(key="corpus_offer_keep_0").click().run()
    assert not page.code
    assert not page.exception
