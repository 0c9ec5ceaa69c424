"""Settings named in sentences: as their fields are called in a form, not as one types them."""

import re
from dataclasses import fields
from functools import cache

from slm_core.messages import Message
from slm_core.models.settings import MODEL_SETTINGS
from slm_core.runs.config import SECTIONS, SETTINGS_CLASSES

_PATH = re.compile(rf"\b(?:{'|'.join(SECTIONS)})\.[a-z_]+\b(?!\.)")
"""Such as training.learning_rate; also names of files, such as tokenizer.json."""


def english_label(path: str) -> str:
    """What the form calls the setting at this path, in English."""
    name = path.partition(".")[2] or path
    return name.replace("_", " ").capitalize()


def with_labels(message: Message) -> Message:
    """The same in English, with the labels of the form where it names settings by their paths. In
    other languages the translations have them."""
    values = {
        name: with_labels(value) if isinstance(value, Message) else value
        for name, value in message.values.items()
    }
    return Message(_labelled(message.template), values, _labelled(message.plural))


def _labelled(template: str) -> str:
    return _PATH.sub(
        lambda found: english_label(found[0]) if found[0] in _paths() else found[0], template
    )


@cache
def _paths() -> frozenset[str]:
    """Those of all settings."""
    classes = [*SETTINGS_CLASSES.values(), *MODEL_SETTINGS.values()]
    return frozenset(f"{each.section}.{field.name}" for each in classes for field in fields(each))
