"""Rules for settings that are allowed but unwise: the warning, and the settings that correct it.
Free of torch."""

import math
from collections.abc import Mapping

from slm_core.errors import SettingsError
from slm_core.messages import Message, msg, plural
from slm_core.models.settings import ModelSettings
from slm_core.runs.config import RunConfig
from slm_core.runs.planning.architectures import suited_rate
from slm_core.runs.planning.defaults import dropout_for
from slm_core.runs.planning.machine_rules import device_rule, memory_rule, precision_rule, written
from slm_core.runs.planning.suggestions import Outlook, Rule, Suggestion, without_rivals
from slm_core.settings_schema import fields_of

ENOUGH_CHARACTERS = 20_000
"""Of a text that make a start: of less, the characters to train on are too few to learn words
from (slm_core/profiling/sufficiency.py)."""
_PARAMETERS_A_BYTE = 25
"""Beyond which no dropout helps; what we recommend stays below. From one on dropout is needed: see
slm_core/profiling/sufficiency.py."""
_GOOD_READINGS = 4
"""Four readings are about as good as new text (Muennighoff et al. 2023)."""
_SOME_DROPOUT = 0.1
"""Readings and dropout between which nothing is said: speed is known to a third at best."""
_TIMES_A_TOKEN = 10
"""Times that each token should be met on the average: of fewer most are met once or twice."""
_SEEN_ONCE = 0.5
_SHORT_ENOUGH = 64
"""Tokens of a sequence up to which nobody need think of documents: the longest we recommend."""
_STEPS_A_READING = 8
"""Batches that the training part should fill."""
_LIKE_ADAMW = frozenset({"adamw", "adam", "muon"})
"""Optimizers that learning rates of much the same size suit."""
_BREAKS, _CRAWLS = 10.0, 0.01
"""Of the learning rate that suits: from where on something is said."""
_SPELLED = 0.75
"""Characters a token below which most are spelled byte by byte: byte pairs hold at least a whole
one where they know the script."""
_FOREIGN = 0.1
"""Share of unknown tokens beyond which a model cannot learn what is written there."""


def advice_on(config: RunConfig, outlook: Outlook) -> tuple[Suggestion, ...]:
    """All there is to say, what keeps a run from starting first.

    Of a network and a vocabulary that an earlier run gives nothing is said: nobody can change them.
    """
    found = [(rule, told) for rule in RULES if (told := rule(config, outlook)) is not None]
    if config.start is not None:
        found = [(rule, advice) for rule, advice in found if not _is_given(advice)]
    return tuple(without_rivals(found, config, outlook))


def _is_given(advice: Suggestion) -> bool:
    sections = {path.partition(".")[0] for path in advice.fix if path != "model.dropout"}
    return advice.kind in ("size", "vocabulary") or bool(sections & {"model", "tokenizer"})


