"""Numbers, percentages and times, written for people."""

import functools
from collections.abc import Iterable
from datetime import datetime, timedelta

from pages.ui.text.i18n import _, language, ngettext, translate
from slm_core import messages


def count(number: float) -> str:
    """A whole number with its thousands apart."""
    return f"{number:,.0f}"


def compact(number: float) -> str:
    """A whole number in three digits that count, such as 342k; in Chinese by ten thousands."""
    if language() == "zh":
        steps = ((1e8, "亿"), (1e4, "万"))
    else:
        steps = ((1e9, "G"), (1e6, "M"), (1e3, "k"))
    for size, name in steps:
        if number >= size:
            return f"{float(f'{number / size:.3g}'):g}{name}"
    return count(number)


def percent(share: float, *, digits: int = 1, sign: str = "") -> str:
    """A share from 0 to 1 in percent; of a change, with `sign` "+", also with a plus."""
    return _("{n} %").format(n=f"{share * 100:{sign}.{digits}f}")


def listed(items: Iterable[str]) -> str:
    """Things named one after the other, with the comma of the language between them."""
    return _(", ").join(items)


def in_a_row(sentences: Iterable[str]) -> str:
    """Sentences one after the other: with a blank between them, or without one as in Chinese."""
    return functools.reduce(
        lambda first, second: _("{first} {second}").format(first=first, second=second), sentences
    )


def rate(value: float) -> str:
    """A learning rate, or any small number, with three digits that count."""
    return f"{float(f'{value:.3g}'):g}"


def duration(seconds: float) -> str:
    """A time in the one or two units that matter."""
    return translate(messages.duration(seconds))


def budget_in_words(minutes: float | None, epochs: float | None, steps: int | None) -> str:
    """What a run was asked for, such as "5 minutes"."""
    if minutes is not None:
        shown = f"{minutes:,g}"
        return ngettext("{n} minute", "{n} minutes", 1 if minutes == 1 else 2).format(n=shown)
    if epochs is not None:
        shown = f"{epochs:,g}"
        return ngettext("{n} epoch", "{n} epochs", 1 if epochs == 1 else 2).format(n=shown)
    return ngettext("{n} step", "{n} steps", 1 if steps == 1 else 2).format(n=count(steps or 0))


def moment(seconds: float) -> str:
    """A time of day, in seconds since 1970, as people speak of it: today 14:05, or its date."""
    then = datetime.fromtimestamp(seconds)
    today = datetime.now().date()
    if then.date() == today:
        return _("today {time}").format(time=f"{then:%H:%M}")
    if then.date() == today - timedelta(days=1):
        return _("yesterday {time}").format(time=f"{then:%H:%M}")
    return f"{then:%Y-%m-%d}"


def file_size(size: int) -> str:
    """Bytes on the disk."""
    return f"{size / 1e6:,.1f} MB" if size >= 1e6 else f"{max(1, size // 1000):,} kB"
