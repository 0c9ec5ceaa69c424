"""What to expect of a run is read off the most similar one before it."""

import socket
from dataclasses import asdict, replace
from typing import Any

import pytest

from slm_core.corpus.store import Corpus
from slm_core.hardware.machine import Gpu, Machine
from slm_core.metrics.ngram import BaselineScores
from slm_core.runs.config import RunConfig
from slm_core.runs.launching.create import create_run
from slm_core.runs.planning.compute import resolve_machine_settings
from slm_core.runs.planning.speed import (
    Estimate,
    characters_per_token,
    estimate,
    known_runs,
    measured_throughput,
    speed_of_run,
)
from slm_core.runs.run import Facts
from slm_core.runs.status import RunStatus, write_status
from slm_core.storage import write_json
from slm_core.training.settings import BudgetSettings
from slm_core.workspace import Workspace
from tests.tiny import make_config, make_corpus, workspace_in

HERE = Machine(cores=2, memory_bytes=8 << 30)
CARD = replace(HERE, gpus=(Gpu(0, "NVIDIA T4", 16 << 30, 16 << 30),))


def trained(
    workspace: Workspace,
    corpus: Corpus,
    *,
    speed: float,
    device: str = "cpu",
    machine: dict[str, Any] | None = None,
    status: dict[str, Any] | None = None,
    **model: object,
) -> None:
    """A run that is over, with its speed in tokens a second and where it computed."""
    chosen = make_config(
        corpus, model=model, tokenizer={"vocabulary_size": 30}, machine=machine or {}
    )
    config = replace(chosen, name=f"{model['kind']} at {speed:g}")
    run = create_run(workspace, config)
    facts = Facts(
        vocabulary_size=30,
        parameters=config.model.parameters(30),
        train_tokens=10_000,
        validation_tokens=1000,
        characters_per_token=1.0,
        bytes_per_token=1.0,
        tokenizer_seconds=0.1,
        unknown_share=0.0,
        device=device,
        threads=1,
        floors=BaselineScores(uniform_loss=3.4, frequency_loss=3.0, commonest_accuracy=0.1),
    )
    write_json(run.folder / "facts.json", asdict(facts))
    over = RunStatus(state="finished", asked=1.0, seconds=10.0, tokens=int(10 * speed))
    over = replace(over, host=socket.gethostname(), **(status or {}))
    write_status(run.folder, over)


def expected(workspace: Workspace, config: RunConfig, machine: Machine = HERE) -> Estimate:
    config = replace(config, machine=resolve_machine_settings(config, machine))
    return estimate(known_runs(workspace), config, vocabulary_size=30, machine=machine)


def test_a_run_of_the_same_architecture_tells_more_than_one_of_the_same_size(tmp_path):
    workspace = workspace_in(tmp_path)
    corpus = make_corpus(workspace)
    trained(workspace, corpus, kind="lstm", speed=50_000)
    wanted = make_config(corpus, model={"kind": "transformer"}, tokenizer={"vocabulary_size": 30})
    assert expected(workspace, wanted).based_on == "lstm at 50000", "better than none"
    trained(workspace, corpus, kind="transformer", layers=6, speed=9_000)
    found = expected(workspace, wanted)
    assert found.based_on == "transformer at 9000"
    assert found.tokens_per_second is not None
    assert 9_000 < found.tokens_per_second < 30_000, "scaled by the work"


def test_the_same_text_cut_alike_tells_how_long_its_tokens_are(tmp_path):
    workspace = workspace_in(tmp_path)
    corpus = make_corpus(workspace)
    alike = make_config(corpus, tokenizer={"vocabulary_size": 30})
    assert characters_per_token(known_runs(workspace), alike) is None
    assert expected(workspace, alike) == Estimate(None)
    trained(workspace, corpus, kind="lstm", speed=50_000)
    assert characters_per_token(known_runs(workspace), alike) == 1.0
    other = make_config(corpus, tokenizer={"kind": "word"})
    assert characters_per_token(known_runs(workspace), other) is None


