"""What will happen, in sentences: what a preflight found, as page and command line say it."""

from slm_core.messages import Message, as_given, duration, msg, plural
from slm_core.runs.config import RunConfig
from slm_core.runs.preflight.preflight import Preflight, Speed


def outlook_messages(config: RunConfig, expected: Preflight) -> list[Message]:
    """The network, its tokens, how often it reads the text and how fast, and the score to expect.

    Values that a page may stress are `kind`, `times`, `low` and `high`.
    """
    return [
        _network(config, expected),
        _tokens(config),
        _reading(config, expected),
        _score(expected),
    ]


def _network(config: RunConfig, expected: Preflight) -> Message:
    model = config.model
    return msg(
        "Its network: {kind} with {size:,} units in {layers}, about {parameters:,.0f} parameters "
        "in {memory} of memory.",
        kind=model.title,
        size=model.hidden_size,
        layers=plural("one layer", "{n} layers", n=model.layers),
        parameters=_rounded(expected.parameters),
        memory=_memory(expected.memory_needed),
    )


def _memory(size: float) -> Message:
    if size >= 1e9:
        return msg("{n:.1f} GB", n=size / 1e9)
    return msg("{n:,.0f} MB", n=_rounded(size / 1e6))


def _tokens(config: RunConfig) -> Message:
    size = config.tokenizer.vocabulary_size
    return {
        "char": msg("It reads and writes character by character."),
        "word": msg("It reads and writes word by word, with at most {size:,} words.", size=size),
        "segmented": msg(
            "It reads and writes word by word, as a dictionary cuts them, with at most {size:,} "
            "words and characters; rarer words it spells.",
            size=size,
        ),
        "bpe": msg(
            "It reads and writes pieces of words (byte pairs), {size:,} of them.", size=size
        ),
    }[config.tokenizer.kind]


def _reading(config: RunConfig, expected: Preflight) -> Message:
    times = expected.readings
    words = msg(
        "It will read {share:g} % of the text about {times} times",
        share=config.split.train,
        times=as_given(f"{times:,.0f}" if times >= 9.5 else f"{times:.1f}"),
    )
    if expected.seconds_per_epoch >= 1.0:
        each = duration(expected.seconds_per_epoch)
        words = msg("{reading}, each in {time}", reading=words, time=each)
    if config.budget.minutes is None:
        whole = duration(expected.seconds)
        words = msg("{reading}, which takes about {time}", reading=words, time=whole)
    return msg("{reading}: {speed}", reading=words, speed=_speed(expected.speed))


def _speed(speed: Speed) -> Message:
    rounded = _rounded(speed.tokens_per_second)
    shown = as_given(f"{rounded:,.0f}" if rounded >= 1.0 else f"{rounded:g}")
    if speed.source == "trial":
        return msg("{speed} tokens a second, measured on this machine.", speed=shown)
    if speed.source == "run":
        return msg(
            "{speed} tokens a second, estimated from your earlier run “{run}”.",
            speed=shown,
            run=speed.based_on,
        )
    return msg("{speed} tokens a second, estimated from machines like this one.", speed=shown)


def _score(expected: Preflight) -> Message:
    band = expected.band
    if band is None and expected.is_too_short:
        return msg(
            "What so short a run reaches cannot be forecast: in its first seconds it starts up and "
            "hardly learns. The text it never learns from is kept for validation."
        )
    if band is None:
        return msg("The rest, text it never learns from, is kept for validation.")
    if band.source == "runs":
        return msg(
            "It should reach {low:.2f} to {high:.2f} bits per byte (less is better), estimated "
            "from similar runs on this text.",
            low=band.low,
            high=band.high,
        )
    return msg(
        "It should reach {low:.2f} to {high:.2f} bits per byte (less is better), estimated "
        "from how predictable this text is.",
        low=band.low,
        high=band.high,
    )


def _rounded(value: float) -> float:
    """To two digits: more would promise what nobody knows."""
    return float(f"{value:.2g}")
