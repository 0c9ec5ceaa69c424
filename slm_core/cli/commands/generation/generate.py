"""The command that writes with a trained model. Imports torch when it runs."""

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from slm_core.cli.arguments import find_run
from slm_core.cli.commands.generation.options import GenerationOptions
from slm_core.cli.options import RunName, with_options
from slm_core.cli.output.terminal import Answer, answer, harmless, say, told
from slm_core.corpus.subject import notice_of
from slm_core.messages import Message, listed, msg, plural
from slm_core.serving.completions.completion_request import TextRequest
from slm_core.serving.schema import CompletionSummary
from slm_core.workspace import open_workspace

if TYPE_CHECKING:
    from slm_core.cli.commands.generation.generated_text import Writer

_BETWEEN = "\n\n* * *\n\n"
"""Between several texts."""


@dataclass
class _Continuation:
    """One text that was written."""

    prompt: str
    text: str = ""
    summary: CompletionSummary | None = None

    @property
    def whole(self) -> CompletionSummary:
        assert self.summary is not None, "nothing stops it"
        return self.summary

    def values(self) -> Answer:
        summary = self.whole
        return {
            "prompt": self.prompt,
            "text": self.text,
            "finish": summary.finish,
            "seed": summary.seed,
            "tokens": summary.tokens,
            "copy": asdict(summary)["copy"],
        }


@with_options
def generate(
    run: RunName,
    options: GenerationOptions,
    prompt: Annotated[str, typer.Argument(metavar="SEED_TEXT", help="Text to go on from.")] = "",
) -> None:
    """Write on from a text. What a run's model writes goes to standard output as it comes."""
    batches = [*options.batches(prompt)]
    home = open_workspace(options.workspace)
    found = find_run(home, run)
    _calm_threads()
    # Here and not above: torch takes a second that no other command should pay.
    from slm_core.cli.commands.generation.generated_text import Writer  # noqa: PLC0415

    writer = Writer(found)
    unknown = [word for batch in batches for text in batch for word in writer.unknown(text.prompt)]
    for word in dict.fromkeys(unknown):
        say(msg("The model has never seen {word!r}; it reads it as an unknown one.", word=word))
    written = [*_written(writer, batches, show=not options.as_json)]
    summary = written[0].whole
    if summary.notice and not options.as_json:
        sys.stdout.flush()
        say(f"\n{told(summary.notice)}")
    notice = notice_of(home, found.config().corpus)
    values: Answer = {
        "run": found.id,
        "prompt": written[0].prompt,
        "text": written[0].text,
        **asdict(summary),
        "continuations": [one.values() for one in written],
        "notice": notice,
        "damage": summary.notice,
    }
    answer(values, text="", as_json=options.as_json)
    if not options.as_json:
        _tell([one.whole for one in written], notice)


def _written(
    writer: "Writer", batches: Sequence[Sequence[TextRequest]], *, show: bool
) -> Iterator[_Continuation]:
    """All texts in their order. One alone is shown as it comes, several as they are whole."""
    alone = show and len(batches) == 1 and len(batches[0]) == 1
    shown = 0
    for batch in batches:
        texts = [_Continuation(asked.prompt) for asked in batch]
        if alone:
            _show(texts[0].prompt)
        for number, part in writer.write(batch):
            if isinstance(part, CompletionSummary):
                texts[number].summary = part
                continue
            texts[number].text += part.text
            if alone:
                _show(part.text)
        for text in texts:
            if show and not alone:
                _show((_BETWEEN if shown else "") + text.prompt + text.text)
            shown += 1
            yield text


def _show(text: str) -> None:
    # What a model wrote must not move a terminal's cursor; a file gets it as it is.
    sys.stdout.write(harmless(text) if sys.stdout.isatty() else text)
    sys.stdout.flush()


def _tell(summaries: Sequence[CompletionSummary], notice: Message | None) -> None:
    """How fast it was written, what of it is copied, and what kind of text it is."""
    speed = plural(
        "{n} token, {speed:,.0f} a second",
        "{n} tokens, {speed:,.0f} a second",
        n=sum(summary.tokens for summary in summaries),
        speed=sum(summary.tokens_per_second for summary in summaries),
    )
    copies = [summary.copy.length for summary in summaries if summary.copy]
    copied = plural(
        "longest passage copied word for word from the training text: {n} character",
        "longest passage copied word for word from the training text: {n} characters",
        n=max(copies, default=0),
    )
    say(listed([speed, copied]) if copies else speed)
    if notice is not None:
        say(notice)


def _calm_threads() -> None:
    """Must be set before torch loads: spinning threads take the cores from a run beside us."""
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