def _batch(config: RunConfig, outlook: Outlook) -> Suggestion | None:
    training = config.training
    size, length = training.batch_size, training.sequence_length
    if outlook.tokens >= _STEPS_A_READING * size * length:
        return None
    while size > 1 and outlook.tokens < _STEPS_A_READING * size * length:
        size = max(1, size // 2)
    if outlook.tokens < _STEPS_A_READING * size * length:
        length = max(1, int(outlook.tokens // (_STEPS_A_READING * size)))
    wanted = {
        "training.batch_size": size,
        "training.sequence_length": length,
        "training.accumulation": min(training.accumulation, size),
    }
    fix = _changed(config, wanted)
    if not fix:
        return None  # the text has a few tokens only: other sentences say so
    return Suggestion(
        "batch",
        msg(
            "A batch of {batch_size} × {sequence_length} tokens is a large part of "
            "the {tokens:,.0f} it learns from: a reading should have "
            "{steps_a_reading} steps or more.",
            batch_size=training.batch_size,
            sequence_length=training.sequence_length,
            tokens=outlook.tokens,
            steps_a_reading=_STEPS_A_READING,
        ),
        fix,
        msg("Set {fix}", fix=written(fix)),
    )


def _size(config: RunConfig, outlook: Outlook) -> Suggestion | None:
    if _ratio(config.model, outlook.vocabulary_size, outlook) <= _PARAMETERS_A_BYTE:
        return None
    model, vocabulary = config.model, outlook.vocabulary_size
    while _ratio(model, vocabulary, outlook) > _PARAMETERS_A_BYTE and model.hidden_size >= 16:
        try:
            model = model.with_hidden_size(model.hidden_size // 2)
        except SettingsError:
            break  # sizes that only fit each other; the sentence still holds
    each = _ratio(config.model, vocabulary, outlook)
    fix = model_changes(config.model, model)
    fits = _ratio(model, vocabulary, outlook) <= _PARAMETERS_A_BYTE
    return Suggestion(
        "size",
        msg(
            "The network is too large for so little text: it has {each:,.0f} parameters for "
            "each byte of text, and with more than {parameters_a_byte} it would memorise it, "
            "whatever the dropout.",
            each=each,
            parameters_a_byte=_PARAMETERS_A_BYTE,
        ),
        fix if fits else {},
        msg("Use a smaller network ({hidden_size:,} units)", hidden_size=model.hidden_size)
        if fits
        else None,
    )


def _vocabulary(config: RunConfig, outlook: Outlook) -> Suggestion | None:
    tokenizer = config.tokenizer
    times = outlook.glimpse.expected(tokenizer, train=config.split.train / 100)
    if times is not None:
        once = sum(n < 2 for n in times) / max(1, len(times))
        if once <= _SEEN_ONCE:
            return None
        return Suggestion(
            "vocabulary",
            msg(
                "Of about {times:,} different tokens {value:.0f} % occur once only in "
                "what it learns from; what is seen once is not learned.",
                times=len(times),
                value=100 * once,
            ),
            {"tokenizer.minimum_frequency": "2"},
            msg("Leave out words that occur once"),
        )
    each = outlook.tokens / tokenizer.vocabulary_size
    if each >= _TIMES_A_TOKEN:
        return None
    size = int(outlook.tokens / _TIMES_A_TOKEN) // 100 * 100
    fix = {"tokenizer.vocabulary_size": str(size)}
    label = msg("Use a vocabulary of {size:,}", size=size)
    if size < 300:
        fix = {"tokenizer.kind": "char", "tokenizer.minimum_frequency": "2"}
        fix |= {"tokenizer.terms": ""} if tokenizer.terms else {}
        label = msg("Read character by character")
    return Suggestion(
        "vocabulary",
        msg(
            "Each of {vocabulary_size:,} tokens occurs only {each:.1f} times on average: most "
            "of them once or twice, which is not enough to learn them.",
            vocabulary_size=tokenizer.vocabulary_size,
            each=each,
        ),
        fix,
        label,
    )


def _sequence(config: RunConfig, outlook: Outlook) -> Suggestion | None:
    length = config.training.sequence_length
    typical = outlook.glimpse.typical_document / outlook.characters_per_token
    if not typical or length <= max(_SHORT_ENOUGH, typical):
        return None
    wanted = max(_SHORT_ENOUGH, int(typical))
    return Suggestion(
        "sequence",
        msg(
            "Half of the documents have fewer than {typical:,.0f} tokens, and a sequence has "
            "{length:,}: most of its context would be other documents, which do not help to "
            "predict this one.",
            typical=typical,
            length=length,
        ),
        {"training.sequence_length": str(wanted)},
        msg("Read {wanted:,} tokens at a time", wanted=wanted),
    )


def _script(config: RunConfig, outlook: Outlook) -> Suggestion | None:
    start, unknown = config.start, outlook.unknown_share
    if start is None or start.tokenizer == "new":
        return None
    if unknown > _FOREIGN:
        sentence = msg(
            "{value:.0f} % of this text is unknown to the earlier run's tokens. Use new "
            "tokens, found in this text.",
            value=100 * unknown,
        )
    elif outlook.characters_per_token < _SPELLED:
        each = 1.0 / outlook.characters_per_token
        sentence = msg(
            "The earlier run's tokens spell this text byte by byte, {each:.1f} of them for a "
            "character. Use new tokens, found in this text.",
            each=each,
        )
    else:
        return None
    return Suggestion("script", sentence, {"start.tokenizer": "new"}, msg("Use new tokens"))


def _rate(config: RunConfig, _outlook: Outlook) -> Suggestion | None:
    training, suited = config.training, suited_rate(config.model)
    if training.optimizer not in _LIKE_ADAMW:
        return None
    rate = training.learning_rate
    if rate > _BREAKS * suited:
        sentence = msg(
            "A learning rate of {rate:g} is {rate_2:,.0f} times what suits a network "
            "of this size: its steps will most likely be too large to learn anything.",
            rate=rate,
            rate_2=rate / suited,
        )
    elif rate < _CRAWLS * suited:
        sentence = msg(
            "With a learning rate of {rate:g} it learns next to nothing: {suited:g} "
            "suits a network of this size.",
            rate=rate,
            suited=suited,
        )
    else:
        return None
    fix = {"training.learning_rate": f"{suited:g}"}
    return Suggestion(
        "rate", sentence, fix, msg("Set the learning rate to {suited:g}", suited=suited)
    )


def _readings(config: RunConfig, outlook: Outlook) -> Suggestion | None:
    readings, dropout = outlook.readings, config.model.dropout
    parameters = config.model.parameters(outlook.vocabulary_size)
    spared = parameters < outlook.bytes or dropout >= _SOME_DROPOUT
    if readings is None or readings <= 1.5 * _GOOD_READINGS or spared:
        return None
    wanted = max(_SOME_DROPOUT, dropout_for(readings, wide=outlook.wide))
    return Suggestion(
        "readings",
        msg(
            "It reads the text about {readings:,.0f} times with a dropout of {dropout:g}: "
            "after {good_readings} epochs a network of this size begins to memorise it.",
            readings=readings,
            dropout=dropout,
            good_readings=_GOOD_READINGS,
        ),
        {"model.dropout": f"{wanted:g}"},
        msg("Set dropout to {wanted:g}", wanted=wanted),
    )


def train_for(
    *, minutes: float | None = None, epochs: float | None = None, steps: int | None = None
) -> Message:
    """The advice to train for so long, which may be longer than is allowed; one of the three."""
    value = next(given for given in (minutes, epochs, steps) if given is not None)
    n = 1 if value == 1 else 2
    if minutes is not None:
        return plural("Train for {value:,g} minute", "Train for {value:,g} minutes", n, value=value)
    if epochs is not None:
        return plural("Train for {value:,g} epoch", "Train for {value:,g} epochs", n, value=value)
    return plural("Train for {value:,} step", "Train for {value:,} steps", n, value=value)


def _short(config: RunConfig, outlook: Outlook) -> Suggestion | None:
    readings, budget = outlook.readings, config.budget
    if readings is None or readings >= 1.0:
        return None
    more = 1.0 / max(readings, 1e-9)
    if budget.minutes is not None:
        minutes = math.ceil(1.05 * more * budget.minutes)
        fix, label = (
            {"budget.minutes": str(minutes)},
            train_for(minutes=minutes),
        )
    elif budget.steps is not None:
        steps = math.ceil(1.01 * more * budget.steps)
        fix, label = {"budget.steps": str(steps)}, train_for(steps=steps)
    else:
        fix, label = {"budget.epochs": "1"}, msg("Read all of it once")
    return Suggestion(
        "short",
        msg(
            "The time is too short to read the text even once: it reads {value:.0f} % of it, "
            "and learns nothing from the rest.",
            value=100 * readings,
        ),
        fix,
        label,
    )


def _amount(config: RunConfig, outlook: Outlook) -> Suggestion | None:
    """How much text there is, and how much would do; of an earlier run's model less will."""
    characters = outlook.characters_per_token * outlook.tokens / (config.split.train / 100)
    if config.start is not None or round(characters) >= ENOUGH_CHARACTERS:
        return None
    return Suggestion(
        "amount",
        msg(
            "{characters:,.0f} characters; {enough:,} make a start. The network is chosen small "
            "enough for them, but it will write like them only roughly. A model that has learned "
            "from a larger text, such as a sample, is a better beginning.",
            characters=characters,
            enough=ENOUGH_CHARACTERS,
        ),
        {},
        None,
    )


RULES: tuple[Rule, ...] = (
    _amount,
    device_rule,
    precision_rule,
    memory_rule,
    _batch,
    _size,
    _vocabulary,
    _sequence,
    _script,
    _rate,
    _readings,
    _short,
)
"""Every rule, in the order in which they are told."""


def _ratio(model: ModelSettings, vocabulary_size: int, outlook: Outlook) -> float:
    return model.parameters(vocabulary_size) / max(1.0, outlook.bytes)


def model_changes(before: ModelSettings, after: ModelSettings) -> dict[str, str]:
    """The settings that make `after` of `before`, as `RunConfig.with_settings` takes them."""
    names = [name for name in fields_of(type(after)) if name != "kind"]
    changed = [name for name in names if getattr(before, name) != getattr(after, name)]
    return {f"model.{name}": str(getattr(after, name)) for name in changed}


def _changed(config: RunConfig, wanted: Mapping[str, int]) -> dict[str, str]:
    """Those of `wanted` that are not so already."""

    def now(path: str) -> object:
        section, _, name = path.partition(".")
        return getattr(getattr(config, section), name)

    return {path: str(value) for path, value in wanted.items() if now(path) != value}
