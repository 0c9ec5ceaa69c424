"""Runs that start from what an earlier one learned: real runs, tiny ones."""

import os
import shutil
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from slm_core.corpus.split import SplitSettings
from slm_core.corpus.store import Corpus, delete_corpus
from slm_core.errors import CorpusError, DamagedFileError, RunError, SettingsError
from slm_core.json_log import JsonLog
from slm_core.metrics.evaluate import evaluate
from slm_core.models.settings import MODEL_SETTINGS
from slm_core.runs.config import RunConfig, StartSettings
from slm_core.runs.fine_tuning.setup import RATE, fine_tuned
from slm_core.runs.launching.create import create_run, delete_run, resume
from slm_core.runs.launching.delete import derived_from, remove_corpus
from slm_core.runs.launching.launch import launch
from slm_core.runs.load_model import load_run_model
from slm_core.runs.planning.presets import recommend
from slm_core.runs.run import Run, list_runs
from slm_core.runs.trainer import main
from slm_core.runs.transfer_scores import CorpusScore, TransferScores, read_before_after
from slm_core.storage import read_json, write_json
from slm_core.tokenizers.encoded.encode_for_scoring import encode_for_scoring
from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.training.settings import BudgetSettings
from slm_core.training.validation import evaluate_split
from slm_core.workspace import Workspace
from tests.tiny import (
    make_config,
    make_corpus,
    text_of,
    wait_for,
    wait_for_state,
    workspace_in,
)

OTHER = "A seal of the second motor leaked. Its bearing ran dry, then the belt broke at noon.\n"
CHAR, BPE = TokenizerSettings(kind="char"), TokenizerSettings(kind="bpe", vocabulary_size=270)


@pytest.fixture(autouse=True)
def _own_signals() -> Iterator[None]:
    """A trainer that runs in this process takes SIGTERM; give it back."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.fixture(scope="module")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with two corpora and a finished run on the first, to be copied."""
    folder = tmp_path_factory.mktemp("learned")
    workspace = workspace_in(folder)
    make_corpus(workspace, OTHER * 100, name="Motors")
    train_here(create_run(workspace, make_config(make_corpus(workspace), budget=steps(150))))
    return folder


@pytest.fixture
def there(learned: Path, tmp_path: Path) -> tuple[Workspace, Run, Corpus]:
    """A workspace of this test's own, its finished run, and another corpus to learn from."""
    shutil.copytree(learned, tmp_path, dirs_exist_ok=True)
    workspace = workspace_in(tmp_path)
    return workspace, list_runs(workspace)[0], make_corpus(workspace, OTHER * 100, name="Motors")


def steps(count: int) -> BudgetSettings:
    return BudgetSettings(steps=count)


def train_here(run: Run) -> Run:
    """The whole trainer, in this process, which has torch already."""
    assert main.main(str(run.workspace.root), run.id) == 0, run.status().error
    return run


def started_from(earlier: Run, corpus: Corpus, *, new: TokenizerSettings | None = None, **chosen):
    """A configuration of a second or so."""
    known = earlier.config()
    start = StartSettings(earlier.id, "new" if new else "same")
    base = make_config(corpus, budget=chosen.pop("budget", steps(40)), **chosen)
    return replace(base, model=known.model, tokenizer=new or known.tokenizer, start=start)


def found(run: Run) -> TransferScores:
    compared = read_before_after(run)
    assert compared is not None
    return compared


def bits(run: Run, corpus: Corpus) -> float:
    """What a finished run's model scores on a corpus, computed apart."""
    ready = load_run_model(run)
    judged = encode_for_scoring(corpus, SplitSettings(), ready.tokenizer, most=1_000_000)
    return evaluate_split(evaluate(ready.model, judged.ids), judged.part).bits_per_byte


