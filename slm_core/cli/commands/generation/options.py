"""The options of `generate`: settings, how many texts, and what they are held to."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer

from slm_core.cli.options import AsJson, Home
from slm_core.cli.output.terminal import whole
from slm_core.corpus.encodings.decode import decode
from slm_core.errors import CorpusError, SettingsError
from slm_core.generation.control.constraint import Constraint
from slm_core.generation.control.control import Control
from slm_core.generation.control.glossary import USUAL_STRENGTH, Glossary
from slm_core.generation.settings import MOST_TOKENS, GenerationSettings
from slm_core.messages import msg
from slm_core.serving.completions.completion_request import (
    MOST_PROMPTS,
    TextRequest,
    seed_after,
)
from slm_core.serving.completions.control_request import one_constraint
from slm_core.serving.schema import checked_prompt
from slm_core.settings_schema import fields_of

_FIELDS = fields_of(GenerationSettings)
_USUAL = GenerationSettings()
_LARGEST_FILE = 16_000_000
"""Bytes of a file with seed texts."""
MOST_CONTINUATIONS = 64
"""Texts for each seed text."""


def _setting(name: str, *names: str) -> typer.models.OptionInfo:
    return typer.Option(*names, help=_FIELDS[name].help)


@dataclass(frozen=True, kw_only=True)
class GenerationOptions:
    """All that `generate` may be told beside the run and the seed text."""

    tokens: Annotated[int, _setting("length")] = _USUAL.length
    until_end: Annotated[
        bool,
        typer.Option("--until-end", help="In place of --tokens: write until the text ends."),
    ] = False
    sentences: Annotated[int, _setting("sentences")] = _USUAL.sentences
    temperature: Annotated[float, _setting("temperature")] = _USUAL.temperature
    top_k: Annotated[int, _setting("top_k")] = _USUAL.top_k
    top_p: Annotated[float, _setting("top_p")] = _USUAL.top_p
    min_p: Annotated[float, _setting("min_p")] = _USUAL.min_p
    typical_p: Annotated[float, _setting("typical_p")] = _USUAL.typical_p
    repetition_penalty: Annotated[float, _setting("repetition_penalty")] = _USUAL.repetition_penalty
    frequency_penalty: Annotated[float, _setting("frequency_penalty")] = _USUAL.frequency_penalty
    presence_penalty: Annotated[float, _setting("presence_penalty")] = _USUAL.presence_penalty
    no_repeat_ngram: Annotated[int, _setting("no_repeat_ngram")] = _USUAL.no_repeat_ngram
    beam: Annotated[int, _setting("beams")] = _USUAL.beams
    length_penalty: Annotated[float, _setting("length_penalty")] = _USUAL.length_penalty
    seed: Annotated[int, _setting("seed")] = _USUAL.seed
    n: Annotated[int, typer.Option("--n", help="How many texts to write from each seed text.")] = 1
    prompts: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="A text file with one seed text a line, instead of SEED_TEXT.",
            show_default=False,
        ),
    ] = None
    runs: Annotated[
        str | None,
        typer.Option(
            metavar="RUN[,RUN...]",
            help="Let these write the same beside RUN. RUN@STEP is a run's checkpoint of that "
            "step, of those that are kept.",
            show_default=False,
        ),
    ] = None
    stop: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TEXT",
            help="End before this text; may be given several times.",
            show_default=False,
        ),
    ] = None
    forbid: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TERM",
            help="Never write this term, not in capitals nor inside a longer word; may be given "
            "several times.",
            show_default=False,
        ),
    ] = None
    prefer: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TERM",
            help="Make this term more likely; may be given several times.",
            show_default=False,
        ),
    ] = None
    prefer_strength: Annotated[
        float,
        typer.Option(help="How much more likely preferred terms become, in nats, from 0 to 10."),
    ] = USUAL_STRENGTH
    regex: Annotated[
        str | None,
        typer.Option(help="Regular expression that the whole text must match.", show_default=False),
    ] = None
    choices: Annotated[
        list[str] | None,
        typer.Option(
            metavar="A,B,…",
            help="Texts of which one is written, with commas between them (or |, where a text has "
            "a comma); may be given several times.",
            show_default=False,
        ),
    ] = None
    json_schema: Annotated[
        str | None,
        typer.Option(
            metavar="FILE_OR_JSON",
            help="JSON schema whose shape the text has, or a file with one.",
            show_default=False,
        ),
    ] = None
    template: Annotated[
        str | None,
        typer.Option(
            help="Fixed text with free parts, such as '{word} took {number} mg. {sentence}'.",
            show_default=False,
        ),
    ] = None
    int8: Annotated[
        bool,
        typer.Option(
            "--int8",
            help="Round the weights to 8 bits first: faster for LSTMs of 256 units and more. "
            "What it costs in bits per byte is told.",
        ),
    ] = False
    workspace: Home = None
    as_json: AsJson = False

    def settings(self) -> GenerationSettings:
        """How to write. Raises SettingsError."""
        names = {"length": "tokens", "beams": "beam"}
        chosen = {name: getattr(self, names.get(name, name)) for name in _FIELDS}
        if self.until_end:
            if self.tokens != _USUAL.length:
                raise SettingsError(msg("--tokens and --until-end exclude each other. Give one."))
            chosen["length"] = MOST_TOKENS
        return GenerationSettings(**chosen)

    def control(self) -> Control:
        """What the texts are held to. Raises SettingsError."""
        glossary = Glossary(
            tuple(map(whole, self.forbid or ())),
            tuple(map(whole, self.prefer or ())),
            self.prefer_strength,
        )
        return Control(glossary, one_constraint(dict(self._constraints())))

    def seed_texts(self, given: str) -> list[str]:
        """What to go on from. Raises CorpusError, SettingsError."""
        if self.prompts is None:
            return [checked_prompt(whole(given))]
        if given:
            raise SettingsError(msg("--prompts and a seed text exclude each other. Give one."))
        try:
            if self.prompts.stat().st_size > _LARGEST_FILE:
                raise CorpusError(
                    msg(
                        "{path} is larger than {most:,} bytes. Divide it.",
                        path=self.prompts,
                        most=_LARGEST_FILE,
                    )
                )
            text = decode(self.prompts.read_bytes()).text
        except OSError as error:
            raise CorpusError(
                msg(
                    "{path} cannot be read ({strerror}). --prompts takes a text file with one seed "
                    "text a line.",
                    path=self.prompts,
                    strerror=error.strerror,
                )
            ) from error
        found = [checked_prompt(line) for line in text.splitlines() if line.strip()]
        if not found:
            raise SettingsError(msg("{path} has no seed text in it.", path=self.prompts))
        return found

    def batches(self, given: str) -> Iterator[list[TextRequest]]:
        """The texts to write, as many of them side by side as fit. Raises SettingsError."""
        settings, control = self.settings(), self.control()
        if not 1 <= self.n <= MOST_CONTINUATIONS:
            raise SettingsError(
                msg(
                    "{path} is {value}; it must be from {low} to {high}.",
                    path="--n",
                    value=str(self.n),
                    low="1",
                    high=str(MOST_CONTINUATIONS),
                )
            )
        settings.check_texts(self.n)
        stop = tuple(filter(None, map(whole, self.stop or ())))
        prompts = self.seed_texts(given)
        at_once = max(1, MOST_PROMPTS // self.n)
        for start in range(0, len(prompts), at_once):
            part = [text for text in prompts[start : start + at_once] for _ in range(self.n)]
            yield [
                TextRequest(
                    text,
                    GenerationSettings(
                        **asdict(settings)
                        | {"seed": seed_after(settings.seed, start * self.n + number)}
                    ),
                    stop=stop,
                    control=control,
                )
                for number, text in enumerate(part)
            ]

    def _constraints(self) -> Iterator[tuple[str, Constraint]]:
        if self.regex is not None:
            yield "--regex", Constraint("regex", whole(self.regex))
        if self.choices is not None:
            parts = [
                part.strip()
                for given in map(whole, self.choices)
                for part in re.split(r"\|" if "|" in given else ",", given)
            ]
            yield "--choices", Constraint.one_of(tuple(filter(None, parts)))
        if self.json_schema is not None:
            yield "--json-schema", Constraint("json", _schema_text(whole(self.json_schema)))
        if self.template is not None:
            yield "--template", Constraint("template", whole(self.template))


def _schema_text(given: str) -> str:
    """The schema itself, or what the file so named holds. Raises SettingsError."""
    if given.lstrip().startswith("{"):
        return given
    try:
        return Path(given).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise SettingsError(
            msg(
                "{given!r} is neither JSON nor a file that can be read ({error}). --json-schema "
                "takes one of them.",
                given=given[:200],
                error=error,
            )
        ) from None
