"""The commands that start a run or take one up, and wait for it: train, resume, train-on."""

import typer

from slm_core.cli.arguments import corpus_for_run, find_run
from slm_core.cli.commands.training.preflight import tell_advice, tell_words
from slm_core.cli.commands.training.run_config import TrainRequest
from slm_core.cli.options import (
    AsJson,
    Changes,
    Epochs,
    Home,
    Minutes,
    RunName,
    Slots,
    Steps,
    Texts,
    with_options,
)
from slm_core.cli.output.terminal import say
from slm_core.cli.output.watch import Interrupts, wait_and_print
from slm_core.errors import SettingsError
from slm_core.hardware.machine import describe_machine
from slm_core.hardware.machine import slots as checked_slots
from slm_core.messages import Message, listed, msg
from slm_core.runs.config import RunConfig
from slm_core.runs.launching import create
from slm_core.runs.launching.control import ask, changeable
from slm_core.runs.planning.speed import known_runs
from slm_core.runs.preflight.preflight import preflight
from slm_core.runs.run import Run
from slm_core.workspace import open_workspace


@with_options
def train(texts: Texts, request: TrainRequest) -> None:
    """Learn a model from text.

    Shows how it goes and prints the scores. The run is a process of its own: Ctrl-C stops it and
    keeps what it learned, and it goes on if the terminal is closed.
    """
    request.check()
    with corpus_for_run(request, texts) as found:
        home, slots = request.home, request.slots
        config = request.config(found.corpus, known=known_runs(home), slots=slots)
        tell_words(request, found.corpus)
        create.check_fits(config, found.corpus)  # refused first: then advice is of no use
        expected = preflight(home, config, found.corpus, machine=describe_machine(), slots=slots)
        tell_advice(expected.advice)
        with Interrupts() as interrupts:
            run = create.start_run(home, config, slots=slots)
            _tell_start(run, config, is_default=request.is_default)
            code = wait_and_print(
                run, interrupts=interrupts, as_json=request.as_json, more=found.values
            )
    raise typer.Exit(code)


def resume(
    run: RunName,
    changes: Changes = None,
    slots: Slots = None,
    workspace: Home = None,
    as_json: AsJson = False,
) -> None:
    """Go on with a run. It may be paused, stopped, interrupted or failed; waits for it."""
    checked_slots(slots)
    found = find_run(open_workspace(workspace), run)
    wanted = dict(map(_change, changes or ()))
    with Interrupts() as interrupts:
        if found.status().state == "paused":
            for name, value in wanted.items():
                ask(found, "set", name=name, value=value)
            ask(found, "resume")
        else:
            create.resume(found, changes=wanted, slots=slots)
        raise typer.Exit(wait_and_print(found, interrupts=interrupts, as_json=as_json))


# One parameter for each option is how typer is told of them.
def train_on(  # noqa: PLR0913, PLR0917
    run: RunName,
    minutes: Minutes = None,
    epochs: Epochs = None,
    steps: Steps = None,
    slots: Slots = None,
    workspace: Home = None,
    as_json: AsJson = False,
) -> None:
    """Give a run a further budget. It must be finished or stopped; waits for it."""
    budget = TrainRequest(minutes=minutes, epochs=epochs, steps=steps).budget()
    if budget is None:
        raise SettingsError(msg("Say for how much longer: --minutes, --epochs or --steps."))
    checked_slots(slots)
    found = find_run(open_workspace(workspace), run)
    with Interrupts() as interrupts:
        create.train_on(found, budget, slots=slots)
        raise typer.Exit(wait_and_print(found, interrupts=interrupts, as_json=as_json))


def _change(text: str) -> tuple[str, float]:
    """A setting that may change on the way, and its value, as NAME=VALUE. Raises SettingsError."""
    name, is_given, value = text.partition("=")
    if not is_given:
        raise SettingsError(
            msg("--set needs NAME=VALUE, such as learning_rate=0.001; not {text!r}.", text=text)
        )
    plain = name.strip().rpartition(".")[2]
    return plain, float(str(changeable(plain).parse(value)))


def _tell_start(run: Run, config: RunConfig, *, is_default: bool) -> None:
    if is_default:
        say(
            msg(
                "No budget was named, so this is the quick preset: {budget}. --minutes, "
                "--epochs, --steps and --preset choose another.",
                budget=config.budget.describe(),
            )
        )
    say(msg("Run {run}: {described}.", run=run.id, described=_described(config)))


def _described(config: RunConfig) -> Message:
    model = config.model
    parts = [msg("from {run}", run=config.start.run)] if config.start else []
    parts += [
        msg("{kind} tokens", kind=config.tokenizer.kind),
        msg(
            "{network} of {layers} × {size}",
            network=model.title,
            layers=model.layers,
            size=model.hidden_size,
        ),
        msg("split {split}", split=config.split),
        config.budget.describe(),
    ]
    return listed(parts)
