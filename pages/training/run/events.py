"""The events of a run: a sentence each for the list, a word or two for the chart."""

from collections.abc import Callable, Mapping

from pages.ui.text.formatting import budget_in_words, count, listed, rate
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.forms import label_of
from slm_core.messages import Message
from slm_core.runs.run import Event

_WHERE = {"dropout": "model.dropout", "batch_size": "training.batch_size"}


def sentence_of(event: Event) -> str:
    """The event as a sentence, safe inside Markdown; what is not known here as it was recorded."""
    tell = _SENTENCES.get(event.kind)
    if tell is not None:
        return tell(event.details)
    details = listed(f"{name} {value_words(value)}" for name, value in event.details.items())
    return escape_markdown(f"{event.kind}: {details}" if details else event.kind)


def mark_of(event: Event) -> str | None:
    """A few words that stand in a chart where it happened; None for what no curve shows."""
    details = event.details
    if event.kind == "set":
        name = _("rate") if details.get("name") == "learning_rate" else setting_name(details)
        return _("{name} {before} → {after}").format(name=name, **_change(details))
    if event.kind == "rate_lowered":
        return _("{name} {before} → {after}").format(name=_("rate"), **_change(details))
    return {
        "refused": _("refused"),
        "averaging": _("averaging"),
        "early_stop": _("early stopping"),
        "extended": _("trained longer"),
    }.get(event.kind)


def setting_name(details: Mapping[str, object]) -> str:
    """What the setting that was changed is called, within a sentence."""
    name = str(details.get("name", ""))
    words = {
        "learning_rate": _("learning rate"),
        "dropout": _("dropout"),
        "batch_size": _("batch size"),
    }
    return words.get(name) or label_of(name)


def value_words(value: object) -> str:
    """A setting's value: a whole number in full, any other in three digits."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    return count(value) if float(value).is_integer() else rate(value)


def _change(details: Mapping[str, object]) -> dict[str, str]:
    return {
        "before": value_words(details.get("before", "?")),
        "after": value_words(details.get("value")),
    }


def _set(details: Mapping[str, object]) -> str:
    return _("The {name} was changed from {before} to {after}.").format(
        name=setting_name(details), **_change(details)
    )


def _refused(details: Mapping[str, object]) -> str:
    reason = escape_markdown(_told(details.get("reason")))
    return _("A change of the {name} to {value} was refused: {reason}").format(
        name=setting_name(details), value=value_words(details.get("value")), reason=reason
    )


def _lowered(details: Mapping[str, object]) -> str:
    return _(
        "Validation loss did not improve for a while, so the learning rate went from {before} "
        "to {after}."
    ).format(**_change(details))


def _early(details: Mapping[str, object]) -> str:
    step = details.get("best_step")
    shown = count(step) if isinstance(step, (int, float)) else "?"
    return _(
        "Early stopping: validation loss has not improved for too long. The weights of step "
        "{step} are kept."
    ).format(step=shown)


def _extended(details: Mapping[str, object]) -> str:
    budget = details.get("budget")
    values = budget if isinstance(budget, dict) else {}
    return _("It was trained longer, for {budget} more.").format(
        budget=budget_in_words(values.get("minutes"), values.get("epochs"), values.get("steps"))
    )


def _no_gpu(details: Mapping[str, object]) -> str:
    name = escape_markdown(str(details.get("name", "")))
    if not name:
        return _("The GPU that it was to use is gone: it trains on the CPU.")
    return _(
        "This machine has a GPU, {name}, but PyTorch cannot use it (a PyTorch without CUDA, or "
        "a driver that is too old): it trains on the CPU."
    ).format(name=name)


def _undone(details: Mapping[str, object]) -> str:
    names = details.get("names")
    told = [setting_name({"name": name}) for name in names] if isinstance(names, list) else []
    return _("What was changed after this step was left out: {names}.").format(
        names=escape_markdown(listed(told))
    )


def _told(what: object) -> str:
    """A reason in the language of the session; earlier versions wrote it as text."""
    return translate(what if isinstance(what, Message) else str(what or ""))


def _failed(details: Mapping[str, object]) -> str:
    return _("It failed: {error}").format(error=escape_markdown(_told(details.get("error"))))


_SENTENCES: dict[str, Callable[[Mapping[str, object]], str]] = {
    "started": lambda details: _("Training began, on {device}.").format(
        device=escape_markdown(str(details.get("device", "cpu")))
    ),
    "no_gpu": _no_gpu,
    "resumed": lambda _details: _("It went on."),
    "paused": lambda _details: _("It was paused."),
    "set": _set,
    "refused": _refused,
    "rate_lowered": _lowered,
    "averaging": lambda _details: _("From here on the mean of the weights is scored and saved."),
    "early_stop": _early,
    "extended": _extended,
    "undone": _undone,
    "fell_back": lambda details: escape_markdown(_told(details.get("reason"))),
    "renewed": lambda details: escape_markdown(_told(details.get("reason"))),
    "stopped": lambda _details: _("It was stopped; its model was saved."),
    "finished": lambda _details: _("It finished."),
    "failed": _failed,
    "test_opened": lambda _details: _("The test text was used."),
}
