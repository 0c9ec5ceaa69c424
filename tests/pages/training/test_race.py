"""The page of a race: empty, asked for, under way, over, gone."""

from collections.abc import Iterator

import orjson
import pytest
from streamlit.testing.v1 import AppTest

from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.readers.registry import read_source
from slm_core.corpus.store import Corpus, add_corpus
from slm_core.runs.launching.create import delete_run
from slm_core.runs.launching.race import list_races, stop_race
from slm_core.runs.run import list_runs
from slm_core.storage import write_json
from slm_core.workspace import Workspace
from tests.pages.conftest import OpenPage
from tests.pages.linked_rows import linked_rows
from tests.pages.run_folders import RunFolder, write_run, write_score
from tests.pages.showing import letters
from tests.tiny import wait_for_state


def shown(page: AppTest) -> str:
    kinds = ("title", "markdown", "caption", "error")
    return "\n".join(str(element.value) for kind in kinds for element in page.main.get(kind))


def button(page: AppTest, key: str):
    return next(found for found in page.button if found.key == key)


def charts(page: AppTest) -> list[str]:
    return [element.proto.alt for element in page.main.get("vega_lite_chart")]


@pytest.fixture
def corpus(workspace: Workspace) -> Corpus:
    text = "The pump was checked and the filter was changed by the second shift. " * 300
    result = read_source(InputFile("pumps.txt", text.encode()))
    return add_corpus(workspace, [result], name="Pumps", seed_text="The pump")


def write_race(workspace: Workspace, *folders: RunFolder) -> str:
    """A race of these runs; networks in their order."""
    kinds = ("lstm", "gru", "rnn")
    for folder, kind in zip(folders, kinds, strict=False):
        path = folder.run.folder / "config.json"
        config = orjson.loads(path.read_bytes())
        config |= {"race": "pumps-race", "model": {"kind": kind}}
        write_json(path, config)
    folder = workspace.race_folder("pumps-race")
    folder.mkdir(parents=True)
    write_json(
        folder / "race.json",
        {
            "name": "Pumps",
            "corpus": "pumps-000000000000",
            "rule": "minutes",
            "budget": {"minutes": 1.0},
            "runs": [each.run.id for each in folders],
            "asked": 1.0,
        },
    )
    return "pumps-race"


@pytest.fixture
def racing(workspace: Workspace) -> Iterator[tuple[str, RunFolder, RunFolder]]:
    first, second = write_run(workspace, "running"), write_run(workspace, "running", step=400)
    second.status("queued")
    yield write_race(workspace, first, second), first, second
    for folder in (first, second):
        if folder.lock.is_locked:
            folder.lock.release()


def test_without_a_text_it_offers_the_ways_to_one(open_page: OpenPage) -> None:
    page = open_page("training", race="new")
    assert "there is none here yet" in shown(page)
    assert {"race_bring", "race_sample_text"} <= {found.key for found in page.button}


def test_the_form_says_what_will_happen_and_refuses_what_is_no_race(
    open_page: OpenPage, corpus: Corpus
) -> None:
    page = open_page("training", race="new")
    assert "**4 networks**, 1 min each: about **4 min** in all." in shown(page)
    assert "they take turns" in shown(page)
    page.session_state["race_rule"] = "parameters"
    page.session_state["race_minutes"] = 5.0
    page.run()
    assert "about **20 min** in all" in shown(page)
    assert "as many parameters as the LSTM" in shown(page)
    page.session_state["race_minutes"] = 0.0
    page.run()
    assert "**4 networks**, 30 min each: about **2 h** in all." in shown(page)
    next(one for one in page.number_input if one.key == "race_other_minutes").set_value(2.5).run()
    assert "**4 networks**, 2 min 30 s each: about **10 min** in all." in shown(page)
    next(one for one in page.number_input if one.key == "race_other_minutes").set_value(-1.0).run()
    assert "Minutes is -1" in letters(page.error[0])
    assert button(page, "race_start").disabled
    page.session_state["race_minutes"] = 1.0
    page.session_state["race_kinds"] = ["gru"]
    page.run()
    assert "2 to 5 networks; 1 were chosen" in letters(page.error[0])
    assert button(page, "race_start").disabled


