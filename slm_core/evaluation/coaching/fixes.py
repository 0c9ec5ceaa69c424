"""The settings of a better run for each finding, and what the button says. Free of torch."""

from collections.abc import Mapping

from slm_core.errors import SettingsError
from slm_core.evaluation.coaching.evidence import RunEvidence
from slm_core.messages import Message, msg
from slm_core.runs.config import RunConfig
from slm_core.runs.planning.architectures import suited_rate
from slm_core.runs.planning.rules import model_changes, train_for
from slm_core.training.settings import BudgetSettings

_AS_ADAMW = {"adamw": 1.0, "adam": 1.0, "muon": 1.0, "sgd": 100.0}
"""Learning rate that suits, as a multiple of AdamW's; of others nothing was measured."""
_PARAMETERS_A_BYTE = 1.0
"""Beyond which a network needs dropout not to memorise its text."""
_MORE_DROPOUT, _MOST_DROPOUT = 0.2, 0.5
_SMALLEST = 16
"""Units below which no network is made."""
_LARGER, _LONGER, _MUCH_LONGER = 2, 3, 10
"""Times as many units, and as long a budget."""
_TIMES_A_TOKEN = 20
"""Times that a token of the smaller vocabulary occurs on average."""
_FEWEST_PIECES = 300
"""Tokens of a vocabulary of byte pairs that is worth having."""

Fix = tuple[Mapping[str, str], Message | None]
"""Settings, and the words of the button that starts a run with them."""
_NOTHING: Fix = ({}, None)


def suited_learning_rate(config: RunConfig) -> float | None:
    """The learning rate that suits its network and optimizer; None where nothing was measured."""
    factor = _AS_ADAMW.get(config.training.optimizer)
    return None if factor is None else factor * suited_rate(config.model)


def lower_rate(evidence: RunEvidence) -> Fix:
    """What suits the network where the rate was above it, else a third of it."""
    training, suited = evidence.config.training, suited_learning_rate(evidence.config)
    rate = training.learning_rate
    if suited is not None and rate > 2 * suited:
        wanted = suited
    elif evidence.diverged:
        wanted = training.gentler_rate(rate)
    else:
        wanted = float(f"{rate / 3:.2g}")
    fix = {"training.learning_rate": f"{wanted:g}"}
    if training.schedule == "constant":
        fix["training.schedule"] = "linear"
    return fix, msg("Train with a learning rate of {rate:g}", rate=wanted)


def less_memorising(evidence: RunEvidence) -> Fix:
    """More dropout; where there is as much as helps, a smaller network."""
    model = evidence.config.model
    if model.dropout >= _MOST_DROPOUT - 0.05:
        return smaller_network(evidence)
    wanted = round(min(_MOST_DROPOUT, model.dropout + _MORE_DROPOUT), 2)
    return {"model.dropout": f"{wanted:g}"}, msg("Train with a dropout of {rate:g}", rate=wanted)


def smaller_network(evidence: RunEvidence) -> Fix:
    """So few units that there is at most a parameter for each byte of text, half of them at least
    gone, with some dropout."""
    model, facts = evidence.config.model, evidence.facts
    if evidence.config.start is not None or facts is None:
        return _NOTHING
    most = _PARAMETERS_A_BYTE * max(1.0, evidence.train_bytes)
    smaller = model
    while smaller.hidden_size >= 2 * _SMALLEST and (
        smaller is model or smaller.parameters(facts.vocabulary_size) > most
    ):
        try:
            smaller = smaller.with_hidden_size(smaller.hidden_size // 2)
        except SettingsError:  # sizes that only fit each other
            break
    fix = model_changes(model, smaller)
    if model.dropout < _MORE_DROPOUT:
        fix["model.dropout"] = f"{_MORE_DROPOUT:g}"
    if smaller is model:
        return (
            (fix, msg("Train with a dropout of {rate:g}", rate=_MORE_DROPOUT)) if fix else _NOTHING
        )
    return fix, msg("Train a network of {units:,} units", units=smaller.hidden_size)


def more_capacity(evidence: RunEvidence) -> Fix:
    """Twice as many units; of a network that is held back by dropout, none of that."""
    model, config = evidence.config.model, evidence.config
    if config.start is not None:
        return _NOTHING
    try:
        larger = model.with_hidden_size(max(_SMALLEST, _LARGER * model.hidden_size))
    except SettingsError:
        return _NOTHING
    fix = model_changes(model, larger)
    if model.dropout > 0.1:
        fix["model.dropout"] = "0.05"
    return fix, msg("Train a network of {units:,} units", units=larger.hidden_size)


def smaller_vocabulary(evidence: RunEvidence) -> Fix:
    """As many tokens as the text can teach; characters where that are too few for pieces."""
    tokenizer, facts = evidence.config.tokenizer, evidence.facts
    if facts is None:
        return _NOTHING
    size = int(facts.train_tokens / _TIMES_A_TOKEN) // 100 * 100
    if size < _FEWEST_PIECES:
        fix = {"tokenizer.kind": "char", "tokenizer.vocabulary_size": "6000"}
        fix |= {"tokenizer.terms": ""} if tokenizer.terms else {}
        return fix, msg("Train on characters")
    fix = {"tokenizer.vocabulary_size": str(min(size, facts.vocabulary_size - 1))}
    return fix, msg("Train with a vocabulary of {size:,}", size=size)


def longer(evidence: RunEvidence) -> Fix:
    """Three times its budget."""
    return _longer(evidence.config.budget, _LONGER)


def much_longer(evidence: RunEvidence) -> Fix:
    """Ten times its budget, a minute at the least."""
    return _longer(evidence.config.budget, _MUCH_LONGER, least=1.0)


def _longer(budget: BudgetSettings, times: int, *, least: float = 0.0) -> Fix:
    """The budget several times over; `least` are minutes."""
    if budget.minutes is not None:
        minutes = float(f"{max(least, times * budget.minutes):.3g}")
        return {"budget.minutes": f"{minutes:g}"}, train_for(minutes=minutes)
    if budget.epochs is not None:
        epochs = float(f"{times * budget.epochs:.3g}")
        return {"budget.epochs": f"{epochs:g}"}, train_for(epochs=epochs)
    steps = times * (budget.steps or 1)
    return {"budget.steps": str(steps)}, train_for(steps=steps)
