"""The recipe of a draft: chosen for the text, changed step by step, tried, kept as a file."""

import json
import re

import pytest

from pages.corpus.cleaning.diff import inline_diff, removed
from pages.corpus.cleaning.draft import RecipeDraft
from pages.corpus.cleaning.labels import choice_title, recipe_about, recipe_title, step_groups
from pages.corpus.cleaning.step import lines_of
from slm_core.corpus.cleaning.recipe import READY_MADE, Recipe
from slm_core.corpus.cleaning.registry import STEPS
from slm_core.corpus.cleaning.steps.case_and_punctuation import Lowercase
from slm_core.corpus.cleaning.steps.filters import LengthFilter
from slm_core.corpus.cleaning.steps.stop_words import StopWords
from slm_core.corpus.cleaning.steps.unicode import Unicode
from slm_core.corpus.cleaning.steps.whitespace import Whitespace
from slm_core.corpus.store import list_corpora
from slm_core.corpus.text.diff_excerpts import Change
from slm_core.corpus.uncleaned import find_uncleaned
from slm_core.settings_schema import fields_of
from tests.pages.corpus.test_page import NOTES, notes, save, upload
from tests.pages.showing import showing

MESSY = "The  pump of line two RAN hot,  see https://example.org/a?b for more.\n" * 59 + "Done."


@pytest.fixture
def page(open_page):
    return open_page("corpus")


def draft_of(page):
    return page.session_state["corpus_draft"]


def steps_of(page):
    return [edited.step.section for edited in draft_of(page).recipe.steps]


def labels(page):
    return [box.label for box in page.expander if box.label[:1].isdigit()]


def open_step(page, section):
    number = next(
        edited.number for edited in draft_of(page).recipe.steps if edited.step.section == section
    )
    page.session_state[f"corpus_step_{number}"] = True
    page.run()
    assert not page.exception
    return number


def choose(page, option):
    showing(page.selectbox, "corpus_recipe").set_value(option).run()
    assert not page.exception


def test_the_recipe_is_chosen_for_the_text_and_undone_with_a_click(page):
    upload(page, "messy.txt", MESSY)
    assert showing(page.selectbox, "corpus_recipe").value == "light"
    assert "Chosen for this text." in notes(page)
    assert labels(page)[1].startswith("2. **Tidy blanks and empty lines** :gray[· 118 places in 1")
    page.button(key="corpus_recipe_undo").click().run()
    assert showing(page.selectbox, "corpus_recipe").value == "as it is"
    assert steps_of(page) == []
    upload(page, "more.txt", NOTES)
    assert steps_of(page) == [], "what somebody decided stays when more files come"


def test_a_recipe_that_nobody_touched_follows_the_text(page, real_data):
    upload(page, "messy.txt", MESSY)
    upload(page, "book.pdf", (real_data / "formats/pdflatex_4pages.pdf").read_bytes())
    assert "Chosen for this text. Each file is cleaned as its kind needs." in notes(page)
    only = {type(one.step).__name__: one.step.files for one in draft_of(page).recipe.steps}
    assert only["JoinLines"] == only["Boilerplate"] == ".pdf"
    assert only["Whitespace"] == ""


def test_an_opened_step_shows_before_and_after_of_ones_own_text(page):
    upload(page, "messy.txt", MESSY)
    open_step(page, "whitespace")
    told = [element.value for element in page.markdown if "[Before]" in element.value]
    assert len(told) == 3
    assert ":red[~~␣␣~~]" in told[0].replace("\u2060", "")
    assert "Changed 118 places." in notes(page)


def test_steps_are_moved_and_taken_out_and_all_that_can_be_undone(page):
    upload(page, "messy.txt", MESSY)
    number = open_step(page, "whitespace")
    page.button(key=f"corpus_step_up_{number}").click().run()
    assert steps_of(page) == ["whitespace", "unicode", "exact_duplicates"]
    open_step(page, "whitespace")
    assert page.button(key=f"corpus_step_up_{number}").disabled
    page.button(key=f"corpus_step_remove_{number}").click().run()
    assert steps_of(page) == ["unicode", "exact_duplicates"]
    assert len(labels(page)) == 2
    for _ in range(2):
        page.button(key="corpus_recipe_undo").click().run()
    assert steps_of(page) == ["unicode", "whitespace", "exact_duplicates"]
    assert not page.exception


