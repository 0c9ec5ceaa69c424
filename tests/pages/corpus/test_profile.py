"""A saved corpus's page: report, comparison, tokens, personal data, and what deleting takes."""

import time

import pytest

from pages.corpus.profile.labels import reason_of, sentence_of
from pages.corpus.tokens.coloured_text import cells_of
from slm_core.corpus.cleaning.recipe import Recipe
from slm_core.corpus.cleaning.steps.mask_pii import Privacy
from slm_core.corpus.cleaning.steps.whitespace import Whitespace
from slm_core.corpus.ingest.ingest import ingest
from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.readers.registry import read_source
from slm_core.corpus.samples import add_sample
from slm_core.corpus.store import add_corpus, list_corpora, open_corpus
from slm_core.processes.jobs import list_jobs
from slm_core.profiling.build import build_profile
from slm_core.profiling.cache import cached_profile, profile_path
from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.tokenizers.token_view import view
from slm_core.tokenizers.train import train_tokenizer
from tests.pages.run_folders import write_run
from tests.pages.ui.text.test_catalogue import collected
from tests.tiny import text_of

CALLS = "".join(
    f'{{"text": "Call {n}: write to anna.keller@example.com or call +49 30 1234567. '
    f'{text_of(90, seed=n).strip()}"}}\n'.replace("\n", " ")
    + "\n"
    for n in range(40)
)


def calls(workspace, name="Calls"):
    return add_corpus(workspace, [read_source(InputFile("calls.jsonl", CALLS.encode()))], name=name)


def notes(page):
    return "\n".join(element.value.replace("\\", "") for element in (*page.markdown, *page.caption))


def keys(page):
    return {button.key for button in page.button}


def wait_for_report(page, workspace, corpus):
    end = time.monotonic() + 60
    while cached_profile(workspace, corpus.id) is None:
        assert time.monotonic() < end, [job.state() for job in list_jobs(workspace)]
        time.sleep(0.1)
    return page.run()


@pytest.fixture
def known(workspace):
    """A sample with its report."""
    corpus = add_sample(workspace, "health_news")
    build_profile(workspace, corpus)
    return corpus


def test_the_report_is_made_beside_the_page_the_first_time_it_is_wanted(workspace, open_page):
    corpus = calls(workspace)
    page = open_page("corpus", corpus=corpus.id, show="report")
    assert "Reading **Calls**" in notes(page)
    assert f"report_job_{corpus.id}_stop" in keys(page)
    page.run()
    assert len(list_jobs(workspace)) == 1
    wait_for_report(page, workspace, corpus)
    assert not page.exception
    assert "character model" in notes(page)


def test_a_stopped_report_can_be_asked_for_again(workspace, open_page):
    corpus = calls(workspace)
    page = open_page("corpus", corpus=corpus.id, show="report")
    page.button(key=f"report_job_{corpus.id}_stop").click().run()
    end = time.monotonic() + 60
    while not list_jobs(workspace)[0].state().is_over:
        assert time.monotonic() < end
        time.sleep(0.05)
    if cached_profile(workspace, corpus.id) is None:  # it was not faster than the click
        page.run()
        assert "stopped before it was complete" in notes(page)
        page.button(key=f"report_again_{corpus.id}").click().run()
    wait_for_report(page, workspace, corpus)
    assert "character model" in notes(page)


def test_a_report_that_failed_says_why_and_that_the_corpus_is_safe(workspace, open_page):
    corpus = calls(workspace)
    whole = corpus.texts.read_bytes()
    corpus.texts.write_bytes(whole[:-20])
    page = open_page("corpus", corpus=corpus.id, show="report")
    assert "damaged" in page.error[0].value.replace("\\", "")
    corpus.texts.write_bytes(whole)
    page.run()
    wait_for_report(page, workspace, corpus)
    assert not page.error


def test_the_verdict_comes_first_and_every_chart_says_its_finding(known, open_page):
    page = open_page("corpus", corpus=known.id, show="report")
    assert "Enough for a character model" in notes(page)
    assert "What it is enough for" in notes(page)
    charts = page.get("vega_lite_chart")
    assert len(charts) >= 7
    alts = [chart.proto.alt for chart in charts]
    assert all(alts)
    assert any("growth exponent" in alt for alt in alts)
    assert any("most typical words are cancer" in alt for alt in alts)


