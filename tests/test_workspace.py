import os
import stat
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from slm_core.errors import WorkspaceError
from slm_core.workspace import (
    Workspace,
    checked_name,
    content_hash,
    names_in,
    new_run_id,
    open_workspace,
    slug,
)


def test_the_folder_named_wins_over_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("ARGOT_HOME", str(tmp_path / "env"))
    assert open_workspace(tmp_path / "named").root == tmp_path / "named"
    assert open_workspace().root == tmp_path / "env"
    assert not (tmp_path / "env" / "named").exists()
    monkeypatch.delenv("ARGOT_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    if sys.platform == "linux":
        assert open_workspace().root == tmp_path / "data" / "argot"


def test_opening_makes_the_folders_and_opening_again_changes_nothing(tmp_path):
    first = open_workspace(tmp_path / "home")
    assert {path.name for path in first.root.iterdir()} == {"corpora", "tokens", "runs", "slots"}
    (first.runs / "mine").mkdir()
    assert open_workspace(tmp_path / "home") == first
    assert (first.runs / "mine").is_dir()


@pytest.mark.skipif(os.name != "posix", reason="Windows has other rights.")
def test_a_new_workspace_is_its_owners_alone_and_files_follow_the_umask(tmp_path):
    program = (
        "import os, sys; os.umask(int(sys.argv[2], 8))\n"
        "from slm_core.storage import new_folder, write_json\n"
        "from slm_core.json_log import JsonLog\n"
        "from slm_core.workspace import open_workspace\n"
        "home = open_workspace(sys.argv[1])\n"
        "with new_folder(home.runs / 'a') as draft:\n"
        "    write_json(draft / 'a.json', {})\n"
        "    JsonLog(draft / 'a.jsonl').append({})\n"
    )
    for umask, folder, file in (
        ("022", 0o755, 0o644),
        ("077", 0o700, 0o600),
        ("002", 0o775, 0o664),
    ):
        home = tmp_path / umask
        subprocess.run([sys.executable, "-c", program, home / "new", umask], check=True)
        assert stat.S_IMODE((home / "new").stat().st_mode) == 0o700
        run = home / "new" / "runs" / "a"
        assert stat.S_IMODE(run.stat().st_mode) == folder
        for name in ("a.json", "a.jsonl"):
            assert stat.S_IMODE((run / name).stat().st_mode) == file
    there = tmp_path / "there"
    there.mkdir(mode=0o755)
    there.chmod(0o755)
    open_workspace(there)
    assert stat.S_IMODE(there.stat().st_mode) == 0o755  # whoever made it has decided


def test_a_workspace_that_is_a_file_is_refused_with_its_path(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(WorkspaceError, match=r"file.* Check that the folder"):
        open_workspace(tmp_path / "file")


def test_a_workspace_that_cannot_be_written_is_refused(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    if os.getuid() != 0:
        home.chmod(0o500)
        with pytest.raises(WorkspaceError, match=r"cannot be written.*--workspace or ARGOT_HOME"):
            open_workspace(home)
        return
    mount = ["mount", "-t", "tmpfs", "-o", "ro,size=1m", "tmpfs", str(home)]
    if sys.platform != "linux" or subprocess.run(mount, check=False).returncode:
        pytest.skip("Root may write anywhere, and no read-only disk can be mounted here.")
    try:
        with pytest.raises(WorkspaceError, match=r"cannot be written.*--workspace or ARGOT_HOME"):
            open_workspace(home)
    finally:
        subprocess.run(["umount", str(home)], check=True)


@pytest.mark.parametrize(
    "name",
    ["..", "../x", "a/b", "/etc", "a\\b", "", ".hidden", "a..b", "a\0b", "a\n", "x" * 500, "a b"],
)
def test_hostile_names_are_refused_with_the_name(tmp_path, name):
    workspace = Workspace(tmp_path)
    for folder in (workspace.run_folder, workspace.corpus_folder):
        with pytest.raises(WorkspaceError, match="is not the name of anything") as refused:
            folder(name)
        assert len(str(refused.value)) < 300
        assert "choose one from the list" in str(refused.value)


@pytest.mark.parametrize("name", ["a", "health-news-1a2b", "电商客服-ab12", "v1.2_x"])
def test_names_of_any_script_are_names(name):
    assert checked_name(name) == name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("My Book (2nd).txt", "my-book-2nd-txt"),
        ("../../etc/passwd", "etc-passwd"),
        ("电商客服对话", "电商客服对话"),
        ("Ünï—cödé", "ünï-cödé"),
        ("...", "text"),
        ("x" * 99, "x" * 40),
    ],
)
def test_slugs_are_names(text, expected):
    assert slug(text) == expected
    assert checked_name(slug(text)) == expected


def test_a_hash_knows_where_its_parts_begin():
    assert content_hash("ab", "c") != content_hash("a", "bc")
    assert content_hash("é") == content_hash("é".encode())
    assert len(content_hash(b"", "\ud800")) == 12


def test_run_ids_are_names_and_never_the_same_twice():
    now = datetime(2026, 1, 2, 3, 4, 5)
    ids = {new_run_id("../My run", now=now) for _ in range(20)}
    assert len(ids) == 20
    assert all(checked_name(name).startswith("my-run-20260102-030405-") for name in ids)
    assert Path(min(ids)).name == min(ids)


def test_what_somebody_else_put_into_a_folder_is_not_ours(tmp_path):
    for name in ("run-1", "药品", ".draft", "run-1 copy", "New folder", "a..b"):
        (tmp_path / name).mkdir()
    assert set(names_in(tmp_path)) == {"run-1", "药品"}
    assert names_in(tmp_path / "nowhere") == []