def test_one_click_starts_a_race_and_another_stops_it(
    open_page: OpenPage, corpus: Corpus, workspace: Workspace
) -> None:
    page = open_page("training", race="new")
    page.session_state["race_kinds"] = ["lstm", "transformer"]
    page.session_state["race_rule"] = "parameters"
    page.run()
    button(page, "race_start").click().run()
    assert not page.exception
    (race,) = list_races(workspace)
    assert race.rule == "parameters"
    page = open_page("training", race=race.id)
    assert "Pumps · race" in shown(page)
    button(page, "race_stop").click().run()
    for run in race.members():
        wait_for_state(run, "stopped")
    stop_race(race)  # what is over is left alone


def test_a_race_under_way_shows_curves_and_who_waits(
    open_page: OpenPage, racing: tuple[str, RunFolder, RunFolder]
) -> None:
    page = open_page("training", race=racing[0])
    assert not page.exception
    assert charts(page) == ["Bits per byte of every network along seconds"]
    rows = linked_rows(page)
    names, states, _done, left = zip(*(row.texts[:4] for row in rows), strict=True)
    assert [name.split(": ")[-1] for name in names] == ["LSTM", "GRU"], "the best first"
    assert left == ("23 s", "")
    assert rows[0].address == f"/training?run={racing[1].run.id}"
    assert "about 1 min 11 s left" in shown(page)
    assert states == ("training", "waits for its turn")
    assert rows[0].texts[-1].startswith("… was reported")
    page.session_state["race_along"] = "tokens"
    page.run()
    assert charts(page) == ["Bits per byte of every network along tokens read"]


def test_a_race_that_is_over_names_the_winner_and_can_be_deleted(
    open_page: OpenPage, workspace: Workspace
) -> None:
    first, second = write_run(workspace, "finished"), write_run(workspace, "finished")
    race = write_race(workspace, first, second)
    write_score(first, bits_per_byte=2.0)
    write_score(second, bits_per_byte=1.5)
    page = open_page("training", race=race)
    assert "**GRU** learned most: 1.500 bits per byte, 25.0% less than LSTM." in shown(page)
    member = open_page("training", run=first.run.id)
    assert "Back to the race" in [link.proto.label for link in member.main.get("page_link")]
    button(page, "race_delete").click().run()
    button(page, "race_delete_for_good").click().run()
    assert not page.exception
    assert list_runs(workspace) == []
    assert list_races(workspace) == []


def test_a_race_that_was_left_off_goes_on_by_a_click(
    open_page: OpenPage, corpus: Corpus, workspace: Workspace
) -> None:
    page = open_page("training", race="new")
    page.session_state["race_kinds"] = ["lstm", "gru"]
    page.run()
    button(page, "race_start").click().run()
    (race,) = list_races(workspace)
    page = open_page("training", race=race.id)
    button(page, "race_stop").click().run()
    for run in race.members():
        wait_for_state(run, "stopped")
    page.run()
    assert "stopped by you" in shown(page)
    assert "interrupted" not in shown(page)
    button(page, "race_resume").click().run()
    assert not page.exception
    stop = button(page, "race_stop")
    assert (stop.label, stop.disabled) == ("Stop all and save", False), "it was pressed before"
    stop_race(race)
    for run in race.members():
        wait_for_state(run, "stopped")


def test_a_race_that_is_not_there_is_said(open_page: OpenPage, workspace: Workspace) -> None:
    page = open_page("training", race="nothing")
    assert "There is no race called 'nothing'" in letters(page.error[0])
    folder = write_run(workspace, "finished")
    race = write_race(workspace, folder)
    delete_run(folder.run)
    page = open_page("training", race=race)
    assert letters(page.error[0]) == "The runs of this race were deleted."
    assert list_races(workspace) == []
    assert not workspace.race_folder(race).exists()
