"""Suggestions: a sentence and the settings that correct what it warns of. Free of torch."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from slm_core.errors import SettingsError
from slm_core.hardware.machine import Machine
from slm_core.messages import Message
from slm_core.runs.config import RunConfig
from slm_core.runs.planning.corpus_stats import CorpusStats


@dataclass(frozen=True)
class Outlook:
    """What is known of the text and of the run's length when advice is given."""

    glimpse: CorpusStats
    tokens: float
    """Of the training part."""
    bytes: float
    """Of the training part, in UTF-8."""
    characters_per_token: float
    vocabulary_size: int
    """Tokens there will be in fact."""
    readings: float | None
    """Times the training part will be read, None where nothing tells."""
    machine: Machine
    wide: bool = False
    """Whether it is in a language with thousands of signs."""
    unknown_share: float = 0.0
    """Of its tokens that stand for something the tokenizer does not know, where that is known."""


@dataclass(frozen=True)
class Suggestion:
    """One thing to think about before a run starts."""

    kind: str
    """amount, size, vocabulary, sequence, batch, memory, rate, readings, short, device, precision,
    script."""
    sentence: Message
    fix: Mapping[str, str]
    """Settings that mend it, as `RunConfig.with_settings` takes them, or start.tokenizer, which
    it does not; {} where nothing would."""
    label: Message | None
    """What the fix does, in a few words; None where there is no fix."""


Rule = Callable[[RunConfig, Outlook], Suggestion | None]


def without_rivals(
    found: Sequence[tuple[Rule, Suggestion]], config: RunConfig, outlook: Outlook
) -> Iterator[Suggestion]:
    """Without the fixes that another one makes needless: both together would be too much."""

    def mends(advice: Suggestion, rule: Rule) -> bool:
        try:
            return bool(advice.fix) and rule(applied(config, advice), outlook) is None
        except SettingsError:
            return False

    for place, (rule, advice) in enumerate(found):
        others = [
            other
            for number, (its_rule, other) in enumerate(found)
            if number != place
            and mends(other, rule)
            and (number < place or not mends(advice, its_rule))
        ]
        yield replace(advice, fix={}, label=None) if others else advice


def applied(config: RunConfig, advice: Suggestion) -> RunConfig:
    """`config` with what was advised. Raises SettingsError where it does not go with the rest."""
    if config.start is not None and "start.tokenizer" in advice.fix:
        return replace(config, start=replace(config.start, tokenizer="new"))
    budget = {path for path in advice.fix if path.startswith("budget.")}
    if budget:
        cleared = {f"budget.{name}": "none" for name in ("minutes", "epochs", "steps")}
        return config.with_settings({**cleared, **advice.fix})
    return config.with_settings(advice.fix)