def test_a_setting_is_tried_at_once(page):
    upload(page, "messy.txt", MESSY)
    number = open_step(page, "whitespace")
    page.toggle(key=f"corpus_step_{number}_whitespace_blanks").set_value(False).run()
    assert labels(page)[1].endswith("nothing to do here]")
    assert showing(page.selectbox, "corpus_recipe").value == "own"
    assert "Light, changed" in showing(page.selectbox, "corpus_recipe").options


def test_a_setting_that_cannot_be_gets_its_sentence_and_the_step_stays(page):
    upload(page, "messy.txt", MESSY)
    draft_of(page).recipe.add("replace")
    page.run()
    number = open_step(page, "replace")
    pattern = showing(page.text_input, f"corpus_step_{number}_replace_pattern")
    pattern.set_value("[line").run()
    assert labels(page)[2].endswith(":red[:material/error:] :red[· has a mistake]")
    open_step(page, "replace")
    showing(page.text_input, f"corpus_step_{number}_replace_pattern").set_value("line two").run()
    assert "59 places" in "".join(labels(page))
    open_step(page, "replace")
    showing(page.text_input, f"corpus_step_{number}_replace_pattern").set_value("(line").run()
    open_step(page, "replace")
    assert "a ( is never closed" in page.error[0].value.replace("\\", "")
    assert "the step works as before" in notes(page)
    assert "has a mistake" in labels(page)[2]
    assert "59 places" in labels(page)[2]
    open_step(page, "replace")
    showing(page.text_input, f"corpus_step_{number}_replace_pattern").set_value("hot").run()
    assert not page.error
    assert draft_of(page).recipe.steps[2].step.pattern == "hot"


def test_every_step_can_be_added_with_a_sentence_on_what_it_does(page):
    upload(page, "messy.txt", MESSY)
    page.button(key="corpus_recipe_add").click().run()
    assert not page.exception
    for section, step in STEPS.items():
        assert page.button(key=f"corpus_add_{section}")
        assert step.about() in notes(page)


def test_a_step_is_added_where_people_usually_want_it():
    recipe = RecipeDraft()
    recipe.suggest(READY_MADE["light"], "light")
    for section in ("mask_urls", "stem", "mojibake"):
        recipe.add(section)
    assert [edited.step.section for edited in recipe.steps] == [
        "mojibake", "unicode", "whitespace", "mask_urls", "exact_duplicates", "stem"
    ]  # fmt: skip


def test_steps_that_spoil_grammar_say_so_and_what_they_are_good_for(page):
    upload(page, "messy.txt", MESSY)
    choose(page, "the article's")
    told = notes(page)
    assert "writes no whole sentences. It is good for topics" in told
    assert "writes blanks around punctuation" in told
    number = open_step(page, "stop_words")
    assert "The text's own language: English." in notes(page)
    box = page.selectbox(key=f"corpus_step_{number}_stop_words_language")
    assert "German" in box.options


def test_misread_text_is_mended_with_one_click(page):
    upload(page, "misread.txt", "We met in the cafÃ© at noon, as ever.\n" * 20)
    assert "20 lines look misread" in notes(page)
    page.button(key="corpus_repair").click().run()
    assert steps_of(page)[0] == "mojibake"
    assert "look misread" not in notes(page)
    assert labels(page)[0].endswith("20 places in 1 document]")
    assert "We met in the café at noon" in notes(page)


def test_sound_text_is_offered_no_repair(page):
    upload(page, "sound.txt", "We met in the café at noon, as ever.\n" * 20)
    assert not [button for button in page.button if button.key == "corpus_repair"]


