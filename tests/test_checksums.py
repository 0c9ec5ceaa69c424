"""Checksums: what was sealed is held to it, and a file that is written anew meanwhile is not."""

import threading

import pytest

from slm_core import checksums
from slm_core.errors import DamagedFileError


def test_a_file_is_whole_until_a_byte_of_it_changes(tmp_path):
    path = tmp_path / "facts.json"
    path.write_bytes(b'{"step": 100}')
    checksums.seal(tmp_path)
    checksums.check(path)
    assert checksums.is_whole(tmp_path)
    path.write_bytes(b'{"step": 900}')
    with pytest.raises(DamagedFileError, match=r"facts\.json is damaged: its content was changed"):
        checksums.check(path)
    assert not checksums.is_whole(tmp_path)


def test_what_nobody_sealed_counts_as_whole(tmp_path):
    (tmp_path / "log.txt").write_text("started")
    checksums.check(tmp_path / "log.txt")
    assert checksums.is_whole(tmp_path)


def test_a_file_that_is_gone_or_of_another_size_is_not_whole(tmp_path):
    path = tmp_path / "model.safetensors"
    path.write_bytes(b"0" * 100)
    checksums.seal(tmp_path)
    path.write_bytes(b"0" * 99)
    assert not checksums.is_whole(tmp_path)
    path.unlink()
    assert not checksums.is_whole(tmp_path)


def test_a_file_that_is_written_anew_is_never_taken_for_damaged(tmp_path):
    path = tmp_path / "facts.json"
    path.write_text("0")
    checksums.seal(tmp_path, path.name)

    def write_anew():
        for number in range(100):
            with checksums.sealing(tmp_path, path.name):
                path.with_suffix(".new").write_text(f"{number}" * 10)
                path.with_suffix(".new").replace(path)

    writer = threading.Thread(target=write_anew)
    writer.start()
    looks = 0
    while writer.is_alive():
        checksums.check(path)
        looks += 1
    writer.join()
    assert looks > 100
