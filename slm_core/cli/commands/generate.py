"""The commands that use a trained model: generate and serve. Import torch when they run."""

import os
import secrets
import sys
from dataclasses import asdict
from typing import Annotated

import typer

from slm_core.cli.arguments import find_run
from slm_core.cli.options import AsJson, Home, RunName
from slm_core.cli.output.terminal import Answer, answer, say, whole
from slm_core.generation.settings import GenerationSettings
from slm_core.settings_schema import fields_of
from slm_core.workspace import open_workspace

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
    found = find_run(open_workspace(workspace), run)
    _calm_threads()
    # Here and not above: torch takes a second that no other command should pay.
    from slm_core.cli.commands.generated_text import Writer  # noqa: PLC0415

    writer = Writer(found)
    text = whole(prompt)
    for word in writer.unknown(text):
        say(f"The model has never seen {word!r}; it reads it as an unknown one.")
    if not as_json:
        sys.stdout.write(text)
    parcels = []
    for parcel in writer.write(text, settings):
        parcels.append(parcel)
        if not as_json:
            sys.stdout.write(parcel)
            sys.stdout.flush()
    summary = writer.summary
    copy = summary.copy
    if summary.notice and not as_json:
        sys.stdout.flush()
        say(f"\n{summary.notice}")
    values: Answer = {
        "run": found.id,
        "prompt": text,
        "text": "".join(parcels),
        **asdict(summary),
        "notice": str(summary.notice) if summary.notice else None,
    }
    answer(values, text="", as_json=as_json)
    if not as_json:
        copied = f", longest copy from the training text {copy.length} characters" if copy else ""
        say(f"{summary.tokens} tokens, {summary.tokens_per_second:,.0f} a second{copied}")


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port; 0 for any that is free.")] = 8000,
    key: Annotated[
        str | None,
        typer.Option(
            help="What clients must send as their API key; drawn at random where none is given.",
            show_default=False,
        ),
    ] = None,
    workspace: Home = None,
) -> None:
    """Answer programs over HTTP. Speaks OpenAI's completions API, until Ctrl-C."""
    home = open_workspace(workspace)
    chosen = key if key is not None else secrets.token_urlsafe(24)
    _calm_threads()
    # As above; FastAPI comes with it.
    from slm_core.serving.server import serve as run_server  # noqa: PLC0415

    def tell(listening: int) -> None:
        say(f"Serving {home.root} on http://{host}:{listening}/v1; Ctrl-C ends it.")
        if key is None:
            say(f"Key: {chosen}")

    run_server(home, host=host, port=port, key=chosen, tell=tell)


def _calm_threads() -> None:
    """Must be set before torch loads: spinning threads take the cores from a run beside us."""
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
