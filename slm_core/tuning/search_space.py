"""What a sweep tries: ranges around the preset's own settings. Free of optuna and of torch."""

from dataclasses import dataclass, replace

from slm_core.errors import SettingsError
from slm_core.messages import msg
from slm_core.models.settings import ModelSettings
from slm_core.runs.config import RunConfig

_RATES = (1 / 6, 6.0)
"""Learning rates, as multiples of the preset's."""
_SMALLEST_RATE, _LARGEST_RATE = 1e-7, 1000.0
"""What a learning rate may be; a logarithm has no nought."""
_WIDTHS = (0.5, 2.0)
"""Units, likewise."""
_MOST_DROPOUT, _DROPOUT_STEP = 0.5, 0.05
_MULTIPLE = 8
"""Of units: what hardware likes."""
_MOST_LAYERS = 3


@dataclass(frozen=True)
class SearchRange:
    """The values of a setting that are tried."""

    path: str
    """Such as training.learning_rate."""
    low: float = 0.0
    high: float = 0.0
    logarithmic: bool = False
    whole: bool = False
    """Whether only whole numbers."""
    step: float | None = None
    choices: tuple[str | int, ...] = ()
    """All there are, where it is no range of numbers."""


def search_space(base: RunConfig) -> tuple[SearchRange, ...]:
    """The settings that a sweep changes, each with the values it may take; the preset's own are
    among them."""
    rate, units = base.training.learning_rate, base.model.hidden_size
    batch, layers = base.training.batch_size, base.model.layers
    narrow = max(_MULTIPLE, int(_WIDTHS[0] * units) // _MULTIPLE * _MULTIPLE)
    schedules = dict.fromkeys((base.training.schedule, "linear", "cosine"))
    batches = sorted({max(1, batch // 2), batch, 2 * batch})
    return (
        SearchRange(
            "training.learning_rate",
            max(_SMALLEST_RATE, _RATES[0] * rate),
            min(_LARGEST_RATE, max(_SMALLEST_RATE, _RATES[1] * rate)),
            logarithmic=True,
        ),
        SearchRange(
            "model.hidden_size",
            min(narrow, units),
            max(_MULTIPLE, int(_WIDTHS[1] * units)),
            logarithmic=True,
            whole=True,
        ),
        SearchRange("model.layers", 1, max(_MOST_LAYERS, layers), whole=True),
        SearchRange(
            "model.dropout", 0.0, max(_MOST_DROPOUT, base.model.dropout), step=_DROPOUT_STEP
        ),
        SearchRange("training.batch_size", choices=tuple(batches)),
        SearchRange("training.schedule", choices=tuple(schedules)),
    )


Values = dict[str, float | int | str]
"""A value for each path of a search space."""


def with_values(base: RunConfig, values: Values) -> RunConfig:
    """The base with these values; embedding and heads follow the units. Raises SettingsError."""
    model: ModelSettings = base.model
    units = values.get("model.hidden_size")
    if units is not None:
        size = max(1, round(float(units)))
        if size != model.hidden_size:
            size = max(_MULTIPLE, size // _MULTIPLE * _MULTIPLE)
        model = model.with_hidden_size(size)
    rest = {path: _written(value) for path, value in values.items() if path != "model.hidden_size"}
    config = replace(base, model=model, preset="").with_settings(rest)
    training = config.training
    if training.accumulation > training.batch_size:
        config = replace(config, training=replace(training, accumulation=training.batch_size))
    return config


def values_of(config: RunConfig, space: tuple[SearchRange, ...]) -> Values:
    """What a trial has of each; one that lies outside is moved to the nearest that is tried."""
    found: Values = {}
    for each in space:
        section, _, name = each.path.partition(".")
        value = getattr(getattr(config, section), name)
        if each.choices:
            found[each.path] = value if value in each.choices else each.choices[0]
            continue
        value = min(max(float(value), each.low), each.high)
        if each.step:
            value = min(each.high, each.low + each.step * round((value - each.low) / each.step))
        found[each.path] = round(value) if each.whole else value
    return found


def check_base(base: RunConfig) -> None:
    """Refuse what no sweep can start from. Raises SettingsError."""
    if base.start is not None:
        raise SettingsError(
            msg(
                "A sweep tries networks of other sizes, and a run that starts from an earlier "
                "model has its network. Start the sweep from nothing."
            )
        )


def _written(value: float | int | str) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