def test_it_goes_on_from_the_earlier_model_and_four_scores_say_what_that_did(there):
    workspace, earlier, corpus = there
    before = bits(earlier, corpus)
    run = train_here(create_run(workspace, started_from(earlier, corpus)))
    compared = found(run)
    assert compared.new.before == before
    assert compared.new.after == pytest.approx(run.score().bits_per_byte, abs=1e-12)
    assert compared.new.after < before
    assert compared.earlier.before == pytest.approx(earlier.score().bits_per_byte, abs=1e-12)
    assert compared.earlier.after > compared.earlier.before, "some of it is forgotten"
    assert (compared.earlier.name, compared.new.name) == ("Tiny", "Motors")
    assert (compared.carried, compared.shared_tokens) == (None, None)
    first = JsonLog(run.folder / "metrics.jsonl").read()[0][0]
    assert first["bits_per_byte"] == pytest.approx(before, abs=1e-12), "nothing was lost on the way"
    assert run.facts().vocabulary_size == earlier.facts().vocabulary_size
    tokens = [path for path in workspace.tokens.iterdir() if not path.name.startswith(".")]
    plain = make_config(corpus, budget=steps(1))
    train_here(create_run(workspace, plain))
    assert len(list(workspace.tokens.iterdir())) == len(tokens) + 1, "its own tokenizer, not ours"


def test_the_earlier_run_may_go_and_the_new_one_can_be_started_from_in_turn(there):
    workspace, earlier, corpus = there
    run = create_run(workspace, started_from(earlier, corpus))
    whole, first = run.config(), earlier.config().corpus
    assert RunConfig.from_json(whole.to_json()) == whole
    assert whole.start.learned_from == (first,)
    delete_run(earlier)
    train_here(run)
    assert found(run).earlier.after is not None
    third = create_run(workspace, started_from(run, corpus, new=BPE))
    assert third.config().start.learned_from == (first, corpus.id)
    train_here(third)
    assert found(third).new.before == pytest.approx(run.score().bits_per_byte, abs=1e-12)


def test_the_same_configuration_is_the_same_run_or_none(there):
    workspace, earlier, corpus = there
    run = create_run(workspace, started_from(earlier, corpus))
    again = create_run(workspace, run.config())
    assert again.config() == run.config()
    train_here(run)
    train_here(again)
    assert curve(again) == curve(run)
    with pytest.MonkeyPatch.context() as patch:
        from slm_core.runs.launching import create

        patch.setattr(create, "launch", lambda run, slots=None: None)
        create.train_on(earlier, steps(100))
    train_here(earlier)
    with pytest.raises(
        RunError, match="has been trained longer since this configuration was written"
    ):
        create_run(workspace, run.config())


def curve(run: Run) -> dict[tuple[str, int], float]:
    """Losses by kind and step; the last record of each wins."""
    records = JsonLog(run.folder / "metrics.jsonl").read()[0]
    return {(record["kind"], record["step"]): record["loss"] for record in records}


@pytest.mark.parametrize("tied", [False, True])
@pytest.mark.parametrize("kind", MODEL_SETTINGS)
def test_every_network_takes_a_new_tokenizer(tmp_path, kind, tied):
    workspace = workspace_in(tmp_path)
    old, new = make_corpus(workspace), make_corpus(workspace, OTHER * 100, name="Motors")
    model = {"kind": kind, "tied_weights": tied}
    if tied and kind not in ("transformer", "awd-lstm"):
        model["hidden_size"] = 8
    earlier = train_here(create_run(workspace, make_config(old, model=model, budget=steps(40))))
    run = train_here(create_run(workspace, started_from(earlier, new, new=BPE, budget=steps(20))))
    compared = found(run)
    assert compared.shared_tokens >= len(set(OTHER) & set(text_of(12_000)))
    assert compared.new.before == bits(earlier, new)
    assert compared.new.after < compared.carried
    assert compared.earlier.after is not None
    assert load_run_model(run).tokenizer.vocabulary_size == run.facts().vocabulary_size


