"""What is warned of before a run, and that every fix mends what it is for."""

import itertools
from dataclasses import replace

import pytest

from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.readers.registry import read_source
from slm_core.corpus.store import Corpus, add_corpus
from slm_core.hardware.machine import Gpu, Machine
from slm_core.runs.config import RunConfig, StartSettings
from slm_core.runs.planning.architectures import for_architecture, suited_rate
from slm_core.runs.planning.corpus_stats import corpus_stats
from slm_core.runs.planning.memory import needed_bytes
from slm_core.runs.planning.presets import MEASURED_ON, recommend
from slm_core.runs.planning.rules import RULES, advice_on
from slm_core.runs.planning.suggestions import Outlook, Suggestion, applied
from slm_core.runs.preflight.preflight import preflight
from slm_core.runs.preflight.speed_test import RunningSpeedTest
from slm_core.training.settings import BudgetSettings
from slm_core.workspace import Workspace
from tests.tiny import make_corpus, text_of, workspace_in

OLD = Machine(cores=2, memory_bytes=8 << 30)
CARD = replace(OLD, gpus=(Gpu(0, "NVIDIA T4", 16 << 30, 16 << 30),))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return workspace_in(tmp_path_factory.mktemp("advice"))


@pytest.fixture(scope="module")
def corpus(workspace: Workspace) -> Corpus:
    """One document of 60,000 characters."""
    return make_corpus(workspace, text_of(60_000))


@pytest.fixture(scope="module")
def short_ones(workspace: Workspace) -> Corpus:
    """600 documents of some 100 characters, each with a word that no other has."""
    results = [
        read_source(InputFile(f"{n}.txt", f"{text_of(90, seed=n)} code{n:04}x".encode()))
        for n in range(600)
    ]
    return add_corpus(workspace, results, name="Short ones")


def chosen(corpus: Corpus, **settings: str) -> RunConfig:
    """The recommendation for a minute, changed."""
    base = replace(recommend(corpus.card, minutes=1.0, machine=OLD), corpus=corpus.id)
    paths = {path.replace("__", "."): value for path, value in settings.items()}
    if any(path.startswith("budget.") for path in paths):
        paths = {"budget.minutes": "none", **paths}
    return base.with_settings(paths)


@pytest.mark.parametrize("rate", ["3", "30", "0.00001", "0"])
def test_a_learning_rate_that_will_not_learn(workspace, corpus, rate):
    config = chosen(corpus, training__learning_rate=rate)
    advice = told(workspace, config, corpus)["rate"]
    assert f"learning rate of {float(rate):g}" in str(advice.sentence)
    assert "rate" not in told(workspace, applied(config, advice), corpus)
    expected = preflight(workspace, config, corpus, machine=OLD)
    assert expected.band is None
    slow = chosen(corpus, training__learning_rate=rate, training__optimizer="sgd")
    assert "rate" not in told(workspace, slow, corpus), "of SGD nothing is known"


@pytest.mark.parametrize("kind", ["rnn", "gru", "awd-lstm", "transformer"])
def test_what_is_recommended_suits(workspace, corpus, kind):
    config = for_architecture(chosen(corpus), kind)
    assert suited_rate(config.model) == pytest.approx(config.training.learning_rate, rel=0.5)


def told(
    workspace: Workspace, config: RunConfig, corpus: Corpus, machine: Machine = OLD
) -> dict[str, Suggestion]:
    found = preflight(workspace, config, corpus, machine=machine).advice
    return {one.kind: one for one in found}


