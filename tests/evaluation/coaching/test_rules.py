"""The coach on real runs, each made to go wrong in one way: it names it and shows where."""

import random
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest

from slm_core.corpus.store import delete_corpus, open_corpus
from slm_core.errors import RunError
from slm_core.evaluation.coach import loss_finding, trend_in, verdict_of
from slm_core.evaluation.coaching.advise import Advice, advise
from slm_core.evaluation.coaching.evidence import evidence_of
from slm_core.evaluation.coaching.finding import named
from slm_core.evaluation.coaching.fixes import much_longer
from slm_core.evaluation.coaching.next_run import better_config, start_better_run
from slm_core.evaluation.coaching.overlap import Overlap
from slm_core.messages import sentences
from slm_core.runs.config import RunConfig
from slm_core.runs.launching import create
from slm_core.runs.launching.create import check_fits, create_run
from slm_core.runs.metrics import MetricsFollower
from slm_core.runs.run import Run, list_runs
from slm_core.runs.trainer import main
from slm_core.training.settings import BudgetSettings
from slm_core.workspace import Workspace
from tests.tiny import make_config, make_corpus, text_of, workspace_in

BATCH = {"batch_size": 32, "sequence_length": 32}
CONSTANT = {**BATCH, "schedule": "constant"}


@dataclass
class Looked:
    """A run and what the coach says of it."""

    run: Run
    metrics: MetricsFollower
    advice: Advice

    @property
    def kinds(self) -> list[str]:
        return [finding.kind for finding in self.advice.findings]

    @property
    def verdict(self) -> str:
        found = verdict_of(
            self.metrics,
            score=self.run.score(),
            facts=self.run.facts(),
            findings=self.advice.findings,
        )
        assert found is not None
        return str(sentences(found.plain(ended=True)))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return workspace_in(tmp_path_factory.mktemp("coached"))


@pytest.fixture(scope="module", autouse=True)
def _own_signals() -> Iterator[None]:
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.fixture(scope="module")
def look(workspace: Workspace) -> Callable[[RunConfig], Looked]:
    """Train it here, to its end, and ask the coach."""

    def looked(config: RunConfig) -> Looked:
        run = create_run(workspace, config)
        main.main(str(workspace.root), run.id)
        return at(run)

    return looked


def at(run: Run) -> Looked:
    metrics = MetricsFollower(run.folder / "metrics.jsonl")
    metrics.catch_up()
    return Looked(run, metrics, advise(run, metrics, compare_parts=True))


@pytest.fixture(scope="module")
def corpus(workspace: Workspace):
    return make_corpus(workspace, text_of(60_000), name="Pumps")


def rare_words(count: int) -> str:
    draw = random.Random(1)
    words = ["".join(draw.choices("abcdefghijklmnop", k=6)) for _ in range(count)]
    return " ".join(draw.choices(words, k=3 * count))


def test_a_network_with_too_many_units_on_a_small_text_overfits(workspace, look) -> None:
    text = make_corpus(workspace, text_of(24_000), name="Small")
    settings = {"learning_rate": 0.02, **CONSTANT}
    model = {"hidden_size": 128, "embedding_size": 16}
    found = look(
        make_config(text, budget=BudgetSettings(steps=500), model=model, training=settings)
    )
    assert found.kinds == ["overfitting"]
    (finding,) = found.advice.findings
    losses = found.metrics.validation.columns["loss"]
    best = min(range(len(losses)), key=losses.__getitem__)
    assert finding.stretch is not None
    assert finding.stretch.start == found.metrics.validation.columns["step"][best]
    assert finding.stretch.end == 500
    assert finding.numbers["last"] > finding.numbers["best"]
    assert finding.fix == {"model.dropout": "0.2"}
    assert "memorise" in found.verdict
    caption = loss_finding(trend_in(found.metrics), ended=True, findings=found.advice.findings)
    assert "memorising" in str(caption)


def test_a_network_of_two_units_underfits(look, corpus) -> None:
    model = {"hidden_size": 2, "embedding_size": 2}
    training = {"learning_rate": 0.1, **BATCH}
    found = look(
        make_config(corpus, budget=BudgetSettings(steps=300), model=model, training=training)
    )
    assert found.kinds == ["underfitting"]
    assert found.advice.findings[0].fix["model.hidden_size"] == "16"
    assert "too small" in found.verdict
    assert "which is worse" in str(found.advice.comparison())


def test_steps_that_are_too_large_are_told_of_a_run_that_failed_and_of_one_that_did_not(
    look, corpus
) -> None:
    wild = {"learning_rate": 30.0, "clip_norm": 0.0}
    failed = look(make_config(corpus, budget=BudgetSettings(steps=50), training=wild))
    assert failed.run.status().state == "failed"
    assert failed.kinds == ["learning_rate_too_high"]
    rate = float(failed.advice.findings[0].fix["training.learning_rate"])
    assert rate < 0.1
    settings = {"learning_rate": 1.0, **CONSTANT}
    jumping = look(make_config(corpus, budget=BudgetSettings(steps=200), training=settings))
    assert jumping.run.status().state == "finished"
    assert jumping.kinds == ["learning_rate_too_high"]
    assert jumping.advice.findings[0].fix["training.schedule"] == "linear"
    assert "memorise" not in jumping.verdict
    assert "learning rate was too high" in jumping.verdict


