"""The Compare page: verdict, sides, curves, settings, the same words continued; and refusals."""

import random
from collections.abc import Iterator

import orjson
from streamlit.testing.v1 import AppTest

from pages.ui.text.markdown import escape_markdown
from slm_core.errors import ServingError
from slm_core.evaluation.comparison.document_scores import DocumentScores, write_document_scores
from slm_core.generation.settings import GenerationSettings
from slm_core.messages import msg
from slm_core.processes.jobs import list_jobs
from slm_core.runs.run import Run
from slm_core.serving.schema import StreamChunk
from slm_core.storage import write_json
from tests.pages.charts.drawn import rows
from tests.pages.linked_rows import linked_rows
from tests.pages.run_folders import RunFolder, write_run


def shown(page: AppTest) -> str:
    kinds = ("title", "markdown", "caption", "error")
    return "\n".join(str(element.value) for kind in kinds for element in page.main.get(kind))


def charts(page: AppTest) -> list[str]:
    return [element.proto.alt for element in page.main.get("vega_lite_chart")]


def floors(page: AppTest) -> list[str]:
    """Names in the legend of the curves that are no run's."""
    chart = page.main.get("vega_lite_chart")[-1].proto
    names = [row["name"] for row in rows(chart, "names")]
    return [str(name) for name in names if "·" not in str(name)]


def score(run: Run, bits: float, *, part: str = "validation", checkpoint: int = 1240) -> None:
    """Scores of 60 documents, the same ones for every run."""
    dice = random.Random(7)
    sizes = [float(dice.randint(300, 900)) for _ in range(60)]
    hard = [dice.gauss(0, 0.3) for _ in sizes]
    costs = tuple(size * (bits + more) for size, more in zip(sizes, hard, strict=True))
    write_document_scores(
        run,
        DocumentScores(part, checkpoint, 1.0, True, costs, tuple(sizes)),  # ty: ignore
    )


def change_config(folder: RunFolder, section: str, **values: object) -> None:
    path = folder.run.folder / "config.json"
    config = orjson.loads(path.read_bytes())
    write_json(path, config | {section: config[section] | values})


def two_runs(workspace, **second: str) -> tuple[RunFolder, RunFolder]:
    first = write_run(workspace, "finished", name="first")
    other = write_run(workspace, "finished", name="second", **second)
    change_config(other, "model", hidden_size=128)
    return first, other


def test_without_two_runs_it_says_what_it_is_for(open_page, workspace) -> None:
    assert "Two runs can be compared here" in shown(open_page("compare"))
    two_runs(workspace)
    page = open_page("compare", runs="nobody,../../etc")
    assert "There is no run called 'nobody'" in page.error[0].value.replace("\\", "")
    assert len(page.error) == 2
    assert "Choose two runs or more" in shown(page)


def test_a_difference_is_shown_in_a_sentence_with_its_interval(open_page, workspace) -> None:
    first, second = two_runs(workspace)
    score(first.run, 1.8)
    score(second.run, 1.6)
    page = open_page("compare", runs=f"{first.run.id},{second.run.id}")
    told = shown(page).replace("\\", "")
    assert "B is better than A by 0.200 bits per byte; 95% interval" in told
    assert "Over 60 documents of the validation text." in told
    assert charts(page) == [
        "Difference of each run to A in bits per byte, with its 95 % interval",
        "Bits per byte of each run along steps",
    ]
    assert floors(page) == ["by frequency"]
    assert [row.texts[0] for row in linked_rows(page)] == ["A · first · LSTM", "B · second · LSTM"]
    assert page.table[0].value.to_numpy().tolist() == [["Hidden size", "256", "128"]]
    page.session_state["compare_along"] = "tokens"
    page.run()
    assert "Bits per byte of each run along tokens read" in charts(page)


def test_a_setting_that_somebody_typed_is_shown_letter_by_letter(open_page, workspace) -> None:
    first, second = two_runs(workspace)
    change_config(second, "samples", seed_text="![](//x) **bold**")
    page = open_page("compare", runs=f"{first.run.id},{second.run.id}")
    typed = next(row for row in page.table[0].value.to_numpy().tolist() if row[0] == "Seed text")
    assert typed[2] == escape_markdown("![](//x) **bold**")


