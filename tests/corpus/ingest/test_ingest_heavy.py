"""What is large or many comes in within a bounded time and memory. Part of `make test-all`."""

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

pytestmark = [pytest.mark.exhaustive, pytest.mark.timeout(900)]

ROOT = Path(__file__).parents[3]
LINE = "Round {}: the pump at gate {} was  opened, its valve cleaned and closed again.\n"


def peak_memory(*arguments: str | Path) -> tuple[int, str]:
    """Bytes that a command and its processes hold at the most, and what it said."""
    command = [sys.executable, "-m", "slm_core", *map(str, arguments)]
    process = psutil.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    most = 0
    while process.poll() is None:
        most = max(most, sum(map(_memory, (process, *_children(process)))))
        try:
            process.wait(0.1)
        except psutil.TimeoutExpired:
            continue
    said = process.stdout.read()
    assert process.returncode == 0, said
    return most, said


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _memory(process: psutil.Process) -> int:
    try:
        return process.memory_info().rss
    except psutil.NoSuchProcess:
        return 0


@pytest.mark.parametrize("recipe", ["light", "web pages"])
def test_memory_does_not_grow_with_the_text(tmp_path: Path, recipe: str) -> None:
    peaks = []
    for size in (1_000_000, 2_500_000):
        path = tmp_path / f"{size}.txt"
        with open(path, "w", encoding="utf-8") as file:
            for place in range(size):
                file.write(LINE.format(place, place % 7))
        home = tmp_path / f"home-{size}"
        peaks.append(
            peak_memory("corpus", "add", path, f"--recipe={recipe}", "--workspace", home)[0]
        )
    assert peaks[1] < 1_000_000_000
    assert peaks[1] - peaks[0] < 300_000_000


def test_a_line_of_200_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    with open(path, "w", encoding="utf-8") as file:
        for place in range(2_500_000):
            file.write(LINE.format(place, place % 7).replace("\n", " "))
    most, said = peak_memory("corpus", "add", path, "--recipe=light", "--workspace", tmp_path / "h")
    assert "text, UTF-8" in said
    assert most < 1_200_000_000


def test_a_hundred_thousand_files(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    for place in range(100_000):
        if place % 1000 == 0:
            (folder / str(place)).mkdir(parents=True)
        path = folder / str(place // 1000 * 1000) / f"{place}.txt"
        path.write_text(LINE.format(place, place % 7), encoding="utf-8")
    most, said = peak_memory("corpus", "add", folder, "--workspace", tmp_path / "home")
    assert "100,000 files" in said
    assert most < 800_000_000
