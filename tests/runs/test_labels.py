"""Labels: a name, tags and a note that may change, beside a configuration that may not."""

import shutil

import pytest

from slm_core.errors import RunError, SettingsError
from slm_core.runs.labels import MOST_TAGS, note_run, read_labels, rename_run, tag_run
from slm_core.runs.run import Run
from slm_core.workspace import open_workspace
from tests.pages.run_folders import write_run


@pytest.fixture
def run(tmp_path) -> Run:
    return write_run(open_workspace(tmp_path / "home"), "finished", name="first name").run


def test_a_run_goes_by_its_new_name_and_config_json_stays(run: Run) -> None:
    before = (run.folder / "config.json").read_bytes()
    rename_run(run.folder, "  Second \n name ")
    assert run.config().name == "Second name"
    assert (run.folder / "config.json").read_bytes() == before
    rename_run(run.folder, "")
    assert run.config().name == "first name"


def test_tags_are_kept_once_in_the_order_they_came(run: Run) -> None:
    tag_run(run.folder, add=["to keep", "Baseline"])
    assert tag_run(run.folder, add=["TO KEEP", "new"]).tags == ("to keep", "Baseline", "new")
    assert tag_run(run.folder, remove=["baseline", "never there"]).tags == ("to keep", "new")
    note_run(run.folder, "half the rate ")
    labels = run.labels()
    assert (labels.tags, labels.note) == (("to keep", "new"), "half the rate")


@pytest.mark.parametrize("tag", ["", "a,b", "甲，乙", "x" * 41])
def test_what_cannot_be_a_tag_is_refused(run: Run, tag: str) -> None:
    with pytest.raises(SettingsError, match="1 to 40 characters and no comma"):
        tag_run(run.folder, add=[tag])


def test_too_much_is_refused_with_how_much_is_allowed(run: Run) -> None:
    with pytest.raises(SettingsError, match="120 are the most"):
        rename_run(run.folder, "x" * 121)
    with pytest.raises(SettingsError, match="2,000 are the most"):
        note_run(run.folder, "x" * 2001)
    with pytest.raises(SettingsError, match=f"{MOST_TAGS} tags at the most"):
        tag_run(run.folder, add=[str(number) for number in range(MOST_TAGS + 1)])
    assert not (run.folder / "labels.json").exists()


@pytest.mark.parametrize("content", [b"", b"[]", b'{"name": 3}', b'{"tags": "x"}', b"\xff"])
def test_damaged_labels_are_said_and_can_be_given_again(run: Run, content: bytes) -> None:
    (run.folder / "labels.json").write_bytes(content)
    run.check()
    assert run.config().name == "first name"
    assert "labels.json is damaged" in str(run.left_out())
    tag_run(run.folder, add=["again"])
    assert run.left_out() is None
    assert read_labels(run.folder).tags == ("again",)


def test_a_run_that_was_deleted_meanwhile_cannot_be_labelled(run: Run) -> None:
    shutil.rmtree(run.folder)
    with pytest.raises(RunError, match="was deleted meanwhile"):
        rename_run(run.folder, "too late")
    assert not run.folder.exists()