def test_what_is_carried_over_is_worth_something(there):
    workspace, earlier, _ = there
    near = make_corpus(workspace, text_of(9_000, seed=7), name="Near")
    run = train_here(create_run(workspace, started_from(earlier, near, new=CHAR, budget=steps(1))))
    facts = run.facts()
    counting = facts.floors.frequency_loss / 0.6931 / facts.bytes_per_token
    assert found(run).carried < 0.8 * counting
    assert found(run).carried == pytest.approx(found(run).new.before, rel=0.05)


def test_a_corpus_that_is_gone_has_no_scores_and_the_report_says_why(there):
    workspace, earlier, corpus = there
    run = create_run(workspace, started_from(earlier, corpus))
    delete_corpus(workspace, earlier.config().corpus)
    train_here(run)
    compared = found(run)
    assert compared.earlier.name == "Tiny"
    assert (compared.earlier.before, compared.earlier.after) == (None, None)
    assert "does not exist" in str(compared.earlier.problem)
    assert compared.new.after is not None


def test_a_word_model_pays_for_the_words_it_does_not_know(tmp_path):
    workspace = workspace_in(tmp_path)
    old, new = make_corpus(workspace), make_corpus(workspace, OTHER * 100, name="Motors")
    word = {"kind": "word", "vocabulary_size": 60}
    earlier = train_here(create_run(workspace, make_config(old, tokenizer=word, budget=steps(40))))
    run = train_here(create_run(workspace, started_from(earlier, new)))
    assert run.facts().unknown_share > 0.3
    assert found(run).new.after == pytest.approx(run.score().bits_per_byte, rel=1e-9)
    assert found(run).new.after > run.score().loss / 0.6931 / run.facts().bytes_per_token


def changed(config: RunConfig, **settings) -> RunConfig:
    return config.with_settings({path.replace("__", "."): text for path, text in settings.items()})


@pytest.mark.parametrize(
    ("settings", "error", "said"),
    [
        (
            {"model__hidden_size": "32"},
            SettingsError,
            r"model.hidden_size is 32, and .* has 16. Leave it as it is; only dropout",
        ),
        ({"model__kind": "gru"}, SettingsError, "model.kind is gru, and .* has lstm"),
        (
            {"tokenizer__kind": "bpe"},
            SettingsError,
            "tokenizer.kind is bpe, and .* has char. Leave it as it is, or let the run have",
        ),
        ({"training__batch_size": "4096"}, CorpusError, "fewer than one batch"),
    ],
)
def test_a_start_that_cannot_be_is_refused_before_anything_is_written(there, settings, error, said):
    workspace, earlier, corpus = there
    with pytest.raises(error, match=said):
        create_run(workspace, changed(started_from(earlier, corpus), **settings))
    assert list_runs(workspace) == [earlier]


def test_dropout_may_be_another(there):
    workspace, earlier, corpus = there
    config = changed(started_from(earlier, corpus), model__dropout="0.3")
    assert create_run(workspace, config).config().model.dropout == 0.3


def test_a_run_without_a_whole_checkpoint_is_nothing_to_start_from(there):
    workspace, earlier, corpus = there
    config = started_from(earlier, corpus)
    for path in earlier.folder.glob("checkpoints/*/*.safetensors"):
        path.write_bytes(path.read_bytes()[:-7])
    with pytest.raises(RunError, match=r"The weights of .* cannot be read"):
        create_run(workspace, config)
    shutil.rmtree(earlier.folder / "checkpoints")
    with pytest.raises(RunError, match="no complete checkpoint yet, so there is no model to start"):
        create_run(workspace, config)
    with pytest.raises(RunError, match="no run called 'gone'"):
        create_run(workspace, replace(config, start=StartSettings("gone")))
    assert list_runs(workspace) == [earlier]
    with pytest.raises(SettingsError, match="'old'; it must be one of same, new"):
        StartSettings("x", "old")


