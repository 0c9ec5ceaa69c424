"""The Runs page: all runs, found, sorted, grouped, labelled, deleted; damaged ones as rows."""

import shutil
import time
from collections.abc import Sequence
from dataclasses import asdict

import orjson
from streamlit.testing.v1 import AppTest

from slm_core.evaluation.comparison.document_scores import DocumentScores, write_document_scores
from slm_core.messages import msg
from slm_core.metrics.scores import Interval
from slm_core.runs.labels import note_run, rename_run, tag_run
from slm_core.runs.run import list_runs
from slm_core.storage import write_json
from tests.pages.linked_rows import ShownRow, linked_rows
from tests.pages.run_folders import RunFolder, write_run, write_score


def shown(page: AppTest) -> str:
    kinds = ("title", "markdown", "caption", "error")
    return "\n".join(str(element.value) for kind in kinds for element in page.get(kind))


def names(rows: Sequence[ShownRow]) -> list[str]:
    return [row.texts[0].split(" · ")[0] for row in rows]


def change_config(folder: RunFolder, **changes: object) -> None:
    path = folder.run.folder / "config.json"
    write_json(path, orjson.loads(path.read_bytes()) | changes)


def tick(page: AppTest, *folders: RunFolder) -> None:
    page.session_state["runs_picked"] = frozenset(folder.run.id for folder in folders)
    page.run()


def test_without_runs_it_offers_the_ways_to_one(open_page) -> None:
    page = open_page("runs")
    assert "There are no runs yet" in shown(page)
    assert {"runs_sample", "runs_train"} <= {button.key for button in page.button}


def test_a_row_says_how_good_a_run_is_and_what_is_different(workspace, open_page) -> None:
    older = write_run(workspace, "finished", name="pumps")
    newer = write_run(workspace, "finished", name="pumps again")
    write_score(newer, bits_per_byte=1.25, accuracy=0.75)
    config = orjson.loads((newer.run.folder / "config.json").read_bytes())
    change_config(newer, model=config["model"] | {"hidden_size": 128})
    write_document_scores(
        newer.run,
        DocumentScores("validation", 1240, 1.0, True, (5.0,), (4.0,), Interval(1.2, 1.31)),
    )
    tag_run(newer.run.folder, add=["to keep"])
    note_run(newer.run.folder, "with a smaller network")
    first, second = linked_rows(open_page("runs"))
    assert (first.id, second.id) == (newer.run.id, older.run.id)
    assert first.texts[0] == "pumps again · LSTM"
    assert "#to keep · with a smaller network" in first.details[0]
    assert first.texts[1] in ("Good", "So-so", "Not yet")
    assert (first.texts[2], first.details[2]) == ("1.250", "1.20 – 1.31")
    assert first.texts[3] == "75 %"
    assert len(first.values[4]) > 10
    assert first.texts[5] == "Hidden size 256 → 128"
    assert first.texts[6] == "342k"
    assert second.texts[5] == "first on this text"
    assert first.address == f"/training?run={newer.run.id}"


def test_runs_are_found_by_any_word_a_page_at_a_time_and_sorted(workspace, open_page) -> None:
    folders = [write_run(workspace, "finished", step=80, name=f"run {n}") for n in range(2)]
    for number in range(2, 30):
        copy = f"run-0-20260117-171717-{number:04d}"  # 17 is in no row but one
        shutil.copytree(folders[0].run.folder, workspace.run_folder(copy))
        rename_run(workspace.run_folder(copy), f"run {number}")
    write_score(folders[1], bits_per_byte=0.5)
    page = open_page("runs")
    assert len(linked_rows(page)) == 25
    assert "Page 1 of 2" in shown(page)
    assert len(linked_rows(open_page("runs", part="2"))) == 5
    assert len(linked_rows(open_page("runs", part="-7x"))) == 25
    page.session_state["runs_order"] = ("bits", False)
    page.run()
    assert linked_rows(page)[0].id == folders[1].run.id
    page.text_input(key="runs_find").set_value("RUN 17").run()
    assert names(linked_rows(page)) == ["run 17"]
    page.text_input(key="runs_find").set_value("run-0-20260117-171717-0005").run()
    assert names(linked_rows(page)) == ["run 5"]
    page.text_input(key="runs_find").set_value("nothing like it").run()
    assert linked_rows(page) == []
    assert "No run has all of these words" in shown(page)


def test_runs_of_one_text_stand_together(workspace, open_page) -> None:
    for number in range(4):
        corpus = f"text-{number % 2}-000000000000"
        write_run(workspace, "finished", step=80, name=f"run {number}", corpus=corpus)
    page = open_page("runs")
    page.toggle(key="runs_group").set_value(True).run()
    headings = [place for place, row in enumerate(linked_rows(page)) if row.address is None]
    assert headings == [0, 3]
    assert linked_rows(page)[0].details[0] == "2 runs"
    page.text_input(key="runs_find").set_value("run 2").run()
    assert linked_rows(page)[0].details[0] == "1 run", "of those that are listed"


