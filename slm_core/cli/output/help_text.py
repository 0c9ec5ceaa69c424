"""The help of commands in the language that is spoken. The English of it stands where it always
does: in docstrings and beside options."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from typer.core import TyperCommand, TyperGroup

from slm_core.cli.output.terminal import named, told
from slm_core.messages import Message, msg

_HEADINGS: tuple[tuple[str, Message], ...] = (
    ("Usage: ", msg("Usage: ")),
    ("\nArguments:\n", msg("\nArguments:\n")),
    ("\nOptions:\n", msg("\nOptions:\n")),
    ("\nCommands:\n", msg("\nCommands:\n")),
    ("Show this message and exit.", msg("Show this message and exit.")),
    ("[default: ", msg("[default: ")),
    ("[required]", msg("[required]")),
    ("[env var: ", msg("[env var: ")),
    ("; required]", msg("; required]")),
)
"""What typer writes around our texts."""
_EXPLAINED: dict[str, Message] = {}


def explained(message: Message) -> str:
    """The help of an option that has names in it, to be found again when it is translated."""
    _EXPLAINED[str(message)] = message
    return str(message)


class TranslatedCommand(TyperCommand):
    """A command whose help is in the language that is spoken."""

    def get_help(self, ctx: Any) -> str:
        """Its help as --help prints it."""
        return _translated(self, (), lambda: super(TranslatedCommand, self).get_help(ctx))


class TranslatedGroup(TyperGroup):
    """A group of commands whose help is in the language that is spoken."""

    def get_help(self, ctx: Any) -> str:
        """Its help as --help prints it."""
        commands = self.commands.values()
        return _translated(self, commands, lambda: super(TranslatedGroup, self).get_help(ctx))


def _translated(command: Any, inside: Iterable[Any], written: Callable[[], str]) -> str:
    for one in (command, *inside):
        if one.help:
            one.help = "\n\n".join(map(_paragraph, one.help.split("\n\n")))
            one.short_help = _first_sentence(one.help) or one.short_help
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = _paragraph(parameter.help)
    text = written()
    for english, message in _HEADINGS:
        if told(message) != english:
            broken = re.escape(english).replace("\\ ", "\\s+")  # lines end at any blank
            text = told(message).join(re.split(broken, text))
    return text


def _paragraph(text: str) -> str:
    joined = " ".join(text.split())
    return told(_EXPLAINED[joined]) if joined in _EXPLAINED else named(joined)


def _first_sentence(text: str) -> str | None:
    head, stop, _ = text.partition("。")
    return head if stop else None
