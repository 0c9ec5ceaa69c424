"""One byte that was flipped on the disk is found in each kind of file, and made up for or told."""

import time
from pathlib import Path

import numpy as np
import pytest

from slm_core import checksums
from slm_core.cli.main import main
from slm_core.corpus.store import open_corpus
from slm_core.errors import CorpusError, DamagedFileError, RunError, SettingsError
from slm_core.profiling.cache import cached_profile
from slm_core.runs.launching import create
from slm_core.runs.launching.create import create_run
from slm_core.runs.load_model import load_run_model
from slm_core.runs.run import Run, open_run
from slm_core.runs.trainer import main as trainer
from slm_core.tokenizers.encoded.token_store import prepare_tokens
from slm_core.training.checkpoints.checkpoint_paths import checkpoint_folders
from slm_core.training.settings import BudgetSettings
from tests.damage.conftest import Everything
from tests.tiny import make_config


def flip(path: Path, *, at: float = 0.5) -> None:
    """Turn a letter or number in the middle into another."""
    data = bytearray(path.read_bytes())
    data[int(len(data) * at)] ^= 0x01
    path.write_bytes(data)


def run_of(everything: Everything) -> Run:
    return open_run(everything.workspace, everything.run)


def test_token_files_are_made_again_and_a_run_on_them_scores_as_before(everything):
    workspace, earlier = everything.workspace, run_of(everything)
    learned = open_corpus(workspace, everything.corpus)
    settings = (earlier.config().split, earlier.config().tokenizer)
    folder = prepare_tokens(workspace, learned, *settings).folder
    for name in ("train.bin", "validation.bin", "meta.json", "tokenizer.json"):
        before = (folder / "train.bin").read_bytes()
        path = folder / name
        if name == "train.bin":  # what a disk gives that has lost a block
            data = path.read_bytes()
            path.write_bytes(data[:100] + bytes(len(data) - 100))
        else:
            flip(path)
        store = prepare_tokens(workspace, learned, *settings)
        assert "was damaged: it was made anew" in str(store.renewed), name
        assert (folder / "train.bin").read_bytes() == before
        assert prepare_tokens(workspace, learned, *settings).renewed is None
    flip(folder / "train.bin")
    run = create_run(workspace, earlier.config())
    assert trainer.main(str(workspace.root), run.id) == 0
    assert run.score() == earlier.score()
    [event] = [event for event in run.events() if event.kind == "renewed"]
    assert "made anew" in str(event.details["reason"])


@pytest.mark.parametrize("name", ["model.safetensors", "optimizer.safetensors", "trainer.json"])
def test_a_damaged_checkpoint_gives_way_to_the_one_before_and_that_is_said(
    everything, name, capsys
):
    run = run_of(everything)
    home = ["--workspace", str(everything.workspace.root)]
    train_again(run)
    newest, before = checkpoint_folders(run.folder)
    flip(newest / name, at=0.9)
    if name != "optimizer.safetensors":
        model = load_run_model(run)
        assert f"of step {newest.name[5:]} is damaged; that of step" in str(model.notice)
        assert main(["generate", run.id, "the", *home]) == 0
        assert "is damaged; that of step" in capsys.readouterr().err
    train_again(run)
    [event] = [event for event in run.events() if event.kind == "fell_back"]
    assert f"of step {newest.name[5:]} is damaged" in str(event.details["reason"])
    assert f"that of step {before.name[5:]} before it was taken" in str(event.details["reason"])
    assert run.status().state == "finished"
    main(["runs", "--json", *home])
    assert "is damaged; that of step" in capsys.readouterr().out


def train_again(run: Run) -> None:
    """Another ten steps, in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(create, "launch", lambda *_args, **_named: None)
        create.train_on(run, BudgetSettings(steps=10))
    assert trainer.main(str(run.workspace.root), run.id) == 0, run.status().error


def test_where_all_checkpoints_are_damaged_nothing_is_written_with_them(everything):
    run = run_of(everything)
    for checkpoint in checkpoint_folders(run.folder):
        flip(checkpoint / "model.safetensors")
        if (checkpoint / "best.safetensors").exists():
            flip(checkpoint / "best.safetensors")
    with pytest.raises(RunError, match="no whole checkpoint"):
        load_run_model(run)


def test_the_text_of_a_corpus_is_not_learned_from_with_a_letter_changed(everything):
    corpus = open_corpus(everything.workspace, everything.corpus)
    path = corpus.texts
    data = path.read_bytes()
    place = data.index(b"pump")
    path.write_bytes(data[:place] + b"dump" + data[place + 4 :])
    with pytest.raises(CorpusError, match=r"documents\.jsonl is damaged: its content was changed"):
        list(open_corpus(everything.workspace, everything.corpus).documents())
    path.write_bytes(data[:-20])
    with pytest.raises(CorpusError, match=r"documents\.jsonl is damaged: a part of it is missing"):
        open_corpus(everything.workspace, everything.corpus)


def test_each_file_that_a_run_is_read_from_is_refused_with_a_flipped_bit(everything):
    run = run_of(everything)
    reads = {
        "config.json": (run.config, SettingsError),
        "facts.json": (run.facts, RunError),
        "report/validation.json": (run.score, RunError),
        "tokenizer.json": (lambda: load_run_model(run), RunError),
    }
    for name, (read, error) in reads.items():
        read()
        before = (run.folder / name).read_bytes()
        flip(run.folder / name)
        with pytest.raises(error, match="changed, as its checksum says"):
            read()
        (run.folder / name).write_bytes(before)
        read()


def test_a_damaged_report_is_made_again(everything):
    assert cached_profile(everything.workspace, everything.corpus) is not None
    [path] = everything.workspace.corpus_cache(everything.corpus).glob("report-*.json")
    flip(path)
    assert cached_profile(everything.workspace, everything.corpus) is None


def test_what_a_run_starts_from_is_refused_with_a_flipped_bit(everything):
    run = open_run(everything.workspace, everything.tuned)
    for path in (run.folder / "start").iterdir():
        if path.name != checksums.FILE:
            checksums.check(path)
            flip(path)
            with pytest.raises(DamagedFileError, match=f"start/{path.name} is damaged"):
                checksums.check(path)
    corpus = open_corpus(everything.workspace, everything.corpus)
    fresh = create_run(everything.workspace, make_config(corpus, budget=BudgetSettings(steps=5)))
    assert fresh.status().state == "queued"


def test_a_checksum_costs_little(tmp_path):
    path = tmp_path / "large.bin"
    path.write_bytes(np.random.default_rng(1).bytes(100_000_000))
    checksums.seal(tmp_path)
    began = time.perf_counter()
    checksums.check(path)
    first = time.perf_counter() - began
    began = time.perf_counter()
    checksums.check(path)
    assert time.perf_counter() - began < 0.02, "the second look reads nothing"
    assert first < 2.0, "0.1 s where nobody else computes"
