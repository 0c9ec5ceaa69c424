"""The command inside: what a network does while it reads. Loads torch when it runs."""

import os
from typing import Annotated

import typer

from slm_core.cli.arguments import find_run
from slm_core.cli.commands.inspection.inside_text import InsideText
from slm_core.cli.commands.inspection.unread import say_unread
from slm_core.cli.options import AsJson, Home, RunName
from slm_core.cli.output.terminal import answer, in_a_row, say, whole
from slm_core.errors import SettingsError
from slm_core.inspection.requests import (
    PROPERTIES,
    AskAttention,
    AskEffect,
    AskGates,
    AskLayers,
    AskReach,
    AskTrace,
    AskUnits,
    TextProperty,
)
from slm_core.messages import msg
from slm_core.runs.run import Run
from slm_core.workspace import open_workspace


# One parameter for each option is how typer is told of them.
def inside(  # noqa: PLR0913, PLR0917
    run: RunName,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Text that the model reads.")],
    layer: Annotated[int, typer.Option(help="Layer whose units are shown, from 1 on.")] = 1,
    find: Annotated[
        str | None,
        typer.Option(
            metavar="PROPERTY",
            help="Look for units that follow a property of held-out text: quotes, brackets, "
            "line_position, digits, after_word=WORD or regex=EXPRESSION.",
            show_default=False,
        ),
    ] = None,
    off: Annotated[
        int | None,
        typer.Option(
            metavar="UNIT",
            help="Switch this unit of the layer off, and see what changes.",
            show_default=False,
        ),
    ] = None,
    reach: Annotated[
        bool, typer.Option("--reach", help="Measure how far back the memory reaches.")
    ] = False,
    workspace: Home = None,
    as_json: AsJson = False,
) -> None:
    """Show what a network does while it reads a text: units and gates, or attention."""
    wanted = None if find is None else property_of(whole(find))
    found = find_run(open_workspace(workspace), run)
    shown = _looked(found, whole(text), layer - 1, wanted=wanted, off=off, reach=reach)
    answer(shown.values, text=shown.text(), as_json=as_json)


def _looked(
    found: Run, read: str, layer: int, *, wanted: TextProperty | None, off: int | None, reach: bool
) -> InsideText:
    """All that was asked for; `layer` from 0 on. Raises an ArgotError where it cannot be shown."""
    # Must be set before torch loads: spinning threads take the cores from a run beside us.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from slm_core.inspection.answer import answer as look  # noqa: PLC0415 - loads torch

    model = found.config().model
    shown = InsideText(found.id, model.title)
    if model.kind == "transformer" and wanted is None and off is None:
        attention = look(found, AskAttention(read))
        say_unread(attention.tokens)
        shown.add_attention(attention)
    else:
        trace = look(found, AskTrace(read, layer))
        say_unread(trace.tokens)
        shown.add_trace(trace)
        shown.add_gates(look(found, AskGates()))
    shown.add_layers(look(found, AskLayers(read)))
    if wanted is not None:
        say(msg("looking for units in held-out text …"))
        shown.add_search(look(found, AskUnits(wanted)))
    if off is not None:
        say(msg("reading held-out text with and without the unit …"))
        shown.add_effect(look(found, AskEffect(read, layer, off, wanted)))
    if reach:
        say(msg("measuring how far back the memory reaches …"))
        shown.add_reach(look(found, AskReach()))
    return shown


def property_of(asked: str) -> TextProperty:
    """`kind` or `kind=value`. Raises SettingsError."""
    kind, _, value = asked.partition("=")
    for known in PROPERTIES:
        if known == kind:
            return TextProperty(known, value)
    raise SettingsError(
        msg(
            "--find is {asked!r}; it must be one of: {kinds}.",
            asked=asked,
            kinds=in_a_row(PROPERTIES),
        )
    )
