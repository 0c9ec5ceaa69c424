"""The command that writes with a trained model. Imports torch when it runs."""

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from slm_core.cli.arguments import find_model
from slm_core.cli.commands.generation.options import GenerationOptions
from slm_core.cli.options import RunName, with_options
from slm_core.cli.output.terminal import Answer, answer, harmless, say, told
from slm_core.corpus.subject import notice_of
from slm_core.messages import Message, listed, msg, plural
from slm_core.runs.model_name import ModelName
from slm_core.runs.run import Run
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

    model: str
    """RUN, or RUN@STEP."""
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
            "model": self.model,
            "step": summary.step,
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
    beside = filter(None, (name.strip() for name in (options.runs or "").split(",")))
    found = [find_model(home, name) for name in (run, *beside)]
    models = [*{str(name): (run, name) for run, name in found}.values()]
    _calm_threads()
    written = [*_written(models, batches, show=not options.as_json, int8=options.int8)]
    first = written[0]
    notices = [one for one in dict.fromkeys(text.whole.notice for text in written) if one]
    if not options.as_json:
        sys.stdout.flush()
        for notice in notices:
            say(f"\n{told(notice)}")
    subject = notice_of(home, models[0][0].config().corpus)
    values: Answer = {
        "run": models[0][0].id,
        "prompt": first.prompt,
        "text": first.text,
        **asdict(first.whole),
        "continuations": [one.values() for one in written],
        "notice": subject,
        "damage": first.whole.notice,
    }
    answer(values, text="", as_json=options.as_json)
    if not options.as_json:
        together = [len(batch) for _ in models for batch in batches]
        _tell([one.whole for one in written], subject, speed=_speed(written, together))


def _written(
    models: Sequence[tuple[Run, ModelName]],
    batches: Sequence[Sequence[TextRequest]],
    *,
    show: bool,
    int8: bool,
) -> Iterator[_Continuation]:
    """All texts of all models in their order, one model in memory at a time. One text alone is
    shown as it comes, several as they are whole, with the model's name where there are several."""
    # Here and not above: torch takes a second that no other command should pay.
    from slm_core.cli.commands.generation.generated_text import Writer  # noqa: PLC0415

    alone = show and len(models) == len(batches) == len(batches[0]) == 1
    shown = 0
    for run, name in models:
        writer = Writer(run, step=name.step, int8=int8)
        _tell_unknown(writer, batches)
        for text in _written_by(writer, str(name), batches, as_it_comes=alone):
            if show and not alone:
                title = f"{name}: " if len(models) > 1 else ""
                _show((_BETWEEN if shown else "") + title + text.prompt + text.text)
            shown += 1
            yield text


def _written_by(
    writer: "Writer", name: str, batches: Sequence[Sequence[TextRequest]], *, as_it_comes: bool
) -> Iterator[_Continuation]:
    """The texts of one model."""
    for batch in batches:
        texts = [_Continuation(name, asked.prompt) for asked in batch]
        if as_it_comes:
            _show(texts[0].prompt)
        for number, part in writer.write(batch):
            if isinstance(part, CompletionSummary):
                texts[number].summary = part
                continue
            texts[number].text += part.text
            if as_it_comes:
                _show(part.text)
        yield from texts


def _tell_unknown(writer: "Writer", batches: Sequence[Sequence[TextRequest]]) -> None:
    unknown = [word for batch in batches for text in batch for word in writer.unknown(text.prompt)]
    for word in dict.fromkeys(unknown):
        say(msg("The model has never seen {word!r}; it reads it as an unknown one.", word=word))


def _show(text: str) -> None:
    # What a model wrote must not move a terminal's cursor; a file gets it as it is.
    sys.stdout.write(harmless(text) if sys.stdout.isatty() else text)
    sys.stdout.flush()


def _speed(written: Sequence[_Continuation], together: Sequence[int]) -> float:
    """Tokens a second: speeds of texts written side by side, so many `together`, are added up, and
    one batch comes after the other."""
    waiting = iter(written)
    tokens, seconds = 0, 0.0
    for size in together:
        batch = [one.whole for one in islice(waiting, size)]
        speed = sum(summary.tokens_per_second for summary in batch)
        if speed > 0:
            count = sum(summary.tokens for summary in batch)
            tokens, seconds = tokens + count, seconds + count / speed
    return tokens / seconds if seconds else 0.0


def _tell(summaries: Sequence[CompletionSummary], notice: Message | None, *, speed: float) -> None:
    """How fast it was written, what of it is copied, and what kind of text it is."""
    fast = plural(
        "{n} token, {speed:,.0f} a second",
        "{n} tokens, {speed:,.0f} a second",
        n=sum(summary.tokens for summary in summaries),
        speed=speed,
    )
    copies = [summary.copy.length for summary in summaries if summary.copy]
    copied = plural(
        "longest passage copied word for word from the training text: {n} character",
        "longest passage copied word for word from the training text: {n} characters",
        n=max(copies, default=0),
    )
    say(listed([fast, copied]) if copies else fast)
    _tell_int8(summaries)
    if notice is not None:
        say(notice)


def _tell_int8(summaries: Sequence[CompletionSummary]) -> None:
    """What rounding the weights cost, once for each model."""
    for cost in dict.fromkeys(
        (summary.int8["before"], summary.int8["after"]) for summary in summaries if summary.int8
    ):
        say(
            msg(
                "Weights in int8: {after:.3f} bits per byte instead of {before:.3f} on the "
                "beginning of the validation text.",
                before=cost[0],
                after=cost[1],
            )
        )


def _calm_threads() -> None:
    """Must be set before torch loads: spinning threads take the cores from a run beside us."""
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
