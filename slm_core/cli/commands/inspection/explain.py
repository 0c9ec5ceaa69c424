"""The command explain: which tokens of a text a prediction is owed to. Loads torch when it runs."""

import os
from typing import Annotated

import typer

from slm_core.cli.arguments import find_run
from slm_core.cli.commands.inspection.unread import say_unread
from slm_core.cli.options import AsJson, Home, RunName
from slm_core.cli.output.terminal import Answer, answer, padded, told, whole
from slm_core.inspection.records import Explanation
from slm_core.inspection.requests import AskWhy
from slm_core.messages import Message, as_given, lines, msg
from slm_core.workspace import open_workspace

_LISTED = 12
"""Tokens in the table; JSON has all."""
_WIDTH = 14


def explain(
    run: RunName,
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="Text whose next token is explained.")
    ],
    token: Annotated[
        str,
        typer.Option(
            help="The next token to explain; by default the likeliest.", show_default=False
        ),
    ] = "",
    workspace: Home = None,
    as_json: AsJson = False,
) -> None:
    """Tell which tokens of a text the next one is owed to, and whether that is true."""
    found = find_run(open_workspace(workspace), run)
    # Must be set before torch loads: spinning threads take the cores from a run beside us.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from slm_core.inspection.answer import answer as look  # noqa: PLC0415 - loads torch

    explanation = look(found, AskWhy(whole(text), whole(token)))
    say_unread(explanation.tokens)
    values = {"run": found.id, **values_of(explanation)}
    answer(values, text=text_of(explanation), as_json=as_json)


def values_of(found: Explanation) -> Answer:
    """What `--json` prints."""
    gradients, simple, left_out = (one.values for one in found.attributions)
    rows = zip(found.tokens.texts, gradients, simple, left_out, strict=True)
    return {
        "prediction": found.prediction_text,
        "probability": found.probability,
        "candidates": [{"token": token, "probability": share} for token, share in found.candidates],
        "tokens_before": found.before,
        "tokens": [
            {
                "text": text,
                "attribution": share,
                "gradient_x_input": simply,
                "leave_one_out": lost,
            }
            for text, share, simply, lost in rows
        ],
        "baseline": found.baseline,
        "baseline_probability": found.baseline_probability,
        "completeness_error": found.completeness_error,
        "steps": found.steps,
        "deletion": {
            "taken": found.deletion.taken,
            "top": found.deletion.top,
            "recent": found.deletion.recent,
            "random": found.deletion.random,
            "is_true": found.deletion.is_true,
        },
        "verdict": found.verdict,
    }


def text_of(found: Explanation) -> Message:
    """What people read: the tokens with the largest shares, in the order of the text."""
    shares = found.attributions[0].values
    largest = sorted(range(len(shares)), key=lambda place: -abs(shares[place]))[:_LISTED]
    head = msg(
        "Next: {token}, {share:.1f} % likely ({baseline:.1f} % without this text).",
        token=found.prediction,
        share=100 * found.probability,
        baseline=100 * found.baseline_probability,
    )
    token, gradients, simple, lost = (
        msg("token"),
        msg("integrated"),
        msg("gradient×input"),
        msg("left out"),
    )
    names = f"{padded(token, _WIDTH)} {padded(gradients, 12)} {padded(simple, 16)} {told(lost)}"
    table = [_row(found, place) for place in sorted(largest)]
    return lines([head, as_given(names), *table, found.verdict])


def _row(found: Explanation, place: int) -> Message:
    gradients, simple, lost = (one.values[place] for one in found.attributions)
    token = padded(found.tokens.shown[place], _WIDTH)
    return as_given(f"{token} {gradients:<+12.3f} {simple:<+16.3f} {lost:+.3f}")
