"""The command `settings`: all settings, from the dataclasses that define them."""

import inspect
import textwrap
from collections.abc import Iterator
from typing import Annotated

import typer

from slm_core.cli.output.terminal import named, told
from slm_core.generation.settings import GenerationSettings
from slm_core.messages import Message, msg
from slm_core.models.settings import MODEL_SETTINGS
from slm_core.runs.config import SECTIONS, RunConfig
from slm_core.settings_schema import FieldInfo, fields_of
from slm_core.training.settings import BudgetSettings

_IN = " " * 6
_KINDS: dict[type, Message] = {
    int: msg("whole number"),
    float: msg("number"),
    bool: msg("true or false"),
    str: msg("text"),
}


def settings(
    markdown: Annotated[
        bool, typer.Option("--markdown", help="As docs/settings.md has it.")
    ] = False,
) -> None:
    """Print every setting there is. With its default, its range and what it means."""
    print(as_markdown() if markdown else as_text(), end="")


def as_text() -> str:
    """All settings for a terminal."""
    lines = []
    for title, _, infos in _sections():
        lines.append(f"[{title}]")
        for info in infos:
            lines.append(f"  {info.path} = {told(_default(info))}   ({told(_allowed(info))})")
            help_text = named(info.help)
            lines += textwrap.wrap(help_text, 92, initial_indent=_IN, subsequent_indent=_IN)
        lines.append("")
    return "\n".join(lines)


def as_markdown() -> str:
    """All settings as docs/settings.md has them."""
    lines = [
        "# Settings",
        "",
        "Every setting of a run, as `--set SECTION.NAME=VALUE` takes it and `config.json` keeps",
        "it. Where nobody chooses, `train` picks values by the text and the time it has; the",
        "defaults here are what stands where it does not. Those of `generation` are options of",
        "`generate`. Written by `python -m slm_core settings --markdown > docs/settings.md`.",
        "",
    ]
    for title, about, infos in _sections():
        lines += [f"## {title}", "", about, "", "| setting | default | allowed | meaning |"]
        lines += ["|---|---|---|---|"]
        lines += [
            f"| `{info.path}` | {_default(info)} | {_allowed(info)} | {info.help} |"
            for info in infos
        ]
        lines.append("")
    return "\n".join(lines[:-1]) + "\n"


def _sections() -> Iterator[tuple[str, str, list[FieldInfo]]]:
    """(heading, what it is about, settings)."""
    any_run = RunConfig(corpus="", name="", budget=BudgetSettings(steps=1))
    for section in SECTIONS:
        kinds = MODEL_SETTINGS if section == "model" else {"": type(getattr(any_run, section))}
        for kind, cls in kinds.items():
            yield _section(f"{section} ({kind})" if kind else section, cls)
    yield _section("generation", GenerationSettings)


def _section(title: str, cls: type) -> tuple[str, str, list[FieldInfo]]:
    return title, " ".join((inspect.getdoc(cls) or "").split()), list(fields_of(cls).values())


def _default(info: FieldInfo) -> str | Message:
    value = info.default
    if value is None:
        return msg("not set")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ",".join(f"{part:g}" for part in value)
    return f"{value:g}" if isinstance(value, float) else str(value) or msg("empty")


def _allowed(info: FieldInfo) -> str | Message:
    if info.choices:
        return ", ".join(info.choices)
    kind = _KINDS.get(info.kind, msg("numbers with commas between them"))
    if info.low is None or info.high is None:
        return kind
    return msg("{kind}, {low} to {high}", kind=kind, low=_plain(info.low), high=_plain(info.high))


def _plain(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:g}"
