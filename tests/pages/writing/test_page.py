import shutil
import time

import pytest

from pages.ui.run_index import run_summaries
from pages.writing.form import _described
from pages.writing.session import (
    Generation,
    ask_for_texts,
    best_model,
    run_generations,
    stop_writing,
    writings_of,
)
from slm_core.corpus.samples import add_sample
from slm_core.corpus.store import open_corpus
from slm_core.corpus.subject import choose_subject
from slm_core.errors import ServingError
from slm_core.generation.control.glossary import read_glossary
from slm_core.generation.settings import GenerationSettings
from slm_core.serving.client import Client
from slm_core.serving.lifecycle import ensure_server
from slm_core.serving.schema import StreamChunk
from slm_core.workspace import open_workspace
from tests.pages.run_folders import write_run, write_score
from tests.pages.showing import letters
from tests.serving.servers import end_server
from tests.serving.writers import SEED_TEXT, put_checkpoint, writer


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A workspace whose model server has started."""
    workspace = open_workspace(tmp_path_factory.mktemp("home"))
    ensure_server(workspace)
    yield workspace
    end_server(workspace)


@pytest.fixture
def workspace(served, monkeypatch):
    monkeypatch.setenv("ARGOT_HOME", str(served.root))
    monkeypatch.setattr("sys.argv", ["streamlit"])
    yield served
    for folder in served.runs.iterdir():
        shutil.rmtree(folder)


def shown(page):
    parts = (page.markdown, page.caption, page.error)
    return "\n".join(element.value for part in parts for element in part)


def letters_of(page):
    return shown(page).replace("\\", "").replace("\u2060", "")


def paper(page):
    """What was written, and the line under it."""
    texts = [element.value for element in page.markdown if element.value.startswith(":gray[")]
    return texts[0].partition("]")[2] if texts else ""


def test_without_a_model_it_leads_to_training(open_page):
    page = open_page("writing")
    page.button(key="write_train").click().run()
    assert not page.exception
    assert "Train a model" in [title.value for title in page.title]


def test_it_opens_ready_with_the_runs_own_seed_and_what_comes_next(open_page, workspace):
    run = writer(workspace)
    page = open_page("writing", run=run.id)
    assert page.selectbox(key="write_run").value == run.id
    assert page.text_area(key="write_seed_text").value == SEED_TEXT
    assert (
        "Bars: at temperature 0.8 and under your other settings; marks: the model's own."
        in shown(page)
    )
    [chart] = page.get("vega_lite_chart")
    assert '"cursor": "pointer"' in chart.proto.spec
    assert "write_stop" not in {button.key for button in page.button}
    assert page.button(key="write_another").disabled


def test_the_story_write_another_and_the_first_again(open_page, workspace):
    page = open_page("writing", run=writer(workspace).id)
    page.slider(key="write_length").set_value(50)
    page.button(key="write_go").click().run()
    assert not page.exception
    first = paper(page)
    assert "50 tokens" in shown(page)
    assert "a second · random seed 1 · longest passage copied" in shown(page)
    page.button(key="write_another").click().run()
    assert page.number_input(key="write_seed").value == 2
    assert "random seed 2" in shown(page)
    assert paper(page) != first
    page.number_input(key="write_seed").set_value(1)
    page.button(key="write_go").click().run()
    assert paper(page) == first


def test_words_it_has_never_seen_are_named(open_page, workspace):
    page = open_page("writing", run=writer(workspace, kind="word").id)
    page.text_area(key="write_seed_text").set_value("Patient *oncologist* was").run()
    assert "Never seen in training: **\\***, **oncologist**" in shown(page)
    page.button(key="write_go").click().run()
    assert not page.exception
    assert "tokens" in shown(page)


def test_the_name_of_a_model_in_training_stays_while_it_learns(workspace):
    folder = write_run(workspace, "running")

    def name():
        return next(
            _described(one) for one in run_summaries(workspace) if one.run.id == folder.run.id
        )

    before = name()
    assert "in training" in before
    folder.train(40)
    folder.status("running")
    assert name() == before
    folder.lock.release()


def test_another_run_brings_its_own_seed_but_not_over_what_was_typed(open_page, workspace):
    first, second = writer(workspace, name="one"), writer(workspace, name="two")
    page = open_page("writing", run=first.id)
    page.text_area(key="write_seed_text").set_value("Mine").run()
    page.selectbox(key="write_run").select(second.id).run()
    assert page.query_params["run"] in (second.id, [second.id])
    assert page.text_area(key="write_seed_text").value == "Mine"


def test_an_address_of_a_run_that_is_gone_is_told(open_page, workspace):
    run = writer(workspace)
    page = open_page("writing", run="gone-*bold*")
    assert "There is no model called gone-*bold* here" in letters(page.error[0])
    assert page.selectbox(key="write_run").value == run.id


def test_a_model_that_cannot_be_read_is_an_error_and_not_a_crash(open_page, workspace):
    run = writer(workspace)
    (run.folder / "tokenizer.json").write_text("{}")
    page = open_page("writing", run=run.id)
    page.button(key="write_go").click().run()
    assert not page.exception
    assert "tokenizer" in letters(page.error[0])
    assert "tokenizer" in page.error[1].value


def test_a_model_server_that_cannot_start_is_told(open_page, monkeypatch, tmp_path):
    elsewhere = open_workspace(tmp_path / "elsewhere")
    run = writer(elsewhere)
    monkeypatch.setenv("ARGOT_HOME", str(elsewhere.root))
    monkeypatch.setattr("sys.executable", "/bin/false")
    page = open_page("writing", run=run.id)
    assert "Starting the model server" in shown(page)
    deadline = time.monotonic() + 20
    while not page.error and time.monotonic() < deadline:
        time.sleep(0.1)
        page.run()
    assert "ended as soon as it was started" in letters(page.error[0])
    assert not page.exception


class Interrupted(BaseException):
    """What Streamlit raises in a script whose reader has clicked something."""


def test_a_text_that_is_interrupted_is_kept_and_its_stream_closed(workspace):
    run = writer(workspace)
    writing = Generation(run.id, SEED_TEXT, GenerationSettings(length=5000))

    def draw(seen):
        if seen.text:
            raise Interrupted

    with pytest.raises(Interrupted):
        run_generations([writing], Client(workspace), draw)
    assert writing.stage == "stopped"
    assert writing.text


def test_a_server_that_fails_leaves_what_was_written(workspace):
    class Failing(Client):
        def stream(self, run_id, prompt, settings, wanted):
            yield StreamChunk("some text")
            raise ServingError("The model server stopped answering.")

    writing = Generation("run", "", GenerationSettings())
    run_generations([writing], Failing(workspace), lambda _: None)
    assert (writing.stage, writing.text) == ("failed", "some text")
    assert str(writing.problem) == "The model server stopped answering."


def test_stopping_concerns_a_text_in_progress_only(workspace):
    run = writer(workspace)
    writing = Generation(run.id, "", GenerationSettings())
    ask_for_texts(writing)
    assert writings_of(run) == [writing]
    stop_writing()
    assert writing.stage == "stopped"
    writing.stage = "done"
    stop_writing()
    assert writing.stage == "done"


def test_stopping_ten_gives_up_those_that_are_not_begun(workspace):
    run = writer(workspace)
    stages = ("done", "writing", "asked", "asked")
    ask_for_texts(*(Generation(run.id, "", GenerationSettings(), stage) for stage in stages))
    stop_writing()
    assert [writing.stage for writing in writings_of(run)] == ["done", "stopped"]


def test_ten_at_once_are_ten_texts_of_seeds_in_a_row_that_come_again(open_page, workspace):
    page = open_page("writing", run=writer(workspace).id)
    page.slider(key="write_length").set_value(20)
    page.button(key="write_ten").click().run()
    assert not page.exception
    seed = f":gray[{SEED_TEXT}]"
    first = [element.value for element in page.markdown if element.value.startswith(seed)]
    assert len(first) == 10
    assert len(set(first)) > 5
    assert all(f"random seed {seed} ·" in shown(page) for seed in range(1, 11))
    page.button(key="write_ten").click().run()
    again = [element.value for element in page.markdown if element.value.startswith(seed)]
    assert again == first
    kinds = [button.proto.label for button in page.get("download_button")]
    assert kinds == ["Save as a file", "Save all with their settings"]


def test_methods_are_compared_beside_one_another(open_page, workspace):
    page = open_page("writing", run=writer(workspace).id)
    page.slider(key="write_length").set_value(20)
    page.button(key="write_methods").click().run()
    assert not page.exception
    for title in ("Sampled", "Greedy (temperature 0)", "Beam search (width 8)"):
        assert title in letters_of(page)
    seed = f":gray[{SEED_TEXT}]"
    texts = [element.value for element in page.markdown if element.value.startswith(seed)]
    assert len(texts) == 3
    page.button(key="write_methods").click().run()
    assert [e.value for e in page.markdown if e.value.startswith(seed)] == texts


def test_a_text_is_held_to_a_constraint_and_to_the_glossary_of_the_corpus(open_page, workspace):
    run = writer(workspace, end=0.0)
    page = open_page("writing", run=run.id)
    page.segmented_control(key="write_held").set_value("choices").run()
    page.text_area(key="write_held_choices").set_value("aspirin\ninsulin")
    place = f"corpus_{run.config().corpus}"
    page.text_area(key=f"write_forbidden_{place}").set_value("Aspirin")
    page.button(key=f"write_glossary_{place}").click().run()
    assert "Saved. It applies from the next text on" in shown(page)
    assert read_glossary(workspace.corpus_folder(run.config().corpus)).forbidden == ("Aspirin",)
    page.button(key="write_ten").click().run()
    assert not page.exception
    texts = [e.value for e in page.markdown if e.value.startswith(f":gray[{SEED_TEXT}]")]
    assert set(texts) == {f":gray[{SEED_TEXT}]insulin"}
    page.segmented_control(key="write_held").set_value("regex").run()
    page.text_area(key="write_held_regex").set_value("(a")
    page.button(key="write_go").click().run()
    assert "The constraint cannot be used" in letters(page.error[0])
    page.text_area(key=f"write_preferred_{place}").set_value("aspirin")
    page.button(key=f"write_glossary_{place}").click().run()
    assert "both forbidden and preferred" in letters_of(page)


def test_a_text_of_this_session_is_written_again_with_its_settings(open_page, workspace):
    page = open_page("writing", run=writer(workspace).id)
    page.slider(key="write_length").set_value(30)
    page.number_input(key="write_no_repeat_ngram").set_value(4)
    page.button(key="write_go").click().run()
    first = paper(page)
    page.number_input(key="write_no_repeat_ngram").set_value(0)
    page.text_area(key="write_seed_text").set_value("Patient")
    page.button(key="write_another").click().run()
    assert paper(page) != first
    page.button(key="write_again_1").click().run()
    assert not page.exception
    assert paper(page) == first
    assert page.number_input(key="write_no_repeat_ngram").value == 4
    assert page.text_area(key="write_seed_text").value == SEED_TEXT


def test_a_text_is_edited_and_gone_on_from_and_words_are_offered(open_page, workspace):
    page = open_page("writing", run=writer(workspace).id)
    page.slider(key="write_length").set_value(20)
    page.button(key="write_go").click().run()
    written = SEED_TEXT + paper(page).replace("\u2060", "").replace("\\", "")
    page.button(key="write_go_on").click().run()
    assert len(page.text_area(key="write_seed_text").value) == len(SEED_TEXT) + 20
    assert written[:18] == page.text_area(key="write_seed_text").value[:18]
    before = page.text_area(key="write_seed_text").value
    page.button(key="write_word_0").click().run()
    assert page.text_area(key="write_seed_text").value.startswith(before)
    assert len(page.text_area(key="write_seed_text").value) > len(before)


def test_of_a_long_seed_text_the_end_is_shown_and_the_whole_one_click_away(open_page, workspace):
    page = open_page("writing", run=writer(workspace).id)
    page.text_area(key="write_seed_text").set_value("begin " + "The nurse called. " * 60).run()
    page.slider(key="write_length").set_value(10)
    page.button(key="write_go").click().run()
    written = next(one.value for one in page.markdown if one.value.startswith(":gray["))
    assert "begin" not in written
    assert len(written) < 300
    assert "The whole seed text, 1,086 characters" in [box.label for box in page.expander]


def test_texts_about_health_say_that_they_are_invented_until_somebody_corrects_it(
    open_page, workspace
):
    run = writer(workspace)
    notice = "Invented text, not advice."
    page = open_page("writing", run=run.id)
    corpus = open_corpus(workspace, run.config().corpus)
    choose_subject(corpus, "health")
    page.slider(key="write_length").set_value(10)
    page.button(key="write_go").click().run()
    assert notice in shown(page)
    choose_subject(corpus, "other")
    assert notice not in shown(page.run())


def test_the_model_to_begin_with_is_the_best_of_the_newest_corpus(workspace):
    old, new = add_sample(workspace, "credit_memos"), add_sample(workspace, "health_news")
    scores = {"of old text": (old, 1.0), "two seconds": (new, 3.1), "five minutes": (new, 1.6)}
    for name, (corpus, bits) in scores.items():
        folder = write_run(workspace, "finished", name=name, corpus=corpus.id)
        write_score(folder, bits_per_byte=bits)
    write_run(workspace, "queued", name="no score yet", corpus=new.id).lock.release()
    known = run_summaries(workspace)
    assert best_model(known, [new, old]).config.name == "five minutes"
    assert best_model(known, [old, new]).config.name == "of old text"
    assert best_model(known, []) is known[0]


def test_models_and_checkpoints_write_beside_one_another(open_page, workspace):
    run, other = writer(workspace, name="one"), writer(workspace, name="two")
    put_checkpoint(run, 20)
    page = open_page("writing", run=run.id)
    page.slider(key="write_length").set_value(20)
    assert page.button(key="write_side_by_side").disabled
    page.multiselect(key=f"write_beside_{run.id}").set_value([f"{run.id}@10", other.id]).run()
    page.button(key="write_side_by_side").click().run()
    assert not page.exception
    titles = ("**one**", "**one at step 10**", "**two · LSTM**")
    assert all(title in letters_of(page) for title in titles)
    seed = f":gray[{SEED_TEXT}]"
    texts = [element.value for element in page.markdown if element.value.startswith(seed)]
    assert len(texts) == 3
    assert texts[1] == texts[2] != texts[0]  # the weights of `writer` depend on the step alone
    page.button(key="write_again_1").click().run()
    assert paper(page) == texts[1].partition("]")[2]
    assert "step 10" in shown(page)


def test_branches_stay_in_the_address_and_lead_back(open_page, workspace):
    run = writer(workspace)
    page = open_page("writing", run=run.id)
    page.button(key="write_word_0").click().run()
    first = page.text_area(key="write_seed_text").value
    page.button(key="write_branch_0").click().run()
    assert page.text_area(key="write_seed_text").value == SEED_TEXT
    page.button(key="write_word_1").click().run()
    second = page.text_area(key="write_seed_text").value
    assert first != second
    page.button(key="write_word_0").click().run()
    assert not page.exception
    given = page.query_params["tree"]
    tree = given if isinstance(given, str) else given[0]
    again = open_page("writing", run=run.id, tree=tree)
    assert again.text_area(key="write_seed_text").value.startswith(second)
    again.button(key="write_branch_1").click().run()
    assert again.text_area(key="write_seed_text").value == first
    again.button(key="write_branches_forget").click().run()
    assert "tree" not in again.query_params
    wild = ("[" * 4000, '["a", [[1e999, "b"]], 0]', '["a", [], NaN]')
    for odd in ("[", '["a", [[5, "b"]], 0]', '["a", [], 9]', '{"a": 1}', '["a", [[0]], 0]', *wild):
        page = open_page("writing", run=run.id, tree=odd)
        assert "branches in this address cannot be read" in shown(page)
        assert page.text_area(key="write_seed_text").value == SEED_TEXT


def test_what_the_settings_cut_off_is_seen_beside_what_the_model_expects(workspace):
    run = writer(workspace)
    client = Client(workspace)
    free = client.expect_next(run.id, SEED_TEXT, count=5)
    settings = GenerationSettings(temperature=0.5, top_k=2, top_p=1.0)
    held = client.expect_next(run.id, SEED_TEXT, count=5, settings=settings)
    own = [one.probability for one in free.candidates]
    assert held.before == free.before == pytest.approx(own)
    after = [one.probability for one in held.candidates]
    assert after[2:] == [0, 0, 0]
    squared = [share**2 for share in own[:2]]
    assert after[:2] == pytest.approx([one / sum(squared) for one in squared])