WRONG = {
    "device": {"machine__device": "cuda"},
    "precision": {"machine__precision": "bfloat16"},
    "batch": {"training__batch_size": "512"},
    "size": {"model__hidden_size": "1024", "model__layers": "2"},
    "vocabulary": {"tokenizer__vocabulary_size": "9000"},
    "rate": {"training__learning_rate": "5"},
    "readings": {"budget__epochs": "40", "model__dropout": "0"},
    "short": {"budget__steps": "3"},
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_wrong_is_said_and_its_fix_mends_it(workspace, corpus, kind):
    config = chosen(corpus, **WRONG[kind])
    found = told(workspace, config, corpus)
    assert kind in found, found
    advice = found[kind]
    assert str(advice.sentence).endswith(".")
    assert advice.label
    mended = applied(config, advice)
    assert mended != config
    assert kind not in told(workspace, mended, corpus)


@pytest.mark.parametrize("characters", [300, 700, 1_000, 1_575, 3_000, 10_000, 19_000])
def test_of_a_small_text_is_said_how_much_would_do_and_our_own_choice_is_not_warned_of(
    workspace, characters
):
    corpus = make_corpus(workspace, text_of(characters), name=f"Small {characters}")
    for minutes in (0.5, 1.0, 5.0):
        base = recommend(corpus.card, minutes=minutes, machine=OLD)
        found = told(workspace, replace(base, corpus=corpus.id), corpus)
        assert set(found) == {"amount"}
        assert f"{characters:,} characters; 20,000 make a start" in str(found["amount"].sentence)
        assert not found["amount"].fix


def test_of_enough_text_or_of_an_earlier_runs_model_nothing_is_said_of_the_amount(
    workspace, corpus
):
    assert "amount" not in told(workspace, chosen(corpus), corpus)
    small = make_corpus(workspace, text_of(2_000), name="Small start")
    config = replace(chosen(small), start=StartSettings(run="earlier", tokenizer="new"))
    assert "amount" not in told(workspace, config, small)


def test_memory_that_other_programs_may_want_too(workspace, corpus):
    config = chosen(corpus)
    little = replace(OLD, memory_bytes=int(needed_bytes(config) / 0.7))
    advice = told(workspace, config, corpus, little)["memory"]
    mended = applied(config, advice)
    assert needed_bytes(mended) < needed_bytes(config)
    assert "memory" not in told(workspace, mended, corpus, little)


def test_of_two_remedies_for_one_thing_a_single_one_is_offered(workspace, corpus):
    wide = chosen(corpus, model__hidden_size="6000", model__layers="3")
    found = told(workspace, wide, corpus)
    assert "GB" in str(found["memory"].sentence)
    assert not found["memory"].fix, "the size that suits the text is smaller still"
    assert not found["memory"].label
    mended = applied(wide, found["size"])
    assert not {"memory", "size"} & told(workspace, mended, corpus).keys()


def test_shorter_sequences_come_before_smaller_batches(workspace, short_ones):
    config = chosen(short_ones, training__sequence_length="512", training__batch_size="16")
    found = told(workspace, config, short_ones)
    assert "a large part of" in str(found["batch"].sentence)
    assert not found["batch"].fix
    assert not told(workspace, applied(config, found["sequence"]), short_ones)


def test_sequences_longer_than_most_documents(workspace, short_ones, corpus):
    config = chosen(short_ones, training__sequence_length="256", training__batch_size="1")
    advice = told(workspace, config, short_ones)["sequence"]
    mended = applied(config, advice)
    assert mended.training.sequence_length < 100
    assert "sequence" not in told(workspace, mended, short_ones)
    whole = chosen(corpus, training__sequence_length="256", training__batch_size="1")
    assert "sequence" not in told(workspace, whole, corpus), "one document goes on"


@pytest.mark.parametrize(
    ("fits", "said"),
    [
        ({"characters_per_token": 0.4}, "byte by byte, 2.5 of them for a character"),
        ({"unknown_share": 0.3}, "30 % of this text is unknown"),
        ({}, None),
        ({"characters_per_token": 1.0, "unknown_share": 0.05}, None),
    ],
)
def test_tokens_of_an_earlier_run_that_do_not_know_the_script(corpus, fits, said):
    outlook = Outlook(corpus_stats(corpus), 20_000.0, 60_000.0, 2.4, 500, 4.0, OLD)
    outlook = replace(outlook, **fits)
    same = replace(chosen(corpus), start=StartSettings("earlier"))
    advised = [one for one in advice_on(same, outlook) if one.kind == "script"]
    for advice in advised:
        assert "script" not in [one.kind for one in advice_on(applied(same, advice), outlook)]
    found = [str(one.sentence) for one in advice_on(same, outlook) if one.kind == "script"]
    assert len(found) == (said is not None)
    assert said is None or said in found[0]
    for other in (replace(same, start=StartSettings("earlier", "new")), chosen(corpus)):
        assert "script" not in [one.kind for one in advice_on(other, outlook)]


def test_a_network_that_will_not_learn_is_promised_no_score(workspace, corpus):
    RunningSpeedTest(workspace, chosen(corpus), slots=1).wait()
    for kind, promised in (("recommended", True), ("zero", False)):
        config = chosen(corpus, model__initialisation=kind)
        found = preflight(workspace, config, corpus, machine=OLD)
        assert (found.band is not None) == promised


def test_words_that_occur_once(workspace, short_ones):
    config = chosen(short_ones, tokenizer__kind="word", tokenizer__minimum_frequency="1")
    advice = told(workspace, config, short_ones)["vocabulary"]
    assert "occur once only" in str(advice.sentence)
    mended = applied(config, advice)
    assert mended.tokenizer.minimum_frequency == 2
    assert "vocabulary" not in told(workspace, mended, short_ones)


def test_a_text_too_small_for_any_pieces_is_to_be_read_by_characters(workspace):
    small = make_corpus(workspace, text_of(4_000))
    config = chosen(small, tokenizer__kind="bpe", tokenizer__vocabulary_size="4000")
    advice = told(workspace, config, small)["vocabulary"]
    mended = applied(config, advice)
    assert mended.tokenizer.kind == "char"
    assert "vocabulary" not in told(workspace, mended, small)


@pytest.mark.parametrize("budget", [{"minutes": 0.01}, {"steps": 2}, {"epochs": 0.5}])
def test_a_budget_too_short_is_made_long_enough_in_its_own_unit(workspace, corpus, budget):
    config = replace(chosen(corpus), budget=BudgetSettings(**budget))
    slow = replace(config, model=replace(config.model, hidden_size=2000))
    found = told(workspace, slow, corpus)
    mended = applied(slow, found["short"])
    assert "short" not in told(workspace, mended, corpus)
    (name,) = budget
    assert getattr(mended.budget, name) > budget[name]


def test_a_gpu_is_no_mistake_where_there_is_one(workspace, corpus):
    config = chosen(corpus, machine__device="cuda", machine__precision="bfloat16")
    assert {"device", "precision"} <= told(workspace, config, corpus).keys()
    assert not {"device", "precision"} & told(workspace, config, corpus, CARD).keys()


def test_what_we_recommend_is_nothing_to_warn_of(workspace, corpus, short_ones):
    for text, minutes, machine in itertools.product(
        (corpus, short_ones), (1.0, 5.0, 15.0, 60.0), (OLD, MEASURED_ON, CARD)
    ):
        base = replace(recommend(text.card, minutes=minutes, machine=machine), corpus=text.id)
        for kind in ("lstm", "gru", "rnn", "awd-lstm", "transformer"):
            found = told(workspace, for_architecture(base, kind), text, machine)
            assert not found, (kind, minutes, found)


def test_every_rule_has_been_seen_here():
    rules = {rule.__name__.removeprefix("_").removesuffix("_rule") for rule in RULES}
    assert rules == {*WRONG, "memory", "sequence", "script", "amount"}


def test_a_text_of_nothing_but_a_few_letters_breaks_no_rule(workspace):
    tiny = make_corpus(workspace, "ab. " * 60)
    config = chosen(tiny)
    outlook = Outlook(corpus_stats(tiny), 0.0, 0.0, 1.0, 4, None, OLD)
    for one in advice_on(config, outlook):
        assert applied(config, one) is not None
