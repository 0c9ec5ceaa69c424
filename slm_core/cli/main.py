"""The program of all commands; it turns errors into sentences and exit statuses.

Exit status: 0 all well, 1 a run failed or was interrupted, 2 what was asked for is refused.
Imports no torch: the commands that need a model import it when they run.
"""

import os
import re
import sys
import traceback
from collections.abc import Callable
from typing import Annotated

import typer

from slm_core.cli.commands import coach, compare, generate, machine, report, serve, settings
from slm_core.cli.commands.corpora import corpus, corpus_read, profile
from slm_core.cli.commands.evaluation import evaluate, ratings
from slm_core.cli.commands.training import preflight, race, run_labels, runs, train, tune
from slm_core.cli.output.console import prepare_streams
from slm_core.cli.output.help_text import TranslatedCommand, TranslatedGroup
from slm_core.cli.output.terminal import answer, in_a_row, say, speak
from slm_core.errors import NO_MEMORY, ArgotError, SettingsError, StoppedError, is_out_of_memory
from slm_core.messages import Message, as_given, msg
from slm_core.translation import LANGUAGES, asked_language

_WELL, _FAILED, _REFUSED = 0, 1, 2
_INTERRUPTED = 130
"""What typer gives for a Ctrl-C that no command caught."""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    cls=TranslatedGroup,
)
app.command("train")(train.train)
app.command("preflight")(preflight.preflight)
app.command("resume")(train.resume)
app.command("train-on")(train.train_on)
app.command("stop")(runs.stop)
app.command("pause")(runs.pause)
# A negative value is a value here, to be refused in a sentence, and not an option.
app.command("set", context_settings={"ignore_unknown_options": True})(runs.set_value)
app.command("race")(race.race)
app.command("races")(race.races)
app.command("tune")(tune.tune)
app.command("ablate")(tune.ablate)
app.command("sweeps")(tune.sweeps)
app.command("coach")(coach.coach)
app.command("evaluate")(evaluate.evaluate)
app.command("compare")(compare.compare)
app.command("ratings")(ratings.ratings)
app.command("report")(report.report)
app.command("generate")(generate.generate)
app.command("serve")(serve.serve)
app.command("machine")(machine.machine)
app.command("settings")(settings.settings)
corpus.app.command("read")(corpus_read.read)
corpus.app.command("report")(profile.report)
corpus.app.command("compare")(profile.compare)
app.add_typer(corpus.app, name="corpus", cls=TranslatedGroup)
runs.app.command("rename")(run_labels.rename)
runs.app.command("tag")(run_labels.tag)
runs.app.command("note")(run_labels.note)
runs.app.command("delete")(run_labels.delete)
app.add_typer(runs.app, name="runs", cls=TranslatedGroup)
for group in (app, corpus.app, runs.app):
    for command in group.registered_commands:
        command.cls = TranslatedCommand


@app.callback()
def common(
    lang: Annotated[
        str | None,
        typer.Option(
            metavar="|".join(LANGUAGES),
            help="Language of what is said, before or behind a command; by default "
            "ARGOT_LANGUAGE, else the locale's.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Argot: train a small language model on your own text, and write with it."""
    assert lang is None, "main takes it out, wherever it stands"


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says; the exit status."""
    lost = prepare_streams()
    speak(asked_language(os.environ))
    code = _done(sys.argv[1:] if arguments is None else arguments)
    if (told := lost.message()) is not None:
        say(told)
    return code


def _done(given: list[str]) -> int:
    as_json = "--json" in given[: given.index("--") if "--" in given else None]
    try:
        given = _without_language(given)
        code = app(given, prog_name="python -m slm_core", standalone_mode=False)
    except StoppedError as error:
        return _refuse(error.message, as_json=as_json, code=_FAILED)
    except ArgotError as error:
        return _refuse(error.message, as_json=as_json)
    except typer.TyperException as error:
        said = msg("{said} --help tells more.", said=_usage_problem(error))
        return _refuse(said, as_json=as_json)
    except BrokenPipeError:
        # Whoever read our output has enough of it; python would complain again at the exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _FAILED
    except Exception as error:  # noqa: BLE001 the edge of the process
        if is_out_of_memory(error):
            return _refuse(NO_MEMORY, as_json=as_json, code=_FAILED)
        traceback.print_exc()
        message = msg(
            "{kind}: {error}. This is a mistake in Argot, not in your text.",
            kind=type(error).__name__,
            error=error,
        )
        return _refuse(message, as_json=as_json, code=_FAILED)
    if code == _INTERRUPTED:
        return _refuse(msg("Interrupted."), as_json=as_json, code=_FAILED)
    return code or _WELL


def _without_language(given: list[str]) -> list[str]:
    """The arguments without --lang, which is obeyed wherever it stands. Raises SettingsError."""
    end = given.index("--") if "--" in given else len(given)
    kept: list[str] = []
    mine = iter(given[:end])
    for argument in mine:
        if argument != "--lang" and not argument.startswith("--lang="):
            kept.append(argument)
            continue
        asked = argument.partition("=")[2] or next(mine, "")
        if asked not in LANGUAGES:
            languages = in_a_row(LANGUAGES)
            raise SettingsError(
                msg(
                    "--lang is {asked!r}; it must be one of: {languages}.",
                    asked=asked,
                    languages=languages,
                )
            )
        speak(asked)
    return kept + given[end:]


_USAGE: tuple[tuple[str, Callable[..., Message]], ...] = (
    (r"No such option: (?P<name>\S+)", lambda name: msg("There is no option {name}.", name=name)),
    (
        r"No such command '(?P<name>.*)'",
        lambda name: msg("There is no command {name!r}.", name=name),
    ),
    (
        r"Missing (?:argument|option|parameter) '(?P<name>.*?)'",
        lambda name: msg("{name} is missing.", name=name),
    ),
    (r"Missing command", lambda: msg("A command is missing.")),
    (
        r"Invalid value for '(?P<name>.*?)': '(?P<value>.*)' is not a valid (?:int\w*|float)\b.*",
        lambda name, value: msg(
            "{name} is {value!r}; it must be a number.", name=name, value=value
        ),
    ),
    (
        r"Option '(?P<name>.*?)' requires an argument",
        lambda name: msg("{name} needs a value.", name=name),
    ),
    (
        r"Got unexpected extra arguments? \((?P<more>.*)\)",
        lambda more: msg("{more} is more than this command takes.", more=more),
    ),
)
"""What the parser says, and how we do."""


def _usage_problem(error: typer.TyperException) -> Message:
    said = error.format_message().rstrip(".")
    for pattern, sentence in _USAGE:
        match = re.match(pattern, said)
        if match is not None:
            return sentence(**match.groupdict())
    return as_given(f"{said}.")


def _refuse(message: Message, *, as_json: bool, code: int = _REFUSED) -> int:
    say(message)
    if as_json:
        answer({"error": message}, text="", as_json=True)
    return code
