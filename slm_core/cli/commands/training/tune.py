"""The commands about many trials: `tune` and `ablate` start them, `sweeps` lists and resumes."""

import time
from typing import Annotated

import typer

from slm_core.cli.arguments import corpus_for_run, find_run
from slm_core.cli.options import (
    AsJson,
    FileOptions,
    Home,
    RunName,
    Slots,
    Texts,
    TokenKind,
    with_options,
)
from slm_core.cli.output.sweep_output import sweep_text, sweep_values
from slm_core.cli.output.terminal import NOTHING, Answer, answer, answer_list, say, told
from slm_core.cli.output.watch import Interrupts
from slm_core.errors import SettingsError
from slm_core.hardware.machine import describe_machine
from slm_core.hardware.machine import slots as checked_slots
from slm_core.messages import msg
from slm_core.records import Damaged
from slm_core.runs.planning.speed import known_runs, measured_throughput
from slm_core.tuning.ablation import LEAST_SEEDS, planned
from slm_core.tuning.conductor import start_sweep
from slm_core.tuning.plan import AblationOf, ask_for_ablation, ask_for_sweep, sweep_base
from slm_core.tuning.sweep import STATE_TITLES, Sweep, damaged_sweeps, list_sweeps, open_sweep
from slm_core.tuning.trials import Trial, trials_of
from slm_core.workspace import open_workspace

_LOOK_EVERY = 0.5
"""Seconds between two looks."""


@with_options
def tune(
    texts: Texts,
    *,
    minutes: Annotated[
        float, typer.Option(help="Training minutes that all trials together may take.")
    ],
    tokenizer: TokenKind = None,
    slots: Slots = None,
    options: FileOptions,
) -> None:
    """Try many settings on a text, and tell whether the best beats the preset.

    Hopeless trials are stopped early; each trial is an ordinary run. The best one is judged once
    on the test part. Ctrl-C stops all of them and keeps what they learned.
    """
    checked_slots(slots)
    with corpus_for_run(options, texts) as found:
        home = options.home
        machine = measured_throughput(describe_machine(), known_runs(home), slots=slots)
        base = sweep_base(found.corpus, minutes=minutes, machine=machine, tokenizer=tokenizer)
        sweep = ask_for_sweep(home, base, minutes=minutes, slots=slots)
        say(
            msg(
                "Sweep {sweep}: trials of {each} for {minutes:g} minutes in all.",
                sweep=sweep.id,
                each=base.budget.describe(),
                minutes=minutes,
            )
        )
        with Interrupts() as interrupts:
            _follow(sweep, interrupts)
    raise typer.Exit(_answer(sweep, as_json=options.as_json, more=found.values))


def ablate(
    run: RunName,
    seeds: Annotated[
        int, typer.Option(help="Seeds that each configuration is trained with, 2 to 5.")
    ] = LEAST_SEEDS,
    of: Annotated[
        AblationOf,
        typer.Option(help="What is switched off; all has cleaning steps where that is possible."),
    ] = "all",
    slots: Slots = None,
    workspace: Home = None,
    as_json: AsJson = False,
) -> None:
    """Train a run without each of its settings and cleaning steps; tell what each was worth.

    All are judged on the same validation text, cleaned by all steps.
    """
    home = open_workspace(workspace)
    found = find_run(home, run)
    checked_slots(slots)
    sweep = ask_for_ablation(home, found, repeats=seeds, of=of, slots=slots)
    say(
        msg(
            "Ablation {sweep}: {n} runs of {each}.",
            sweep=sweep.id,
            n=len(planned(sweep)),
            each=sweep.base.budget.describe(),
        )
    )
    with Interrupts() as interrupts:
        _follow(sweep, interrupts)
    raise typer.Exit(_answer(sweep, as_json=as_json))


def sweeps(
    which: Annotated[
        str | None,
        typer.Argument(metavar="SWEEP", help="Id of one to show; all are listed without it."),
    ] = None,
    take_up: Annotated[
        bool, typer.Option("--resume", help="Let it go on where it was left, and wait for it.")
    ] = False,
    slots: Slots = None,
    workspace: Home = None,
    as_json: AsJson = False,
) -> None:
    """List sweeps and ablations, show how one stands, or let one go on."""
    if take_up and which is None:
        raise SettingsError(msg("--resume needs the id of one; `sweeps` without it lists them."))
    home = open_workspace(workspace)
    if which is not None:
        sweep = open_sweep(home, which)
        if take_up:
            if sweep.state() != "running":
                start_sweep(sweep, slots=slots)
            with Interrupts() as interrupts:
                _follow(sweep, interrupts)
            raise typer.Exit(_answer(sweep, as_json=as_json))
        _answer(sweep, as_json=as_json)
        return
    rows = [_listed(sweep) for sweep in list_sweeps(home)]
    rows += [_damaged(one) for one in damaged_sweeps(home)]
    empty = msg(
        "There are no sweeps in {root}. `python -m slm_core tune` starts one.", root=home.root
    )
    answer_list(home.root, "sweeps", rows, empty=empty, as_json=as_json)


def _listed(sweep: Sweep) -> tuple[str, Answer]:
    state = sweep.state()
    values = {"sweep": sweep.id, "kind": sweep.kind, "state": state}
    return f"{sweep.id}  {told(STATE_TITLES[state])}", values


def _damaged(one: Damaged) -> tuple[str, Answer]:
    return f"{one.id}  {told(one.reason)}", {"sweep": one.id, "error": one.reason}


def _follow(sweep: Sweep, interrupts: Interrupts) -> None:
    """Tell of each trial that ends, until all is over or the second Ctrl-C came."""
    known: set[str] = set()
    asked = False
    while True:
        state = sweep.state()
        for trial in trials_of(sweep):
            if trial.status.is_over and trial.run.id not in known:
                known.add(trial.run.id)
                say(_line(trial))
        if state != "running":
            return
        if interrupts.count and not asked:
            asked = True
            sweep.stop()
            say(msg("Stopping all: what they learned is kept. Ctrl-C again leaves."))
        if interrupts.count > 1:
            say(
                msg(
                    "Left. `python -m slm_core sweeps {sweep}` shows how it stands.", sweep=sweep.id
                )
            )
            return
        time.sleep(_LOOK_EVERY)


def _line(trial: Trial) -> str:
    bits = "–" if trial.bits is None else f"{trial.bits:.3f}"
    if trial.status.state == "stopped":
        return told(msg("trial {name}: {bits}, stopped early", name=trial.name, bits=bits))
    return told(msg("trial {name}: {bits} bits per byte", name=trial.name, bits=bits))


def _answer(sweep: Sweep, *, as_json: bool, more: Answer = NOTHING) -> int:
    """Print how it stands; the exit status that fits."""
    trials = trials_of(sweep)
    values = {**sweep_values(sweep, trials), **more}
    answer(values, text=sweep_text(sweep, trials), as_json=as_json)
    return 0 if sweep.state() in ("done", "stopped", "running") else 1
