"""The command coach: what keeps a run from being better, the evidence, and a better next run."""

from typing import Annotated

import typer

from slm_core.cli.arguments import find_run
from slm_core.cli.options import AsJson, Home, RunName, Slots
from slm_core.cli.output.terminal import Answer, answer, say, told
from slm_core.cli.output.watch import Interrupts, wait_and_print
from slm_core.errors import SettingsError
from slm_core.evaluation.coaching.advise import NOTHING_FOUND, Advice, advise
from slm_core.evaluation.coaching.finding import Finding
from slm_core.evaluation.coaching.next_run import start_better_run
from slm_core.hardware.machine import slots as checked_slots
from slm_core.messages import msg
from slm_core.runs.metrics import MetricsFollower
from slm_core.runs.run import Run
from slm_core.workspace import open_workspace


def coach(
    run: RunName,
    better: Annotated[
        int | None,
        typer.Option(
            "--start",
            metavar="N",
            help="Start the better run of the N-th finding, and wait for it.",
            show_default=False,
        ),
    ] = None,
    slots: Slots = None,
    workspace: Home = None,
    as_json: AsJson = False,
) -> None:
    """Tell what keeps a run from being better, where one sees it, and which settings help."""
    home = open_workspace(workspace)
    found = find_run(home, run)
    checked_slots(slots)
    metrics = MetricsFollower(found.folder / "metrics.jsonl")
    metrics.catch_up()
    advice = advise(found, metrics, compare_parts=True)
    if better is None:
        answer(_values(found, advice), text=_text(found, advice), as_json=as_json)
        return
    if not 1 <= better <= len(advice.findings):
        raise SettingsError(
            msg(
                "--start is {better}; this run has {n} findings. `coach {run}` lists them.",
                better=better,
                n=len(advice.findings),
                run=found.id,
            )
        )
    with Interrupts() as interrupts:
        started = start_better_run(home, found, advice.findings[better - 1], slots=slots)
        say(msg("{run} is to improve on {before}.", run=started.id, before=found.id))
        status = wait_and_print(started, interrupts=interrupts, as_json=as_json)
    raise typer.Exit(status)


def _values(run: Run, advice: Advice) -> Answer:
    normal = advice.normal
    return {
        "run": run.id,
        "bits_per_byte": advice.bits,
        "normal": normal and {"low": normal.low, "high": normal.high, "source": normal.source},
        "not_compared": advice.not_compared,
        "findings": [_finding(finding) for finding in advice.findings],
    }


def _finding(finding: Finding) -> Answer:
    stretch = finding.stretch
    return {
        "kind": finding.kind,
        "sentence": told(finding.sentence),
        "evidence": {
            "sentence": told(finding.evidence),
            "numbers": dict(finding.numbers),
            "steps": stretch and [stretch.start, stretch.end],
        },
        "fix": dict(finding.fix),
        "consequence": finding.consequence and told(finding.consequence),
    }


def _text(run: Run, advice: Advice) -> str:
    lines = [f"{run.id}: {run.config().name}"]
    comparison = advice.comparison()
    if comparison is not None:
        lines.append(told(comparison))
    if advice.not_compared is not None:
        lines.append(told(advice.not_compared))
    if not advice.findings:
        return "\n".join([*lines, told(NOTHING_FOUND)])
    for number, finding in enumerate(advice.findings, 1):
        lines += ["", f"{number}. {told(finding.sentence)}", f"   {told(finding.evidence)}"]
        if finding.label is not None:
            settings = " ".join(f"{path}={text}" for path, text in finding.fix.items())
            lines.append(f"   {told(finding.label)}: {settings}")
        if finding.consequence is not None:
            lines.append(f"   {told(finding.consequence)}")
    if any(finding.fix for finding in advice.findings):
        way = msg(
            "`python -m slm_core coach {run} --start 1` starts the better run of the first.",
            run=run.id,
        )
        lines += ["", told(way)]
    return "\n".join(lines)
