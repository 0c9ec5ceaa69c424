"""The configuration of a run from the options of `train`. Reads no text, starts nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from slm_core.cli.arguments import find_run, read_terms
from slm_core.cli.options import (
    Earlier,
    Model,
    NewTokenizer,
    OpenTest,
    PresetName,
    RunOptions,
    Terms,
)
from slm_core.cli.output.terminal import whole
from slm_core.corpus.split import SplitSettings
from slm_core.corpus.store import Corpus
from slm_core.errors import SettingsError
from slm_core.hardware.machine import Machine, describe_machine
from slm_core.messages import msg
from slm_core.runs.config import RunConfig
from slm_core.runs.fine_tuning.setup import fine_tuned
from slm_core.runs.planning.architectures import for_architecture
from slm_core.runs.planning.defaults import words_of
from slm_core.runs.planning.presets import PRESETS, recommend
from slm_core.runs.planning.speed import MeasuredRun, measured_throughput
from slm_core.runs.run import Run
from slm_core.settings_schema import fields_of
from slm_core.tokenizers.user_dictionary import parse_terms
from slm_core.training.settings import BudgetSettings

_USUAL_MINUTES = 1.0
"""Where nothing is said of minutes, settings are chosen as for this many: the quick preset."""


@dataclass(frozen=True, kw_only=True)
class TrainRequest(RunOptions):
    """The options of `train` and `preflight`; None is: not said."""

    terms: Terms = None
    model: Model = None
    earlier: Earlier = None
    new_tokenizer: NewTokenizer = False
    preset: PresetName = None
    open_test: OpenTest = False

    @property
    def is_default(self) -> bool:
        """Whether neither a budget nor a preset was named."""
        return self.preset is None and self.budget() is None

    def check(self) -> None:
        """Refuse what can be refused before any text is read. Raises SettingsError."""
        self.budget()
        if self.new_tokenizer and self.earlier is None:
            raise SettingsError(
                msg(
                    "--new-tokenizer is for a run that starts from an earlier one. Name that "
                    "one with --from, or leave --new-tokenizer out: a run that starts from "
                    "nothing has one."
                )
            )
        any_run = RunConfig(corpus="", name="", budget=BudgetSettings(steps=1))
        if self._start is not None:
            any_run = replace(any_run, model=self._start.config().model)
        settings = self._settings()
        kind = settings.get("model.kind", any_run.model.kind)
        any_run = any_run.with_settings({"model.kind": kind})
        for path, text in settings.items():
            info = any_run.field(path)
            info.check(info.parse(text))
        parse_terms(settings.get("tokenizer.terms", ""))
        self._checked_split()
        self.at_once()
        if self.preset is not None and self.preset not in PRESETS:
            raise SettingsError(
                msg(
                    "--preset is {preset!r}; it must be one of {presets}.",
                    preset=self.preset,
                    presets=", ".join(PRESETS),
                )
            )

    def config(
        self, corpus: Corpus, *, known: Sequence[MeasuredRun] = (), slots: int | None = None
    ) -> RunConfig:
        """The run's configuration, whatever was not said chosen for it. Raises SettingsError.

        `known`, earlier runs here, tell how fast this machine is where `slots` of them share it.
        """
        device = self._settings().get("machine.device", "auto")
        machine = measured_throughput(describe_machine(), known, device=device, slots=slots)
        config = self._recommended(corpus, machine)
        split = self._checked_split()
        config = replace(
            config,
            corpus=corpus.id,
            name=self.title or corpus.card.name,
            budget=self.budget() or config.budget,
            split=split or config.split,
            open_test=self.open_test,
        )
        config = config.with_settings(self._settings_for(corpus))
        if self.assignments or self.tokenizer or self.terms or (self.preset and self.budget()):
            config = replace(config, preset="")
        if self.open_test and not config.split.test:
            raise SettingsError(
                msg(
                    "--test scores the test part, and the split {split} leaves none. Choose "
                    "a split with one, such as --split 80/10/10.",
                    split=config.split,
                )
            )
        return config

    def budget(self) -> BudgetSettings | None:
        """The budget that was named, by an option or by --set. Raises SettingsError on two."""
        named: dict[str, object] = {
            name: getattr(self, name)
            for name in ("minutes", "epochs", "steps")
            if getattr(self, name) is not None
        }
        known = fields_of(BudgetSettings)
        for path, text in _parsed(self.assignments or ()).items():
            section, _, name = path.partition(".")
            if section == "budget" and name in known:
                named[name] = known[name].check(known[name].parse(text))
        return BudgetSettings(**named) if named else None  # ty: ignore[invalid-argument-type]

    @cached_property
    def _start(self) -> Run | None:
        """The run to start from. Raises RunError."""
        return find_run(self.home, self.earlier) if self.earlier else None

    @cached_property
    def _listed_terms(self) -> str | None:
        """Words to be kept whole, one a line. Raises CorpusError, SettingsError."""
        return read_terms(self.terms) if self.terms else None

    def _recommended(self, corpus: Corpus, machine: Machine) -> RunConfig:
        config = self._chosen_for(corpus, machine)
        if self._start is not None:
            cutting = "new" if self.new_tokenizer else "same"
            return fine_tuned(config, self._start, corpus.card, tokenizer=cutting)
        return for_architecture(config, self._settings().get("model.kind", config.model.kind))

    def _chosen_for(self, corpus: Corpus, machine: Machine) -> RunConfig:
        card = corpus.card
        kind, budget = self._settings_for(corpus).get("tokenizer.kind"), self.budget()
        if self.preset is not None:
            return PRESETS[self.preset].config(card, machine, tokenizer=kind)
        minutes = budget.minutes if budget and budget.minutes else _USUAL_MINUTES
        config = recommend(card, minutes=minutes, tokenizer=kind, machine=machine)
        by_name = budget is None or budget.minutes
        return config if by_name else replace(config, preset="")

    def _settings(self) -> Mapping[str, str]:
        """Assignments in the order of their weight: an option, then what --set says."""
        options = {
            "tokenizer.kind": self.tokenizer or ("segmented" if self.terms else None),
            "tokenizer.terms": self._listed_terms,
            "model.kind": self.model,
            "training.seed": None if self.seed is None else str(self.seed),
        }
        chosen = {path: text for path, text in options.items() if text is not None}
        known = {f"budget.{name}" for name in fields_of(BudgetSettings)}
        rest = {
            path: text
            for path, text in _parsed(self.assignments or ()).items()
            if path not in known
        }
        return {**chosen, **rest}

    def _settings_for(self, corpus: Corpus) -> Mapping[str, str]:
        """The same for this text: words are those of a dictionary where no blanks part them."""
        settings = self._settings()
        if not self.cuts_words(corpus):
            return settings
        return {**settings, "tokenizer.kind": "segmented"}

    def cuts_words(self, corpus: Corpus) -> bool:
        """Whether --tokenizer word is taken for segmented, since the text has no blanks."""
        by_option = self.tokenizer == "word" and self._settings()["tokenizer.kind"] == "word"
        return by_option and words_of(corpus.card) == "segmented"

    def _checked_split(self) -> SplitSettings | None:
        return SplitSettings.parse(self.split) if self.split is not None else None


def _parsed(assignments: Iterable[str]) -> dict[str, str]:
    """{"training.learning_rate": "0.003"}; of two for the same setting the last counts."""
    found = {}
    for assignment in map(whole, assignments):
        path, equals, text = assignment.partition("=")
        if not equals or not path.strip():
            raise SettingsError(
                msg(
                    "--set is {assignment!r}; write SECTION.NAME=VALUE, as in "
                    "training.learning_rate=0.003. `python -m slm_core settings` lists them "
                    "all.",
                    assignment=assignment,
                )
            )
        found[path.strip()] = text
    return found