def test_a_recipe_is_named_kept_as_a_file_and_taken_from_one(page):
    upload(page, "messy.txt", MESSY)
    page.text_input(key="corpus_recipe_name").set_value("  our   reports ").run()
    assert "our reports" in showing(page.selectbox, "corpus_recipe").options
    recipe = draft_of(page).recipe.recipe()
    assert recipe.name == "our reports"
    kept = json.dumps(recipe.to_json())
    choose(page, "as it is")
    page.file_uploader(key="corpus_recipe_import").upload("reports.json", kept.encode())
    page.run()
    assert draft_of(page).recipe.recipe() == recipe
    assert not page.error


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xfe{", "The recipe is no JSON"),
        (b"{}", "This is neither"),
        (b'[{"step": "unicorn"}]', "which is no step"),
        (b'[{"step": "replace", "pattern": "("}]', "never closed"),
    ],
)
def test_a_file_that_is_no_recipe_gets_its_sentence_and_changes_nothing(page, data, said):
    upload(page, "messy.txt", MESSY)
    page.file_uploader(key="corpus_recipe_import").upload("bad.json", data)
    page.run()
    assert not page.exception
    shown = page.error[0].value.replace("\\", "").replace("\u2060", "")
    assert "bad.json" in shown
    assert said in shown
    assert steps_of(page) == ["unicode", "whitespace", "exact_duplicates"]


def test_what_is_saved_is_cleaned_and_its_recipe_is_offered_again(page, workspace, open_page):
    upload(page, "messy.txt", MESSY)
    draft_of(page).recipe.add("mask_urls")
    page.run()
    save(page, "Masked")
    (corpus,) = list_corpora(workspace)
    (text,) = corpus.documents()
    assert text.startswith("The pump of line two RAN hot, see <url> for more.\n")
    assert [step["step"] for step in corpus.card.recipe][2] == "mask_urls"
    assert "The text before cleaning is kept beside it" in notes(page)
    page.button(key="corpus_uncleaned_remove").click().run()
    assert find_uncleaned(corpus) is None
    assert "before cleaning" not in notes(page)

    again = open_page("corpus")
    upload(again, "notes.txt", NOTES)
    assert "As in “Masked”" in showing(again.selectbox, "corpus_recipe").options
    choose(again, f"as in {corpus.id}")
    assert draft_of(again).recipe.recipe().steps_json() == list(corpus.card.recipe)
    assert showing(again.selectbox, "corpus_recipe").value == f"as in {corpus.id}"


def test_an_extension_begins_with_the_recipe_of_its_parent(page, workspace, open_page):
    upload(page, "messy.txt", MESSY)
    choose(page, "web pages")
    save(page, "Pages")
    (parent,) = list_corpora(workspace)
    more = open_page("corpus", extend=parent.id)
    upload(more, "notes.txt", NOTES)
    assert "The steps of “Pages”, so that old and new text are alike." in notes(more)
    assert draft_of(more).recipe.recipe().steps_json() == list(parent.card.recipe)


def test_the_page_shows_the_text_as_a_model_will_read_it(page):
    upload(page, "messy.txt", MESSY)
    assert "The pump of line two RAN hot, see https" in notes(page).replace("\u2060", "")
    choose(page, "the article's")
    assert "The pump" not in notes(page)
    assert "pump" in notes(page)
    assert re.search(r"After cleaning [\d,]+ characters\.", notes(page))


def test_a_recipe_that_takes_much_away_says_how_much_and_in_which_step(page):
    upload(page, "clean.txt", NOTES)
    assert "Cleaning takes much away" not in notes(page)
    draft_of(page).recipe.load(Recipe((LengthFilter(shortest=100_000),)), "own")
    page.run()
    assert "100% of the characters, most of it in the step “Remove short" in notes(page)


