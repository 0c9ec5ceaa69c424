"""What every test may ask for."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# An example that takes long on a busy machine is no failure.
settings.register_profile("argot", deadline=None)
settings.load_profile("argot")

# Before torch is imported: several processes test at once, and none should wait in a busy loop.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real files in many formats and languages; skips where there is none."""
    default = Path(__file__).parents[2] / "shared" / "data"
    folder = Path(os.environ.get("ARGOT_REAL_DATA") or default)
    if not folder.is_dir():
        pytest.skip(f"No real data in {folder}; set ARGOT_REAL_DATA to the folder that has it.")
    return folder


@pytest.fixture(autouse=True)
def english() -> None:
    """A command that was run within this process may have left another language."""
    from slm_core.cli.output.terminal import speak

    speak("en")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if sys.platform != "linux" or os.getuid() != 0:
        pytest.skip("Only root on Linux can mount a small disk to fill it.")
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("This machine does not let a small disk be mounted.")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def make_read_only() -> Iterator[Callable[[Path], None]]:
    """`make_read_only(folder)`: nobody may write in it until the test ends, root neither."""
    done: list[Path] = []

    def make(folder: Path) -> None:
        done.append(folder)
        if os.getuid() != 0:
            _change_all(folder, "a-w")
            return
        bind = ["mount", "--bind", str(folder), str(folder)]
        if sys.platform != "linux" or subprocess.run(bind, check=False).returncode:
            done.remove(folder)
            pytest.skip("Root may write anywhere, and no read-only disk can be mounted here.")
        subprocess.run(["mount", "-o", "remount,ro,bind", str(folder)], check=True)

    yield make
    for folder in done:
        if os.getuid() != 0:
            _change_all(folder, "u+w")
        else:
            subprocess.run(["umount", "-l", str(folder)], check=True)


def _change_all(folder: Path, rights: str) -> None:
    subprocess.run(["chmod", "-R", rights, str(folder)], check=True)
