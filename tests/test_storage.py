import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

import orjson
import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from slm_core.errors import WorkspaceError
from slm_core.json_log import JsonLog
from slm_core.locks import is_locked, is_locked_for_readers
from slm_core.messages import Message, msg
from slm_core.storage import (
    friendly_os_errors,
    from_json,
    new_folder,
    pending_folder,
    read_json,
    remove_leftovers,
    write_bytes,
    write_json,
)


def test_a_file_is_replaced_whole(tmp_path):
    path = tmp_path / "a.json"
    write_json(path, {"a": 1})
    with open(path, "rb") as reader:  # whoever has it open goes on seeing the old one
        write_json(path, {"a": 2, "文": "é"})
        assert json.loads(reader.read()) == {"a": 1}
    assert read_json(path) == {"a": 2, "文": "é"}
    assert "é" in path.read_text(encoding="utf-8")
    assert [file.name for file in tmp_path.iterdir()] == ["a.json"]


def test_a_message_is_written_as_its_template_and_values(tmp_path):
    said = msg("{name} is {what}.", name="a.txt", what=msg("empty"))
    write_json(tmp_path / "a.json", {"doing": said, "all": [said]})
    kept = read_json(tmp_path / "a.json")
    assert Message.from_json(kept["doing"]) == Message.from_json(kept["all"][0]) == said
    with pytest.raises(TypeError, match="cannot be written as JSON"):
        write_json(tmp_path / "a.json", {"path": object()})


def test_a_file_has_the_mode_asked_for(tmp_path):
    write_bytes(tmp_path / "secret", b"x", mode=0o600)
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name != "posix", reason="Elsewhere a lock needs the right to write.")
def test_a_lock_is_seen_by_who_may_only_read(tmp_path):
    lock = FileLock(tmp_path / "run.lock")
    with lock:
        assert is_locked(tmp_path / "run.lock")
        assert is_locked_for_readers(tmp_path / "run.lock")
    assert not is_locked_for_readers(tmp_path / "run.lock")
    with _looking(tmp_path / "run.lock"):  # two who look do not take each other for the holder
        assert not is_locked_for_readers(tmp_path / "run.lock")


@contextmanager
def _looking(path):
    import fcntl

    with open(path, "rb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


@pytest.mark.parametrize("content", [b"", b'{"a": 1', b"[1]", b"\xff\xfe", b"null"])
def test_what_is_not_a_json_object_is_nothing(tmp_path, content):
    (tmp_path / "a.json").write_bytes(content)
    assert read_json(tmp_path / "a.json") is None
    assert read_json(tmp_path / "missing.json") is None
    assert read_json(tmp_path / "a.json" / "below.json") is None


def test_a_lone_surrogate_does_not_make_a_file_unreadable(tmp_path):
    write_json(tmp_path / "a.json", {"name": "a\ud800b"})
    assert read_json(tmp_path / "a.json") == {"name": "a?b"}
    lines = JsonLog(tmp_path / "b.jsonl")
    lines.append({"name": "a\ud800b"})
    assert lines.read()[0] == [{"name": "a?b"}]


@given(st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=9) | st.integers(0, 9))))
def test_lines_come_back_as_written_from_any_border(tmp_path_factory, records):
    lines = JsonLog(tmp_path_factory.mktemp("lines") / "a.jsonl")
    offset, found = 0, []
    for record in records:
        lines.append(record)
        new, offset = lines.read(offset)
        found += new
    assert found == records
    assert lines.read() == (records, lines.size())


def test_a_torn_line_is_left_for_later_and_then_read(tmp_path):
    lines = JsonLog(tmp_path / "a.jsonl")
    lines.path.write_bytes(b'{"a": 1}\n{"a": ')
    assert lines.read() == ([{"a": 1}], 9)
    with open(lines.path, "ab") as file:
        file.write(b"2}\n")
    assert lines.read(9) == ([{"a": 2}], 18)


def test_a_torn_line_costs_nobody_the_next_one(tmp_path):
    lines = JsonLog(tmp_path / "a.jsonl")
    lines.path.write_bytes(b'{"a": 1}\n{"a": ')
    lines.append({"a": 3}, sync=True)
    assert lines.read()[0] == [{"a": 1}, {"a": 3}]


@pytest.mark.parametrize("torn", [b"", b'{"a', b'{"a": "' + b"x" * 200_000])
def test_mending_cuts_off_a_torn_line_and_nothing_else(tmp_path, torn):
    lines = JsonLog(tmp_path / "a.jsonl")
    lines.repair()  # nothing there, nothing to do
    for whole in (b"", b'{"a": 1}\n{"b": "' + b"y" * 100_000 + b'"}\n'):
        lines.path.write_bytes(whole + torn)
        lines.repair()
        assert lines.path.read_bytes() == whole


def test_lines_that_are_no_objects_are_skipped(tmp_path):
    lines = JsonLog(tmp_path / "a.jsonl")
    assert lines.read() == ([], 0)
    assert lines.size() == 0
    lines.path.write_bytes(b'{"a": 1}\nnonsense\n\n[2]\n\xff\n{"a": 3}\n')
    assert lines.read()[0] == [{"a": 1}, {"a": 3}]


def test_a_folder_appears_whole_or_not_at_all(tmp_path):
    target = tmp_path / "deep" / "folder"
    with new_folder(target) as draft:
        (draft / "a").write_text("1")
        assert not target.exists()
    assert (target / "a").read_text() == "1"
    with pytest.raises(ValueError, match="half"), new_folder(tmp_path / "other") as draft:
        (draft / "a").write_text("1")
        raise ValueError("half done")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deep"]