def test_a_damaged_tokenizer_is_said_before_anything_is_written(there):
    workspace, earlier, corpus = there
    (earlier.folder / "tokenizer.json").write_text("{")
    with pytest.raises(RunError, match=r"tokenizer in .* cannot be read"):
        create_run(workspace, started_from(earlier, corpus))
    assert list_runs(workspace) == [earlier]


def test_a_start_that_was_damaged_afterwards_fails_in_a_sentence(there):
    workspace, earlier, corpus = there
    run = create_run(workspace, started_from(earlier, corpus))
    (run.folder / "start" / "model.safetensors").write_bytes(b"no")
    assert main.main(str(workspace.root), run.id) == 1
    assert "is damaged" in str(run.status().error)
    assert "Start a new run with the earlier one's model." in str(run.status().error)


def test_what_is_recommended_suits_the_model_and_the_text(there):
    workspace, earlier, corpus = there
    known = earlier.config()
    base = replace(recommend(corpus.card, minutes=1.0), corpus=corpus.id)
    config = fine_tuned(base, earlier, corpus.card)
    assert (config.tokenizer, config.model.hidden_size) == (known.tokenizer, 16)
    assert config.training.learning_rate == pytest.approx(RATE * known.training.learning_rate)
    assert config.budget == base.budget
    assert config.samples == base.samples
    run = train_here(create_run(workspace, replace(config, budget=steps(3))))
    own = fine_tuned(base, run, corpus.card, tokenizer="new")
    assert own.tokenizer == base.tokenizer
    assert own.training.learning_rate == config.training.learning_rate, "lowered once, not twice"
    create_run(workspace, own)


def test_deleting_a_corpus_finds_the_runs_that_started_from_its_runs(there):
    workspace, earlier, corpus = there
    first = earlier.config().corpus
    run = train_here(create_run(workspace, started_from(earlier, corpus, budget=steps(5))))
    assert set(derived_from(workspace, first).runs) == {earlier, run}
    assert derived_from(workspace, corpus.id).runs == (run,)
    remove_corpus(workspace, first, with_runs=True)
    assert list_runs(workspace) == []


def test_a_damaged_report_is_called_that(there):
    workspace, earlier, corpus = there
    assert read_before_after(earlier) is None
    run = create_run(workspace, started_from(earlier, corpus))
    for damage in ({"earlier": 1}, {"earlier": {}, "new": {}}):
        (run.folder / "report").mkdir(exist_ok=True)
        write_json(run.folder / "report" / "fine_tuning.json", damage)
        with pytest.raises(DamagedFileError, match=r"report/fine_tuning\.json is damaged"):
            read_before_after(run)
    assert CorpusScore("x", "X", before=2.0, after=1.5).change == -0.25
    assert CorpusScore("x", "X", before=2.0).change is None


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.parametrize("new", [None, BPE], ids=["same", "new"])
def test_a_killed_run_ends_with_the_numbers_of_one_that_was_left_alone(there, new):
    workspace, earlier, corpus = there
    config = started_from(
        earlier,
        corpus,
        new=new,
        budget=steps(400),
        training={"batch_size": 8, "sequence_length": 32},
    )
    config = changed(config, model__dropout="0.2")
    whole, killed = (create_run(workspace, config) for _ in range(2))
    launch(whole, slots=2)
    wait_for_state(whole, "finished")
    launch(killed, slots=2)
    for step in (30, 120, 250):  # some before the first checkpoint, some behind it
        wait_for(lambda: max((at for _, at in curve(killed)), default=-1) >= step)  # noqa: B023
        pid = killed.status().pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        wait_for_state(killed, "interrupted")
        delete = killed.folder / "checkpoints"
        if step == 30 and delete.exists():
            shutil.rmtree(delete)  # it begins anew, from what it started from
        resume(killed, slots=2)
        time.sleep(0.1)
    wait_for_state(killed, "finished")
    assert curve(killed) == curve(whole)
    assert killed.score() == whole.score()
    assert found(killed) == found(whole)
    assert read_json(killed.folder / "report" / "fine_tuning.json") is not None
