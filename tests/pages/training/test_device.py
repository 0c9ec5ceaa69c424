"""Where a run computes: the form offers the devices the machine has, with their memory."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pages.ui import session
from slm_core.corpus.store import Corpus
from slm_core.hardware import machine
from tests.gpus import A100, L4, nvidia_smi
from tests.pages.conftest import OpenPage
from tests.pages.showing import letters
from tests.pages.training.test_run import corpus, words  # noqa: F401 a fixture

unix = pytest.mark.skipif(sys.platform == "win32", reason="The stand-in is a shell script.")


def looked_anew() -> None:
    machine.describe_machine.cache_clear()
    session.gpus.clear()


@pytest.fixture(autouse=True)
def _anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    looked_anew()
    yield
    monkeypatch.undo()
    looked_anew()


def with_settings(open_page: OpenPage, corpus: Corpus, **changes: str):  # noqa: F811
    page = open_page("training", corpus=corpus.id)
    page.session_state["train_changes"] = {
        f"machine.{name}": text for name, text in changes.items()
    }
    page.session_state["train_more_settings"] = True
    page.run()
    assert not page.exception
    return page


def test_without_a_gpu_the_page_says_so_and_offers_the_processor(
    open_page: OpenPage,
    corpus: Corpus,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    page = with_settings(open_page, corpus)
    choice = page.selectbox(key="train_machine_device")
    assert choice.value == "auto"
    assert [text.partition(",")[0] for text in choice.options] == [
        "automatic: CPU",
        "CPU",
    ]
    assert "This machine has no NVIDIA GPU: training runs on its CPU" in words(page)
    fast = ", ".join(machine.describe_machine().instructions)
    assert (f"Instructions that speed it up: {fast}." in words(page)) == bool(fast)


@unix
def test_gpus_are_offered_by_name_with_their_free_memory(
    open_page: OpenPage,
    corpus: Corpus,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("PATH", nvidia_smi(tmp_path / "bin", A100, L4))
    page = with_settings(open_page, corpus)
    choice = page.selectbox(key="train_machine_device")
    assert choice.options[0] == "automatic: NVIDIA A100-SXM4-80GB"
    assert choice.options[2:] == [
        "0: NVIDIA A100-SXM4-80GB · 43 of 86 GB free",
        "1: NVIDIA L4 · 23 of 24 GB free",
    ]
    assert "has no NVIDIA GPU" not in words(page)
    choice.set_value("cuda:1").run()
    assert page.session_state["train_changes"] == {"machine.device": "cuda:1"}
    assert not page.error
    page.number_input(key="train_machine_processes").set_value(2).run()
    assert "one GPU, and Processes (2) need one each" in letters(page.error[0])
    choice.set_value("auto").run()
    assert page.session_state["train_changes"] == {"machine.processes": "2"}
    assert not page.error


@unix
def test_a_gpu_that_is_gone_is_still_shown_and_refused(
    open_page: OpenPage,
    corpus: Corpus,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("PATH", nvidia_smi(tmp_path / "bin", A100))
    page = with_settings(open_page, corpus, device="cuda:5")
    assert page.selectbox(key="train_machine_device").value == "cuda:5"
    assert "Device is cuda:5; this machine has cuda:0 (NVIDIA A100" in letters(page.error[0])
