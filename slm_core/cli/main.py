"""The program of all commands; it turns errors into sentences and exit statuses.

Exit status: 0 all well, 1 a run failed or was interrupted, 2 what was asked for is refused.
Imports no torch: the commands that need a model import it when they run.
"""

import os
import sys
import traceback

import typer

from slm_core.cli.commands import (
    corpus,
    corpus_read,
    evaluate,
    generate,
    machine,
    preflight,
    profile,
    race,
    runs,
    settings,
    train,
)
from slm_core.cli.output.console import prepare_streams
from slm_core.cli.output.terminal import answer, say
from slm_core.errors import ArgotError, StoppedError

_WELL, _FAILED, _REFUSED = 0, 1, 2
_INTERRUPTED = 130
"""What typer gives for a Ctrl-C that no command caught."""

app = typer.Typer(
    help="Argot: train a small language model on your own text, and write with it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("train")(train.train)
app.command("preflight")(preflight.preflight)
app.command("resume")(train.resume)
app.command("train-on")(train.train_on)
app.command("stop")(runs.stop)
app.command("pause")(runs.pause)
# A negative value is a value here, to be refused in a sentence, and not an option.
app.command("set", context_settings={"ignore_unknown_options": True})(runs.set_value)
app.command("runs")(runs.runs)
app.command("race")(race.race)
app.command("races")(race.races)
app.command("evaluate")(evaluate.evaluate)
app.command("generate")(generate.generate)
app.command("serve")(generate.serve)
app.command("machine")(machine.machine)
app.command("settings")(settings.settings)
corpus.app.command("read")(corpus_read.read)
corpus.app.command("report")(profile.report)
corpus.app.command("compare")(profile.compare)
app.add_typer(corpus.app, name="corpus")


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says; the exit status."""
    lost = prepare_streams()
    code = _done(sys.argv[1:] if arguments is None else arguments)
    if (told := lost.message()) is not None:
        say(told)
    return code


def _done(given: list[str]) -> int:
    as_json = "--json" in given[: given.index("--") if "--" in given else None]
    try:
        code = app(given, prog_name="python -m slm_core", standalone_mode=False)
    except StoppedError as error:
        return _refuse(str(error), as_json=as_json, code=_FAILED)
    except ArgotError as error:
        return _refuse(str(error), as_json=as_json)
    except typer.TyperException as error:
        said = error.format_message().rstrip(".")
        return _refuse(f"{said}. --help tells more.", as_json=as_json)
    except BrokenPipeError:
        # Whoever read our output has enough of it; python would complain again at the exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _FAILED
    except Exception as error:  # noqa: BLE001 the edge of the process
        traceback.print_exc()
        message = f"{type(error).__name__}: {error}. This is a mistake in Argot, not in your text."
        return _refuse(message, as_json=as_json, code=_FAILED)
    if code == _INTERRUPTED:
        return _refuse("Interrupted.", as_json=as_json, code=_FAILED)
    return code or _WELL


def _refuse(message: str, *, as_json: bool, code: int = _REFUSED) -> int:
    say(message)
    if as_json:
        answer({"error": message}, text="", as_json=True)
    return code
