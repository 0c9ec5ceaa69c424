"""The command that writes with a trained model. Imports torch when it runs."""

import os
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from slm_core.cli.arguments import find_run
from slm_core.cli.options import AsJson, Home, RunName
from slm_core.cli.output.terminal import Answer, answer, say, told, whole
from slm_core.corpus.subject import notice_of
from slm_core.generation.settings import GenerationSettings
from slm_core.messages import Message, listed, msg, plural
from slm_core.serving.schema import CompletionSummary
from slm_core.settings_schema import fields_of
from slm_core.workspace import open_workspace

if TYPE_CHECKING:
    from slm_core.cli.commands.generated_text import Writer

_FIELDS = fields_of(GenerationSettings)
_USUAL = GenerationSettings()


# One parameter for each option is how typer is told of them.
def generate(  # noqa: PLR0913, PLR0917
    run: RunName,
    prompt: Annotated[str, typer.Argument(metavar="SEED_TEXT", help="Text to go on from.")] = "",
    tokens: Annotated[int, typer.Option(help=_FIELDS["length"].help)] = _USUAL.length,
    temperature: Annotated[
        float, typer.Option(help=_FIELDS["temperature"].help)
    ] = _USUAL.temperature,
    top_k: Annotated[int, typer.Option(help=_FIELDS["top_k"].help)] = _USUAL.top_k,
    top_p: Annotated[float, typer.Option(help=_FIELDS["top_p"].help)] = _USUAL.top_p,
    seed: Annotated[int, typer.Option(help=_FIELDS["seed"].help)] = _USUAL.seed,
    workspace: Home = None,
    as_json: AsJson = False,
) -> None:
    """Write on from a text. What a run's model writes goes to standard output as it comes."""
    settings = GenerationSettings(
        temperature=temperature, top_k=top_k, top_p=top_p, length=tokens, seed=seed
    )
    home = open_workspace(workspace)
    found = find_run(home, run)
    _calm_threads()
    # Here and not above: torch takes a second that no other command should pay.
    from slm_core.cli.commands.generated_text import Writer  # noqa: PLC0415

    writer = Writer(found)
    text = whole(prompt)
    for word in writer.unknown(text):
        say(msg("The model has never seen {word!r}; it reads it as an unknown one.", word=word))
    written = _write(writer, text, settings, show=not as_json)
    summary = writer.summary
    if summary.notice and not as_json:
        sys.stdout.flush()
        say(f"\n{told(summary.notice)}")
    notice = notice_of(home, found.config().corpus)
    values: Answer = {
        "run": found.id,
        "prompt": text,
        "text": written,
        **asdict(summary),
        "notice": notice,
        "damage": summary.notice,
    }
    answer(values, text="", as_json=as_json)
    if not as_json:
        _tell(summary, notice)


def _write(writer: "Writer", text: str, settings: GenerationSettings, *, show: bool) -> str:
    """What follows the text; it is shown as it comes."""
    if show:
        sys.stdout.write(text)
    parcels = []
    for parcel in writer.write(text, settings):
        parcels.append(parcel)
        if show:
            sys.stdout.write(parcel)
            sys.stdout.flush()
    return "".join(parcels)


def _tell(summary: CompletionSummary, notice: Message | None) -> None:
    """How fast it was written, what of it is copied, and what kind of text it is."""
    speed = plural(
        "{n} token, {speed:,.0f} a second",
        "{n} tokens, {speed:,.0f} a second",
        n=summary.tokens,
        speed=summary.tokens_per_second,
    )
    copied = plural(
        "longest passage copied word for word from the training text: {n} character",
        "longest passage copied word for word from the training text: {n} characters",
        n=summary.copy.length if summary.copy else 0,
    )
    say(listed([speed, copied]) if summary.copy else speed)
    if notice is not None:
        say(notice)


def _calm_threads() -> None:
    """Must be set before torch loads: spinning threads take the cores from a run beside us."""
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
