"""Attributions add up, agree where they must, and name tokens that matter."""

import math

import pytest
import torch

from slm_core.corpus.split import split_corpus, split_text
from slm_core.corpus.store import open_corpus
from slm_core.errors import CorpusError, SettingsError
from slm_core.inspection.answer import answer
from slm_core.inspection.attribution.explain import MOST_TOKENS
from slm_core.inspection.attribution.methods import gradient_x_input, integrated_gradients
from slm_core.inspection.attribution.prediction import prediction_of
from slm_core.inspection.read_text import read_through
from slm_core.inspection.requests import AskWhy
from slm_core.runs.load_model import load_run_model
from slm_core.runs.run import Run, open_run
from slm_core.tokenizers.tokenizer import EOS
from tests.cli.shell import Shell
from tests.inspection.conftest import KINDS

SEED_TEXT = "Patient 7 was seen on Mon"


@pytest.mark.parametrize("kind", KINDS)
def test_shares_add_up_to_what_the_text_changes(run_of, kind: str) -> None:
    found = answer(run_of(kind), AskWhy(SEED_TEXT))
    assert found.completeness_error <= 0.01
    gradients = found.attributions[0]
    difference = math.log(found.probability) - math.log(found.baseline_probability)
    assert sum(gradients.values) == pytest.approx(difference, rel=0.011)
    assert [len(one.values) for one in found.attributions] == [len(SEED_TEXT)] * 3
    assert "".join(found.tokens.texts) == SEED_TEXT
    assert found.candidates[0][0] == found.prediction


def test_near_the_baseline_the_gradient_says_everything(run_of) -> None:
    """With embeddings that differ by next to nothing the network is linear between them."""
    source = load_run_model(run_of("rnn"))
    table = source.model.get_submodule("embedding").get_parameter("weight")
    with torch.no_grad():
        table.mul_(1e-4)
        table.sub_(table[EOS].clone())  # a baseline of 0: gradient × input is the same product
    ids = tuple(source.tokenizer.encode("Monday").tolist())
    prediction = prediction_of(source.model, ids, 5, baseline=EOS, most=99)
    shares = integrated_gradients(prediction).values
    assert torch.allclose(shares, gradient_x_input(prediction), rtol=1e-2)


def test_leaving_out_is_reading_the_text_without_the_token(run_of) -> None:
    source = load_run_model(run_of("gru"))
    ids = tuple(source.tokenizer.encode("The nurse").tolist())
    found = answer(run_of("gru"), AskWhy("The nurse"))
    target = source.tokenizer.encode(found.prediction_text).tolist()[0]

    @torch.no_grad()
    def log_probability(kept: tuple[int, ...]) -> float:
        logits = source.model(torch.tensor([[1, *kept]]))[0][0, -1]
        return float(logits.log_softmax(-1)[target])

    whole = log_probability(ids)
    expected = [whole - log_probability(ids[:at] + ids[at + 1 :]) for at in range(len(ids))]
    assert found.attributions[2].values == pytest.approx(expected, abs=1e-4)


def test_of_a_single_token_nothing_is_claimed(run_of) -> None:
    found = answer(run_of("lstm"), AskWhy("T"))
    assert found.deletion.is_true is None
    assert "truth" not in str(found.verdict)
    assert "suffer" not in str(found.verdict)


@pytest.mark.parametrize("kind", KINDS)
def test_a_long_text_is_read_piece_by_piece(run_of, kind: str) -> None:
    model = load_run_model(run_of(kind)).model
    draw = torch.Generator().manual_seed(0)
    ids = torch.randint(2, model.vocabulary_size, (1_300,), generator=draw)
    sizes: list[int] = []
    hook = model.get_submodule("embedding").register_forward_hook(
        lambda _module, given, _read: sizes.append(given[0].numel())
    )
    hidden, _ = read_through(model, ids)
    hook.remove()
    assert (sum(sizes), max(sizes)) == (1_300, 512)
    with torch.no_grad():
        whole = model.features(ids[None])[0][0, -1]
    torch.testing.assert_close(hidden, whole, atol=1e-4, rtol=1e-3)


def test_a_long_text_is_read_and_its_end_explained(run_of) -> None:
    text = "The nurse called the doctor. " * 20
    for kind in ("lstm", "transformer"):
        found = answer(run_of(kind), AskWhy(text))
        assert found.before == len(text) - MOST_TOKENS
        assert len(found.attributions[0].values) == MOST_TOKENS
        assert found.completeness_error <= 0.01


def test_a_token_of_choice_is_explained_and_others_are_refused(run_of) -> None:
    found = answer(run_of("lstm"), AskWhy("The nurse called", "t"))
    assert found.prediction == "t"
    assert answer(run_of("lstm"), AskWhy("T")).deletion.taken == (0, 1)
    with pytest.raises(SettingsError, match="not one token"):
        answer(run_of("lstm"), AskWhy("The nurse", "and"))
    with pytest.raises(CorpusError, match="no text to look into"):
        answer(run_of("lstm"), AskWhy(" \n"))
    with pytest.raises(CorpusError, match="200,000"):
        answer(run_of("lstm"), AskWhy("a" * 200_001))
    with pytest.raises(CorpusError, match="No part of this text occurred"):
        answer(run_of("lstm"), AskWhy("水泵"))


def validation_texts(run: Run, count: int, length: int) -> list[str]:
    """Stretches of the run's validation part, spread evenly."""
    config = run.config()
    corpus = open_corpus(run.workspace, config.corpus)
    text = "\n".join(split_text(corpus, split_corpus(corpus, config.split).validation))
    step = (len(text) - length) // count
    return [text[at * step : at * step + length] for at in range(count)]


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("sample", "model"),
    [
        ("health_news", "lstm"),
        ("maintenance_logs", "gru"),
        ("credit_memos", "transformer"),
        ("medical_records_zh", "lstm"),
    ],
)
def test_attributions_of_trained_models_are_complete_and_true(
    shell: Shell, sample: str, model: str
) -> None:
    """Deleting what they name hurts more than deleting random or the most recent tokens."""
    said = shell(
        "train", sample, f"--model={model}", "--tokenizer=char", "--steps=500", "--seed=3",
        "--set=model.hidden_size=64", "--set=samples.length=0", "--json",
    )  # fmt: skip
    run = open_run(shell.workspace, said.json()["run"])
    found = [answer(run, AskWhy(text)) for text in validation_texts(run, 20, 60)]
    assert max(one.completeness_error for one in found) <= 0.01
    curves = [one.deletion for one in found]
    means = [
        sum(sum(curve[1:]) / len(curve[1:]) for curve in of) / len(of)
        for of in (
            [one.top for one in curves],
            [one.recent for one in curves],
            [one.random for one in curves],
        )
    ]
    assert means[0] < means[1]
    assert means[0] < means[2]