def test_runs_of_different_texts_get_no_verdict_but_the_picture(open_page, workspace) -> None:
    first, second = two_runs(workspace, corpus="other-000000000000")
    page = open_page("compare", runs=f"{first.run.id},{second.run.id}")
    assert "They learned from different texts" in shown(page)
    assert "Each is scored on its own text" in shown(page)
    assert charts(page) == ["Bits per byte of each run along steps"]
    assert floors(page) == []
    assert not [button for button in page.button if button.key == "compare_go"]
    assert list_jobs(workspace) == []


def test_several_seeds_are_one_line_with_a_band(open_page, workspace) -> None:
    first, second = two_runs(workspace)
    third = write_run(workspace, "finished", name="second")
    change_config(third, "model", hidden_size=128)
    change_config(third, "training", seed=2)
    for folder, bits in ((first, 1.8), (second, 1.6), (third, 1.61)):
        score(folder.run, bits)
    ids = ",".join(folder.run.id for folder in (first, second, third))
    page = open_page("compare", runs=ids)
    assert [row.details[0] for row in linked_rows(page)] == ["", "2 seeds"]
    assert "A band goes from the best to the worst" in shown(page)
    assert "B is better than A by 0.195" in shown(page).replace("\\", "")


def test_what_is_not_scored_is_offered_and_not_started(open_page, workspace) -> None:
    first, second = two_runs(workspace)
    score(first.run, 1.8, checkpoint=600)  # of an earlier checkpoint
    page = open_page("compare", runs=f"{first.run.id},{second.run.id}")
    assert "2 runs are scored first" in shown(page)
    assert list_jobs(workspace) == []
    page.button(key="compare_go").click().run()
    assert not page.exception
    [job] = list_jobs(workspace)
    assert job.request()["runs"] == [first.run.id, second.run.id]


def test_two_of_one_seed_each_are_compared_though_only_their_seed_differs(
    open_page, workspace
) -> None:
    first, second = (write_run(workspace, "finished") for _ in range(2))
    change_config(second, "training", seed=2)
    score(first.run, 1.8)
    score(second.run, 1.79)
    page = open_page("compare", runs=f"{first.run.id},{second.run.id}")
    assert "No difference shown between A and B" in shown(page)
    assert "differ in their random seed alone may differ by as much" in shown(page)


class Writers:
    """Stands where the model server's client does: each run writes its own id."""

    def stream(self, run: str, prompt: str, settings: GenerationSettings) -> Iterator[StreamChunk]:
        if prompt == "broken":
            raise ServingError(msg("The model server is not there."))
        yield StreamChunk(f" <{run}> ")
        yield StreamChunk(f"{settings.temperature:g} {settings.length}")


def test_each_continues_the_same_words_side_by_side(open_page, workspace, monkeypatch) -> None:
    monkeypatch.setattr("pages.compare.answers.client_of", lambda _workspace: Writers())
    first, second = two_runs(workspace)
    page = open_page("compare", runs=f"{first.run.id},{second.run.id}")
    page.text_area(key="compare_prompts").set_value("The pump\n\nbroken")
    page.button(key="compare_write").click().run()
    assert not page.exception
    told = shown(page).replace("\\", "")
    for run in (first.run.id, second.run.id):
        assert f"<{run}> 0.8 240" in told
    assert [error.value for error in page.error] == ["The model server is not there\\."] * 2


def test_all_settings_are_shown_on_request(open_page, workspace) -> None:
    first, second = two_runs(workspace)
    page = open_page("compare", runs=f"{first.run.id},{second.run.id}")
    page.toggle(key="compare_all").set_value(True).run()
    table = page.dataframe[0].value
    assert list(table.columns) == ["Setting", "A", "B"]
    assert len(table) > 40


def test_runs_of_one_name_are_told_apart_where_they_are_chosen(open_page, workspace) -> None:
    runs = [write_run(workspace, "finished", name="same").run.id for _ in range(3)]
    page = open_page("compare", runs=",".join(runs))
    options = page.multiselect(key="compare_runs").options
    assert len(set(options)) == 3  # a browser names its choice by these words
    assert page.multiselect(key="compare_runs").value == runs


def test_what_was_compared_last_is_there_again_without_an_address(open_page, workspace) -> None:
    first, second = two_runs(workspace)
    page = open_page("compare", runs=f"{first.run.id},{second.run.id}")
    del page.query_params["runs"]
    page.run()
    assert page.query_params["runs"] == f"{first.run.id},{second.run.id}"
    page.multiselect(key="compare_runs").set_value([]).run()
    assert "runs" not in page.query_params
    assert "Choose two runs or more" in shown(page)