def test_the_numbers_behind_it_are_one_click_away(known, open_page):
    page = open_page("corpus", corpus=known.id, show="report")
    assert "report_download" not in str(page.main)
    page.session_state["report_more"] = True
    page.run()
    assert "Tokens in the text" in page.dataframe[0].value.columns
    for part in ("laws", "terms", "topics", "file"):
        page.segmented_control(key="report_more_part").set_value(part).run()
        assert not page.exception


def test_the_whole_verdict_is_in_chinese(known, workspace, open_page):
    page = open_page("corpus", corpus=known.id, show="report", lang="zh")
    assert "足够训练字符模型" in notes(page)
    report = cached_profile(workspace, known.id)
    assert report
    texts = collected()
    for judged in report.verdict:
        assert {judged.sentence.template, judged.reason.template} <= texts
        assert judged.sentence.template not in notes(page)
        assert sentence_of(judged) == str(judged.sentence)  # outside a session all is English
        assert reason_of(judged) == str(judged.reason)


def test_two_corpora_stand_side_by_side_by_their_address(known, workspace, open_page):
    other = calls(workspace)
    build_profile(workspace, other)
    page = open_page("corpus", corpus=known.id, **{"with": other.id})
    assert page.title[0].value == "Health news and Calls"
    assert "of their different words" in notes(page)
    table = page.dataframe[0].value
    assert list(table["what"])[:2] == ["Documents", "Characters"]
    assert next(iter(table["second"])) == "40"
    page.button(key="compare_swap").click().run()
    assert page.title[0].value == "Calls and Health news"


@pytest.mark.parametrize(
    "text",
    ["0123456789 " * 40, "😀🎉" * 200, "word " * 80, "a\n" * 300, "泵" * 400, "!?" * 200],
    ids=["digits", "emoji", "one word", "one letter", "a single sign", "marks"],
)
def test_the_oddest_text_has_a_page(workspace, open_page, text):
    corpus = add_corpus(workspace, [read_source(InputFile("odd.txt", text.encode()))], name="Odd")
    build_profile(workspace, corpus)
    for show in ("overview", "report", "tokens", "privacy"):
        page = open_page("corpus", corpus=corpus.id, show=show)
        assert not page.error


def test_another_corpus_is_chosen_on_the_report(known, workspace, open_page):
    other = calls(workspace)
    build_profile(workspace, other)
    page = open_page("corpus", corpus=known.id, show="report")
    page.selectbox(key="report_with").set_value(other.id).run()
    assert not page.exception
    assert page.query_params["with"] == other.id


def test_a_comparison_with_nothing_says_so(known, open_page):
    page = open_page("corpus", corpus=known.id, **{"with": "nothing-here"})
    assert "does not exist" in page.error[0].value.replace("\\", "")


def test_the_view_stands_in_the_address_in_no_language(known, open_page):
    page = open_page("corpus", corpus=known.id)
    page.segmented_control(key="corpus_view").set_value("privacy").run()
    assert page.query_params["show"] == "privacy"
    page.segmented_control(key="corpus_view").set_value("overview").run()
    assert "show" not in page.query_params
    assert open_page("corpus", corpus=known.id, show="nonsense").metric


def test_tokens_are_shown_and_pages_turned(known, open_page):
    page = open_page("corpus", corpus=known.id, show="tokens")
    assert next(iter(page.dataframe[0].value["name"])) == "Single characters · 75"
    assert "bytes each" in notes(page)
    before = notes(page)
    page.button(key="tokens_next").click().run()
    assert notes(page) != before
    page.button(key="tokens_back").click().run()
    assert notes(page) == before
    page.slider(key="tokens_jump").set_value(50).run()
    assert abs(page.slider(key="tokens_jump").value - 50) < 5
    assert not page.exception


def test_any_other_text_can_be_cut(known, open_page):
    page = open_page("corpus", corpus=known.id, show="tokens")
    page.segmented_control(key="tokens_source").set_value("own").run()
    assert "coloured by token" in notes(page)
    page.text_area(key="tokens_pasted").set_value("The drug Ω worked.").run()
    assert "18 tokens" in notes(page)
    assert "1 unknown" in notes(page)


def test_tokenizers_that_are_gone_are_made_again(known, workspace, open_page):
    for path in workspace.corpus_cache(known.id).glob("tokens-*"):
        path.unlink()
    page = open_page("corpus", corpus=known.id, show="tokens")
    page.button(key="tokens_again").click().run()
    wait_for_report(page, workspace, known)
    assert "bytes each" in notes(page)