def test_steps_that_are_too_small_are_no_reason_to_train_longer(look, corpus) -> None:
    settings = {"learning_rate": 3e-5, **BATCH}
    found = look(make_config(corpus, budget=BudgetSettings(steps=150), training=settings))
    assert found.kinds == ["learning_rate_too_low"]
    suited = found.advice.findings[0].numbers["suited"]
    assert found.advice.findings[0].fix == {"training.learning_rate": f"{suited:g}"}
    assert "more training should help" not in found.verdict


def test_a_run_that_ended_too_early_is_advised_three_times_its_budget(look, corpus) -> None:
    settings = {"learning_rate": 0.004, **CONSTANT}
    found = look(make_config(corpus, budget=BudgetSettings(steps=150), training=settings))
    assert found.kinds == ["still_improving"]
    assert found.advice.findings[0].fix == {"budget.steps": "450"}
    assert "still getting better" in found.verdict


def test_a_run_of_a_moment_is_advised_a_minute(workspace, look, corpus) -> None:
    found = look(make_config(corpus, budget=BudgetSettings(steps=2), training=BATCH))
    assert found.kinds == ["too_short"]
    assert found.advice.findings[0].fix == {"budget.steps": "20"}
    assert "trained too briefly" in found.verdict
    config = make_config(corpus, budget=BudgetSettings(minutes=0.01), training=BATCH)
    evidence = replace(evidence_of(found.run, found.metrics), config=config)
    assert much_longer(evidence)[0] == {"budget.minutes": "1"}


def test_a_starved_run_is_told_that_its_text_is_too_small(workspace, look) -> None:
    text = make_corpus(workspace, text_of(5_000), name="Starved")
    training = {**CONSTANT, "batch_size": 8, "learning_rate": 0.02}
    model = {"hidden_size": 64, "embedding_size": 16}
    found = look(
        make_config(text, budget=BudgetSettings(steps=300), model=model, training=training)
    )
    assert found.kinds[0] == "too_little_text"
    assert "still_improving" not in found.kinds
    assert int(found.advice.findings[0].fix["model.hidden_size"]) < 64
    assert "too little text" in found.verdict


def test_a_vocabulary_of_words_seen_thrice_is_too_large(workspace, look) -> None:
    text = make_corpus(workspace, rare_words(3_000), name="Rare")
    words = {"kind": "word", "vocabulary_size": 9_000, "minimum_frequency": 1}
    found = look(make_config(text, budget=BudgetSettings(steps=20), tokenizer=words))
    finding = named(found.advice.findings, "vocabulary_too_large")
    assert finding is not None
    assert finding.numbers["occurrences"] < 10
    assert finding.fix["tokenizer.vocabulary_size"] != "9000"


def test_text_on_both_sides_of_the_split_makes_the_score_doubtful_and_can_be_removed(
    workspace, look, monkeypatch
) -> None:
    monkeypatch.setattr(create, "launch", lambda run, slots=None: None)
    text = text_of(30_000) + text_of(30_000)[:15_000]
    leaking = make_corpus(workspace, text, name="Leak")
    found = look(make_config(leaking, budget=BudgetSettings(steps=60), training=BATCH))
    assert found.kinds[0] == "leak"
    finding = found.advice.findings[0]
    assert finding.numbers["share"] > 0.9
    assert "It has learned the language of this text well" not in found.verdict
    assert "also stands in the training text" in found.verdict
    assert "Removing the duplicates leaves" in str(finding.consequence)
    better = start_better_run(workspace, found.run, finding, slots=1)
    made = open_corpus(workspace, better.config().corpus).card
    assert made.name == "Leak, without duplicates"
    assert f"{made.counts.documents:,} of" in str(finding.consequence)
    assert f"{made.counts.characters:,} of" in str(finding.consequence)
    main.main(str(workspace.root), better.id)
    assert better.config().corpus != leaking.id
    assert better.config().follows == found.run.id
    assert "leak" not in at(better).kinds, "the duplicates are gone"


def test_one_copy_among_many_documents_is_no_finding() -> None:
    found = Overlap(of="documents", pieces=35, exact=0, near=1, share=0.03)
    assert not found.flatters
    assert replace(found, near=3).flatters
    assert replace(found, pieces=4, share=0.25).flatters


def test_every_fix_is_a_run_that_can_be(workspace) -> None:
    ended = [at(run) for run in list_runs(workspace) if run.status().step]
    pairs = [(one.run, finding) for one in ended for finding in one.advice.findings]
    assert len({finding.kind for _run, finding in pairs}) >= 7
    for run, finding in pairs:
        config = better_config(run, finding)
        assert config.follows == run.id
        text = open_corpus(workspace, config.corpus)
        check_fits(config, text)


def test_without_its_text_a_run_is_judged_by_its_curves(workspace, look) -> None:
    text = make_corpus(workspace, text_of(7_000, seed=9), name="Gone")
    found = look(make_config(text, budget=BudgetSettings(steps=30)))
    delete_corpus(workspace, text.id)
    assert at(found.run).advice.normal is None
    assert not at(found.run).advice.looked_for_leaks
    assert "were not compared" in str(at(found.run).advice.not_compared)


def test_a_run_at_work_is_not_judged(workspace, corpus) -> None:
    run = create_run(workspace, make_config(corpus))
    with pytest.raises(RunError, match="still training"):
        advise(run, MetricsFollower(run.folder / "metrics.jsonl"))
