"""The report of one run or several: one HTML file that needs nothing beside itself.

No script, no font and no picture from elsewhere; a policy in the file forbids them.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from slm_core.corpus.cleaning.registry import STEPS
from slm_core.corpus.text.word_boundary import shortened
from slm_core.errors import DamagedFileError
from slm_core.messages import Message, msg, plural
from slm_core.reporting.contents import (
    RunContents,
    contents_of,
    differing,
    environment,
)
from slm_core.reporting.cost import Cost, cost_of
from slm_core.reporting.curves_svg import SvgLevel, SvgLine, curve_of, curves_svg
from slm_core.reporting.score_tables import (
    assurances,
    better_lines,
    floor_tables,
    memorisation_light,
    score_table,
)
from slm_core.runs.run import Run
from slm_core.runs.status import state_message
from slm_core.translation import translate, translations

_FOLDER = Path(__file__).parent
_SOURCES = 20
"""Files of a corpus that are named."""
_CLIPPED = 1_500
"""Characters of a sample that are shown."""
_WORDS = {
    "verdict": msg("In words"),
    "scores": msg("Scores"),
    "scores_note": msg(
        "Bits per byte compare everything; perplexity only where the tokenizer is the same. Lower "
        "is better for both. Of a hundred such intervals about 95 hold the true value."
    ),
    "memorisation": msg("Does it repeat its training text?"),
    "no_scores": msg("The run has no score yet."),
    "curves": msg("Learning curves"),
    "samples": msg("What it wrote"),
    "samples_note": msg(
        "Invented by the model. It may copy its training text, and it may be wrong."
    ),
    "again": msg("How to run it again"),
    "again_note": msg("In a workspace that holds the same corpus, with the same version of Argot:"),
    "environment": msg("Where this report was made"),
    "differences": msg("What differs"),
    "better": msg("Which is better?"),
}


def report_html(runs: Sequence[Run], *, language: str) -> str:
    """The report on these runs, in this language. Raises what reading a run raises."""
    return _Report([contents_of(run) for run in runs], language).html()


class _Report:
    def __init__(self, contents: Sequence[RunContents], language: str) -> None:
        self._contents = contents
        self._language = language
        self._names = _names_of(contents)

    def html(self) -> str:
        import jinja2  # noqa: PLC0415 - only reports are made of templates

        surroundings = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_FOLDER), autoescape=True, trim_blocks=True
        )
        several = len(self._contents) > 1
        names = ", ".join(self._names)
        now = datetime.now().astimezone()
        page = surroundings.get_template("report.html.j2").render(
            language="zh-CN" if self._language == "zh" else "en",
            title=self._say(msg("Comparison: {names}", names=names) if several else names),
            made=self._say(msg("Made {time} by Argot.", time=f"{now:%Y-%m-%d %H:%M}")),
            style=_safe((_FOLDER / "report.css").read_text(encoding="utf-8")),
            t={name: self._say(words) for name, words in _WORDS.items()},
            differences=self._differences() if several else None,
            better=better_lines(self._contents, self._names, self._say) if several else [],
            overlaid=self._overlaid() if several else [],
            runs=[self._run(*each) for each in zip(self._contents, self._names, strict=True)],
            environment=self._environment(),
        )
        return page.lstrip()

    def _say(self, words: Message | str | None) -> str:
        return translate(words, self._language)

    def _run(self, one: RunContents, name: str) -> dict[str, Any]:
        ended = one.status.state == "finished"
        verdict = one.verdict
        return {
            "name": name,
            "about": self._about(one),
            "level": verdict.level if verdict else "",
            "verdict": [self._say(line) for line in verdict.messages(ended=ended)]
            if verdict
            else [],
            "scores": score_table(one, self._say),
            "floors": floor_tables(one, self._say),
            "assurances": assurances(one, self._say),
            "damaged": [self._say(damaged.reason) for damaged in one.damaged],
            "memorisation": memorisation_light(one, self._say),
            "charts": self._charts(one),
            "samples": self._samples(one),
            "parts": [self._text(one), self._settings(one), self._cost(one)],
            "command": one.command,
        }

    def _about(self, one: RunContents) -> str:
        size = f"{one.facts.parameters:,}" if one.facts else "–"
        return self._say(
            msg(
                "{run} · {network} · {size} parameters · {state} after {steps}",
                run=one.run.id,
                network=one.config.model.title,
                size=size,
                state=state_message(one.status),
                steps=plural("{n:,} step", "{n:,} steps", n=one.status.step),
            )
        )

    def _charts(self, one: RunContents) -> list[dict[str, Any]]:
        train, validation = one.metrics.train, one.metrics.validation
        if not len(validation):
            return []
        names = self._say(msg("training set")), self._say(msg("validation set"))
        loss = [curve_of(names[1], validation, "loss"), curve_of(names[0], train, "loss")]
        right = [curve_of(names[1], validation, "accuracy"), curve_of(names[0], train, "accuracy")]
        floors = one.facts.floors if one.facts else None
        by_frequency = self._say(msg("token frequencies alone"))
        return [
            self._chart(
                [curve for curve in loss if len(curve.xs)],
                msg("Loss in nats per token: lower is better"),
                [SvgLevel(by_frequency, floors.frequency_loss)] if floors else [],
            ),
            self._chart(
                [curve for curve in right if len(curve.xs)],
                msg("Share of tokens that were its first guess: higher is better"),
                [SvgLevel(by_frequency, floors.commonest_accuracy)] if floors else [],
                share=True,
            ),
        ]

    def _overlaid(self) -> list[dict[str, Any]]:
        curves = [
            curve_of(name, one.metrics.validation, "bits_per_byte")
            for one, name in zip(self._contents, self._names, strict=True)
            if len(one.metrics.validation)
        ]
        if not curves:
            return []
        caption = msg("Bits per byte of the validation part: lower is better")
        return [self._chart(curves, caption)]

    def _chart(
        self,
        curves: Sequence[SvgLine],
        caption: Message,
        levels: Sequence[SvgLevel] = (),
        *,
        share: bool = False,
    ) -> dict[str, Any]:
        drawn = curves_svg(curves, x=self._say(msg("steps")), y="", levels=levels, share=share)
        return {"svg": _safe(drawn), "caption": self._say(caption)}

    def _samples(self, one: RunContents) -> list[dict[str, str]]:
        chosen = [*one.samples[:1], *one.samples[1:][-1:]]
        return [
            {
                "title": self._say(
                    msg(
                        "At step {step:,}, temperature {temperature:g}",
                        step=sample.step,
                        temperature=temperature,
                    )
                ),
                "prompt": sample.prompt,
                "text": shortened(text, _CLIPPED),
            }
            for sample in chosen
            for temperature, text in (sample.texts if sample is chosen[-1] else sample.texts[:1])
        ]

    def _text(self, one: RunContents) -> dict[str, Any]:
        title = self._say(msg("The text"))
        card = one.card
        if card is None:
            return {"title": title, "lines": [self._say(one.without_card)]}
        counts = msg(
            "{name}: {documents}, {characters:,} characters, language {language}; "
            "split {split} into training, validation and test part",
            name=card.name,
            documents=plural("{n:,} document", "{n:,} documents", n=card.counts.documents),
            characters=card.counts.characters,
            language=card.language,
            split=one.config.split,
        )
        rows = [
            [source.file, f"{source.size:,}", source.encoding, source.sha256[:12]]
            for source in card.sources[:_SOURCES]
        ]
        left = len(card.sources) - len(rows) + card.more_sources
        lines = [self._say(counts), *self._steps(card.recipe)]
        if left:
            lines.append(self._say(msg("{n} more files are not named here.", n=left)))
        heads = [msg("File"), msg("Bytes"), msg("Encoding"), "SHA-256"]
        return {
            "title": title,
            "lines": lines,
            "heads": list(map(self._say, heads)),
            "rows": rows,
        }

    def _steps(self, recipe: Sequence[Any]) -> list[str]:
        if not recipe:
            return [self._say(msg("It was not cleaned."))]
        known = translations(self._language)
        lines = [self._say(msg("Cleaned, in this order:"))]
        for number, step in enumerate(recipe, 1):
            kind = STEPS.get(str(step.get("step")))
            about = known.gettext(kind.about()) if kind else str(step.get("step"))
            lines.append(f"{number}. {about}")
        return lines

    def _settings(self, one: RunContents) -> dict[str, Any]:
        chosen = [[row.path, row.value] for row in one.settings if not row.is_default]
        usual = [[row.path, row.value] for row in one.settings if row.is_default]
        return {
            "title": self._say(msg("Settings")),
            "lines": [],
            "heads": [self._say(msg("Setting")), self._say(msg("Value"))],
            "rows": chosen,
            "folded": usual,
            "folded_title": self._say(
                plural(
                    "{n} more setting, as it is by default",
                    "{n} more settings, as they are by default",
                    n=len(usual),
                )
            ),
        }

    def _cost(self, one: RunContents) -> dict[str, Any]:
        try:
            told = _told(cost_of(one.run, one.status, score=one.score, floor=one.floor))
        except DamagedFileError as error:
            told = [error.message]
        return {"title": self._say(msg("What it cost")), "lines": list(map(self._say, told))}

    def _differences(self) -> dict[str, Any]:
        rows = [[path, *values] for path, values in differing([c.config for c in self._contents])]
        bits = [one.score and one.score.bits_per_byte for one in self._contents]
        shown = ["–" if value is None else f"{value:.3f}" for value in bits]
        rows.append([self._say(msg("Bits per byte of the validation part")), *shown])
        return {"heads": ["", *self._names], "rows": rows}

    def _environment(self) -> list[list[str]]:
        found = environment()
        machine = found.machine
        memory = f"{machine.memory_bytes / 1e9:.0f} GB"
        cores = msg("{n} cores", n=machine.cores)
        gpus = [gpu.name for gpu in machine.gpus]
        rows = [
            [self._say(msg("System")), found.system],
            [self._say(msg("Machine")), ", ".join([self._say(cores), memory, *gpus])],
            ["Python", found.python],
        ]
        return rows + [[name, number] for name, number in found.packages.items()]


def _names_of(contents: Sequence[RunContents]) -> list[str]:
    """What the runs are called, those of one name told apart by their network or a number."""
    names = [one.config.name for one in contents]
    if len(set(names)) < len(names):
        names = [f"{one.config.name}: {one.config.model.title}" for one in contents]
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        seen[name] += 1
        found.append(f"{name} ({seen[name]})" if seen[name] > 1 else name)
    return found


def _told(cost: Cost) -> list[Message]:
    return [cost.energy_in_words(), *cost.worth_in_words()]


def _safe(markup: str) -> Any:
    """Our own markup, which the template takes as it is."""
    from markupsafe import Markup  # noqa: PLC0415 - comes with jinja2

    return Markup(markup)