def test_a_preview_that_fails_says_so_and_the_page_stays(page, monkeypatch):
    def refuse(*_, **_named):
        from slm_core.errors import CorpusError

        raise CorpusError("The preview took longer than 20 seconds. Take out the step.")

    monkeypatch.setattr("pages.corpus.cleaning.preview.preview_recipe", refuse)
    upload(page, "messy.txt", MESSY)
    assert "took longer than 20 seconds" in page.error[0].value
    assert len(labels(page)) == 3
    assert page.button(key="corpus_save")


def test_every_step_recipe_and_choice_has_a_name():
    grouped = [section for sections in step_groups().values() for section in sections]
    assert sorted(grouped) == sorted(STEPS)
    assert all(
        recipe_title(name) != name or name == "PDF text" for name in READY_MADE if name != "Chinese"
    )
    assert all(recipe_about(name).endswith(".") for name in READY_MADE)
    for step in STEPS.values():
        for info in fields_of(step).values():
            if info.name != "language":
                assert all(choice_title(info.path, choice)[0] != "" for choice in info.choices)


@pytest.mark.parametrize(
    ("before", "after", "left", "right"),
    [
        ("a  b", "a b", "a:red[~~␣␣~~]b", "a:green[**␣**]b"),
        ("the pump", "pump", ":red[~~the~~] pump", "pump"),
        ("exam-\nple", "example", ":red[~~exam\\-↵ ple~~]", ":green[**example**]"),
        ("質量", "质量", ":red[~~質~~]量", ":green[**质**]量"),
        ("at 10:30", "at 11:30", "at :red[~~10~~]\\:30", "at :green[**11**]\\:30"),
    ],
)
def test_what_differs_is_marked_in_form_as_well_as_in_colour(before, after, left, right):
    old, new = (
        text.replace("\u2060", "").replace("\\:", ":") for text in inline_diff(before, after)
    )
    assert old == left.replace("\\:", ":")
    assert new.strip() == right.replace("\\:", ":").strip()


def test_marks_are_short_and_keep_letters_with_their_accents():
    text = "word " * 100
    old, _new = inline_diff(f"{text}x{text}", f"{text}y{text}")
    assert len(old.replace("\u2060", "")) < 150
    assert old.startswith("…")
    assert old.endswith("…")
    assert "का" in removed("का")
    old, new = inline_diff("किताब", "किताबें")
    assert ":red[~~किताब~~]" in old.replace("\u2060", "")
    assert ":green[**किताबें**]" in new.replace("\u2060", "")


def test_text_from_right_to_left_stands_on_lines_of_its_own():
    assert lines_of(Change("كتاب  جديد", "كتاب جديد"))[0].startswith(
        ":small[:gray[Before]]  \nكتاب"
    )
    assert lines_of(Change("a  b", "a b"))[0].startswith(":small[:gray[Before]] a")
    assert lines_of(Change("a b", None)) == [f":small[:gray[Left out]] {removed('a b')} …"]


def test_text_cannot_become_markup():
    old, _new = inline_diff("<b>[x](http://a.b)</b> ~~y~~", "z")
    assert "\\[x\\]" in old
    assert "\\<b" in old


def test_a_recipe_remembers_fifty_changes_and_no_more():
    recipe = RecipeDraft()
    for _ in range(60):
        recipe.add("lowercase")
    undone = 0
    while recipe.can_undo:
        recipe.undo()
        undone += 1
    assert undone == 50
    assert len(recipe.steps) == 10


def test_a_suggestion_never_overrides_a_person():
    recipe = RecipeDraft()
    recipe.suggest(READY_MADE["light"], "light")
    assert recipe.recipe().steps == READY_MADE["light"].steps
    recipe.load(Recipe((Lowercase(), StopWords("en"))), "")
    recipe.suggest(READY_MADE["PDF text"], "PDF text")
    assert recipe.recipe().steps == (Lowercase(), StopWords("en"))
    recipe.undo()
    assert recipe.recipe().steps == READY_MADE["light"].steps
    recipe.suggest(READY_MADE["PDF text"], "PDF text")
    assert recipe.recipe().steps == (Unicode(), Whitespace(), *READY_MADE["light"].steps[2:])