def test_marks_stay_on_their_letters():
    arabic = "مِنْ"
    tokenizer = train_tokenizer([arabic * 20], TokenizerSettings(kind="char"))
    cells = cells_of(view(arabic + "\n" + arabic, tokenizer).segments)
    assert ["".join(one.text for one in cell) for cell in cells] == ["مِ", "نْ", "\n", "مِ", "نْ"]
    family = "👩‍👩‍👧 ok"
    tokenizer = train_tokenizer([family * 20], TokenizerSettings(kind="char"))
    cells = cells_of(view(family, tokenizer).segments)
    assert next("".join(one.text for one in cell) for cell in cells) == "👩‍👩‍👧"


def test_personal_data_is_listed_hidden_until_it_is_asked_for(workspace, open_page):
    corpus = calls(workspace)
    page = open_page("corpus", corpus=corpus.id, show="privacy")
    assert "**80 pieces of personal data** in 40 of 40 documents." in notes(page)
    assert "nothing is sent anywhere" in notes(page)
    table = page.data_editor[0].value
    assert list(table["times"]) == [40, 40]
    shown = table.to_string()
    assert "anna.keller" not in shown
    assert "xxxx.xxxxxx@xxxxxxx.xxx" in shown
    page.toggle(key="privacy_reveal").set_value(True).run()
    assert "anna.keller@example.com" in page.data_editor[0].value.to_string()


def test_kinds_choose_what_is_shown_and_masked(workspace, open_page):
    corpus = calls(workspace)
    page = open_page("corpus", corpus=corpus.id, show="privacy")
    page.pills(key=f"privacy_kinds_{corpus.id}").set_value(["phone"]).run()
    assert len(page.data_editor[0].value) == 1
    assert "40 pieces will be masked" in notes(page)
    page.pills(key=f"privacy_kinds_{corpus.id}").set_value([]).run()
    assert page.button(key="privacy_go").disabled


def test_listed_names_are_found_and_masked_into_a_new_corpus(workspace, open_page):
    corpus = calls(workspace)
    page = open_page("corpus", corpus=corpus.id, show="privacy")
    page.text_input(key="privacy_names").set_value("pump").run()
    assert "Names · " in str([pill.options for pill in page.get("pills")])
    page.text_input(key=f"privacy_name_{corpus.id}").set_value("Calls without").run()
    page.button(key="privacy_go").click().run()
    end = time.monotonic() + 60
    while len(list_corpora(workspace)) < 2:
        assert time.monotonic() < end
        time.sleep(0.1)
        page.run()
    page.run()
    assert not page.exception
    masked = next(one for one in list_corpora(workspace) if one.id != corpus.id)
    assert masked.card.name == "Calls without"
    text = "\n".join(masked.documents())
    assert "⟨e-mail⟩" in text
    assert "anna" not in text
    assert " pump" not in text
    assert page.query_params["corpus"] == masked.id
    assert "Mask personal data" in notes(page)
    assert list(corpus.documents()) == list(open_corpus(workspace, corpus.id).documents())


def test_a_saved_corpus_tells_what_each_step_did_and_what_it_adds_to(workspace, open_page):
    first = calls(workspace)
    from slm_core.corpus.ingest.read_files import InputStream

    incoming = [InputStream(InputFile("more.txt", ("The  pump ran  hot.\n" * 60).encode()))]
    recipe = Recipe((Whitespace(), Privacy()))
    done = ingest(workspace, incoming, name="More", recipe=recipe, parent=first)
    page = open_page("corpus", corpus=done.corpus.id)
    assert "How it was made" in [heading.value for heading in page.subheader]
    assert "Tidy blanks" in notes(page)
    assert "1 document" in notes(page)
    assert "It adds to Calls" in str([link.value for link in page.get("page_link")])


def test_deleting_says_everything_that_goes_and_takes_the_runs_if_wanted(workspace, open_page):
    corpus = calls(workspace)
    build_profile(workspace, corpus)
    folder = write_run(workspace, "finished", corpus=corpus.id).run.folder
    page = open_page("corpus", corpus=corpus.id)
    page.button(key="corpus_delete").click().run()
    assert "its text: 40 documents" in notes(page)
    assert "its report, its tokenizers" in notes(page)
    assert "keeps its model" in notes(page)
    page.checkbox(key="corpus_delete_runs").check()
    page.button(key="corpus_delete_for_good").click().run()
    assert not page.exception
    assert list_corpora(workspace) == []
    assert not profile_path(workspace, corpus.id).exists()
    assert not folder.exists()