def test_why_intervals_could_not_be_added_is_said(workspace, open_page) -> None:
    folder = write_run(workspace, "finished")
    job = workspace.job_folder("compare-1")
    job.mkdir(parents=True)
    request = {"kind": "compare", "runs": [folder.run.id], "only_score": True, "asked": time.time()}
    write_json(job / "request.json", request)
    (job / "begun").touch()
    error = msg("The text of {id} is gone.", id="*this*")
    write_json(job / "result.json", {"state": "failed", "error": error})
    page = open_page("runs")
    assert not page.error, "somebody else asked for it"
    page.session_state["runs_intervals_asked"] = job.name
    page.run()
    assert "The text of \\*this\\* is gone" in page.error[0].value
    assert "runs_intervals" in {button.key for button in page.button}, "to try it again"


def test_two_that_are_ticked_are_compared(workspace, open_page) -> None:
    first, second = write_run(workspace, "finished"), write_run(workspace, "finished")
    page = open_page("runs")
    assert page.button(key="runs_compare").disabled
    tick(page, first, second)
    page.button(key="runs_compare").click().run()
    assert not page.exception
    assert page.query_params["runs"] == f"{first.run.id},{second.run.id}"


def test_a_new_name_shows_wherever_the_run_is_named(workspace, open_page) -> None:
    folder, other = write_run(workspace, "finished"), write_run(workspace, "finished")
    tag_run(other.run.folder, add=["to keep"])
    page = open_page("runs")
    tick(page, folder)
    page.button(key="runs_edit").click().run()
    page.text_input(key="runs_edit_name").set_value("Best so far")
    page.multiselect(key="runs_edit_tags").set_value(["to keep"])
    page.text_area(key="runs_edit_note").set_value("Half the rate.")
    page.button(key="runs_edit_save").click().run()
    assert not page.exception
    assert asdict(folder.run.labels()) == {
        "name": "Best so far",
        "tags": ("to keep",),
        "note": "Half the rate.",
    }
    assert "Best so far · LSTM" in [row.texts[0] for row in linked_rows(page)]
    for place, parameters in (("home", {}), ("training", {"run": folder.run.id})):
        named = open_page(place, **parameters)
        assert "Best so far" in shown(named) + str([row.texts for row in linked_rows(named)])


def test_deleting_says_what_goes_and_a_run_that_is_gone_already_is_no_error(
    workspace, open_page
) -> None:
    first, second = write_run(workspace, "finished"), write_run(workspace, "finished")
    busy = write_run(workspace, "running")
    page = open_page("runs")
    tick(page, first, busy)
    page.button(key="runs_delete").click().run()
    assert "is still training" in page.error[0].value
    tick(page, first, second)
    page.button(key="runs_delete").click().run()
    assert "2 runs with their models" in shown(page)
    named = next(found.value for found in page.markdown if found.value.startswith("- **"))
    assert len(set(named.splitlines())) == 2, "runs of one name are told apart"
    assert "bits per byte" in named
    assert "The text that was learned from stays" in shown(page)
    shutil.rmtree(first.run.folder)  # somebody else was faster
    page.button(key="runs_delete_for_good").click().run()
    assert not page.exception
    assert [run.id for run in list_runs(workspace)] == [busy.run.id]
    busy.lock.release()


def test_a_damaged_run_is_a_row_with_its_reason_and_the_others_stand(workspace, open_page) -> None:
    well, damaged = write_run(workspace, "finished"), write_run(workspace, "finished")
    (damaged.run.folder / "config.json").write_text("{")
    (well.run.folder / "labels.json").write_text("[")
    with open(well.run.folder / "metrics.jsonl", "a") as file:
        file.write('{"kind": "validation", "step": 1300, "loss": null}\n{"kind": "va')
    rows = linked_rows(open_page("runs"))
    assert [row.id for row in rows] == [well.run.id, damaged.run.id]
    assert "config.json is damaged" in rows[1].details[0]
    assert rows[1].texts[1] == "damaged"


def test_the_tree_shows_what_each_run_came_from(workspace, open_page) -> None:
    first, tuned = (
        write_run(workspace, "finished", name="first"),
        write_run(workspace, "finished", name="tuned", corpus="other-000000000000"),
    )
    change_config(
        tuned,
        start={"run": first.run.id, "tokenizer": "same", "weights": "", "learned_from": []},
    )
    page = open_page("runs", view="tree")
    rows = linked_rows(page)
    assert names(rows) == ["first", "tuned"]
    assert [row.texts[1] for row in rows] == ["from nothing", "fine-tuned from it on another text"]