@pytest.mark.parametrize(
    ("was", "wanted", "machine"),
    [
        ({"device": "cuda"}, {}, CARD),
        ({}, {"device": "auto"}, CARD),
        ({}, {"precision": "bfloat16"}, replace(HERE, bfloat16=True)),
        ({}, {"threads": 2}, HERE),
        ({"machine": {"processes": 2, "threads": 2}}, {"threads": 2}, HERE),
    ],
    ids=["of a GPU", "for a GPU", "precision", "threads", "processes"],
)
def test_a_run_that_computed_otherwise_tells_no_speed(tmp_path, was, wanted, machine):
    workspace = workspace_in(tmp_path)
    corpus = make_corpus(workspace)
    trained(workspace, corpus, kind="lstm", speed=400_000, **was)
    assert expected(workspace, make_config(corpus, machine=wanted), machine) == Estimate(None)
    plain = expected(workspace, make_config(corpus))
    assert plain.based_on == ("" if was else "lstm at 400000")


def test_finished_runs_tell_how_fast_the_machine_learns(tmp_path):
    workspace = workspace_in(tmp_path)
    corpus = make_corpus(workspace)

    def seen(machine: Machine = HERE) -> float | None:
        # As many slots as leave one thread to each.
        return measured_throughput(machine, known_runs(workspace), slots=64).weights_a_second

    large: dict[str, Any] = {"kind": "lstm", "hidden_size": 256}
    others: list[dict[str, Any]] = [
        {"kind": "lstm", "speed": 1_000_000},
        {"kind": "gru", "hidden_size": 256, "speed": 1_000_000},
        {**large, "speed": 1_000_000, "status": {"seconds": 4.0}},
        {**large, "speed": 1_000_000, "status": {"state": "stopped"}},
        {**large, "speed": 1_000_000, "device": "cuda"},
        {**large, "speed": 1_000_000, "output": "adaptive"},
    ]
    for other in others:
        trained(workspace, corpus, **other)
    assert seen() is None
    for speed in (10_000, 40_000, 20_000):
        trained(workspace, corpus, speed=speed, **large)
    weights = known_runs(workspace)[0].parameters - 30 * 8  # but for the table of tokens
    assert weights > 200_000
    assert seen() == 40_000 * weights, "the fastest: the others shared it with somebody"
    assert seen(replace(HERE, bfloat16=True)) is None, "these were of float32"
    assert (
        measured_throughput(HERE, known_runs(workspace), device="cuda:7").weights_a_second is None
    )


def test_on_the_processor_of_a_machine_with_a_gpu_runs_on_the_processor_tell(tmp_path):
    workspace = workspace_in(tmp_path)
    corpus = make_corpus(workspace)
    trained(workspace, corpus, kind="lstm", hidden_size=256, speed=10_000)
    known = known_runs(workspace)
    found = measured_throughput(CARD, known, device="cpu", slots=64)
    assert found.gpus == ()
    assert found.weights_a_second is not None
    assert measured_throughput(CARD, known, slots=64) == CARD


@pytest.mark.parametrize(
    ("steps_alone", "came"), [(72_653, 55_635), (66_758, 50_693), (80_972, 54_410)]
)
def test_of_small_networks_the_time_beside_their_steps_is_counted(tmp_path, steps_alone, came):
    # The three texts of 3 kB in benchmarks/README.md, half a minute each.
    settings = {"training.batch_size": "8", "training.sequence_length": "32"}
    corpus = make_corpus(workspace_in(tmp_path))
    config = make_config(corpus, budget=BudgetSettings(minutes=0.5)).with_settings(settings)
    assert speed_of_run(config, steps_alone) == pytest.approx(came, rel=0.1)
    by_steps = replace(config, budget=BudgetSettings(steps=500))
    assert speed_of_run(config, steps_alone) < speed_of_run(by_steps, steps_alone) < steps_alone
    large = config.with_settings({"training.batch_size": "64", "training.sequence_length": "128"})
    assert speed_of_run(large, 40_000) == pytest.approx(0.88 * 40_000, rel=0.01)