def test_the_first_of_two_who_fill_a_folder_wins(tmp_path):
    target = tmp_path / "folder"
    with new_folder(target) as mine:
        (mine / "a").write_text("mine")
        with new_folder(target) as theirs:
            (theirs / "a").write_text("theirs")
    assert (target / "a").read_text() == "theirs"
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_a_full_disk_is_told_and_leaves_what_was_there(small_disk):
    path = small_disk / "a.json"
    write_json(path, {"a": 1})
    lines = JsonLog(small_disk / "a.jsonl")
    lines.append({"a": 1})
    with pytest.raises(WorkspaceError, match=r"The disk is full: .* Free some space"):
        write_bytes(path, b"x" * 2_000_000)
    assert read_json(path) == {"a": 1}
    assert sorted(file.name for file in small_disk.iterdir()) == ["a.json", "a.jsonl"]
    with pytest.raises(WorkspaceError, match="disk is full"), new_folder(small_disk / "f") as draft:
        (draft / "big").write_bytes(b"x" * 2_000_000)
    assert sorted(file.name for file in small_disk.iterdir()) == ["a.json", "a.jsonl"]
    with pytest.raises(WorkspaceError, match="disk is full"):
        lines.append({"text": "y" * 2_000_000})
    assert lines.read()[0] == [{"a": 1}]
    lines.repair()
    lines.append({"a": 2})
    assert lines.read()[0] == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(13, "Permission denied"), "cannot be written.*right to write"),
        (OSError(30, "Read-only file system"), "cannot be written.*choose another"),
        (FileNotFoundError(2, "No such file"), "could not be used: No such file.*Check"),
    ],
)
def test_what_the_system_says_becomes_a_sentence_with_the_path(error, said):
    with (
        pytest.raises(WorkspaceError, match=f"/some/place {said}"),
        friendly_os_errors(Path("/some/place")),
    ):
        raise error


FILLS = """
import sys, time
from pathlib import Path
from slm_core.storage import pending_folder
with pending_folder(Path(sys.argv[1])) as draft:
    (draft.path / "text.txt").write_text("secret")
    print("filled", flush=True)
    time.sleep(600)
"""


def test_what_a_killed_process_was_filling_is_swept_and_what_a_living_one_fills_is_not(tmp_path):
    home = tmp_path / "corpora"
    command = [sys.executable, "-c", FILLS, str(home)]
    root = Path(__file__).parents[1]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        assert process.stdout.readline() == "filled\n"
        remove_leftovers(home)
        assert len(list(home.glob("*/text.txt"))) == 1
        process.kill()
        process.wait()
    assert len(list(home.glob("*/text.txt"))) == 1
    with pending_folder(home):
        assert list(home.glob("*/text.txt")) == []
    old = time.time() - 3600
    for path in (home / ".deleted-1", home / ".draft-gone.lock"):
        path.mkdir() if path.suffix != ".lock" else path.touch()
        os.utime(path, (old, old))
    (home / ".deleted-2").mkdir()  # somebody is at it
    remove_leftovers(home)
    assert [path.name for path in home.iterdir() if path.name != ".deleted-2"] == []


@dataclass(frozen=True)
class Inner:
    """A part of a record."""

    counts: tuple[int, ...]
    kind: Literal["a", "b"] = "a"


@dataclass(frozen=True)
class Record:
    """A record as files hold them."""

    name: str
    share: float
    inner: Inner
    words: Mapping[str, int] = field(default_factory=dict)
    note: str | None = None


def test_a_record_comes_back_from_json_whatever_another_version_added():
    record = Record("x", 1.0, Inner((1, 2), "b"), {"a": 3}, "n")
    values = orjson.loads(orjson.dumps(record))
    assert from_json(Record, values) == record
    values |= {"newer": 1, "share": 1, "inner": {"counts": [1, 2], "kind": "b", "older": 2}}
    assert from_json(Record, values) == record
    assert type(from_json(Record, values).share) is float
    short = from_json(Record, {"name": "x", "share": 0.5, "inner": {"counts": []}})
    assert short == Record("x", 0.5, Inner(()))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"name": 3}, "name: .*string"),
        ({"share": True}, "share: .*number"),
        ({"share": "1"}, "share: .*number"),
        ({"inner": {}}, "inner.counts: Field required"),
        ({"inner": {"counts": [1, 2.5]}}, "inner.counts.1: .*integer"),
        ({"inner": {"counts": [True]}}, "inner.counts.0: .*integer"),
        ({"inner": {"counts": [], "kind": "c"}}, "inner.kind: .*'a' or 'b'"),
        ({"words": []}, "words: .*object"),
        ({"note": "\ud800"}, ".*surrogates"),
    ],
)
def test_a_record_that_is_none_is_told_in_one_line_with_the_place(change, problem):
    values = {"name": "x", "share": 0.5, "inner": {"counts": [1]}, **change}
    with pytest.raises(ValueError, match=rf"^{problem}[^\n]*$"):
        from_json(Record, values)


def test_what_is_no_object_at_all_is_no_record():
    with pytest.raises(ValueError, match="Input should be an object"):
        from_json(Record, None)


def test_messages_are_written_with_the_paths_and_errors_they_name(tmp_path):
    said = msg("{path}: {error}", path=tmp_path, error=OSError("gone"), why=msg("why"))
    read = msg("{path}: {error}", path=str(tmp_path), error="gone", why=msg("why"))
    write_json(tmp_path / "a.json", {"error": said, "status": asdict(said)})
    JsonLog(tmp_path / "b.jsonl").append({"error": said})
    told = read_json(tmp_path / "a.json")
    (logged,), _ = JsonLog(tmp_path / "b.jsonl").read()
    for value in (told["error"], told["status"], logged["error"]):
        assert Message.from_json(value) == read
