"""The complete configuration of a run: what config.json holds. Free of torch."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar, Literal

import pydantic.dataclasses

from slm_core import checksums
from slm_core.corpus.split import SplitSettings
from slm_core.errors import DamagedFileError, SettingsError
from slm_core.messages import msg
from slm_core.models.settings import MODEL_SETTINGS, LstmSettings, ModelSettings, with_architecture
from slm_core.records import read_record
from slm_core.settings_schema import FieldInfo, Settings, fields_of, from_dict
from slm_core.storage import from_json
from slm_core.tokenizers.settings import SegmenterRecord, TokenizerSettings
from slm_core.training.settings import (
    BudgetSettings,
    MachineSettings,
    SampleSettings,
    TrainingSettings,
)

Cutting = Literal["same", "new"]
"""The earlier run's tokenizer, or one of the new text's own."""


@pydantic.dataclasses.dataclass(frozen=True)
class StartSettings(Settings):
    """The earlier run, and what is taken over of it."""

    section: ClassVar[str] = "start"

    run: str
    """Id of the earlier run."""
    tokenizer: Cutting = "same"
    """same: the text is cut by the earlier run's tokenizer; new: by one found in the text itself,
    and what the model knows of the tokens both have is carried over."""
    weights: str = ""
    """Hash of the earlier run's weights; "" stands for those it has when the run is created."""
    learned_from: tuple[str, ...] = ()
    """Ids of all corpora that are in those weights, oldest first; filled in with the hash."""


SECTIONS = ("split", "tokenizer", "model", "training", "budget", "samples", "machine")
"""Parts of a configuration that people edit, in the order they are shown."""

SETTINGS_CLASSES: dict[str, type[Settings]] = {
    "split": SplitSettings,
    "tokenizer": TokenizerSettings,
    "training": TrainingSettings,
    "budget": BudgetSettings,
    "samples": SampleSettings,
    "machine": MachineSettings,
}
"""Those of the sections; the network's are in MODEL_SETTINGS."""


@dataclass(frozen=True)
class _Head:
    """What of config.json is no setting."""

    corpus: str
    name: str
    preset: str = ""
    open_test: bool = False
    race: str = ""
    sweep: str = ""
    trial: str = ""
    follows: str = ""
    segmenter: SegmenterRecord | None = None


@dataclass(frozen=True)
class RunConfig:
    """A run as asked for. Writing it and reading it back gives an equal one."""

    corpus: str
    """Id of the corpus in the workspace."""
    name: str
    """What people call the run."""
    budget: BudgetSettings
    split: SplitSettings = field(default_factory=SplitSettings)
    tokenizer: TokenizerSettings = field(default_factory=TokenizerSettings)
    model: ModelSettings = field(default_factory=LstmSettings)
    training: TrainingSettings = field(default_factory=TrainingSettings)
    samples: SampleSettings = field(default_factory=SampleSettings)
    machine: MachineSettings = field(default_factory=MachineSettings)
    preset: str = ""
    """Name of the preset the settings came from, "" where somebody chose them one by one."""
    open_test: bool = False
    """Whether the run ends by opening the test part."""
    race: str = ""
    """Id of the race that the run is part of, "" where it runs by itself."""
    sweep: str = ""
    """Id of the sweep or ablation that the run is a trial of, "" where it is of none."""
    trial: str = ""
    """Which trial of it: its number, or what is switched off."""
    follows: str = ""
    """Id of the run that this one is to improve on, as the coach advised; "" where it is none."""
    start: StartSettings | None = None
    """The earlier run whose model this one goes on from with another text; None: it starts from
    nothing."""
    segmenter: SegmenterRecord | None = None
    """What cuts the text into words beforehand, where the kind of token wants that."""

    def to_json(self) -> dict[str, object]:
        """Plain values for config.json."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "RunConfig":
        """What `to_json` gave. Raises SettingsError where it is not that."""
        try:
            sections: dict[str, Any] = {
                name: from_dict(_section_class(name, data[name]), data[name]) for name in SECTIONS
            }
            start, head = data.get("start"), from_json(_Head, data)
            return cls(
                start=None if start is None else from_dict(StartSettings, start),
                **vars(head),
                **sections,
            )
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise SettingsError(
                msg(
                    "This config.json is not one of ours, or damaged: {error}. Start the run "
                    "again.",
                    error=error,
                )
            ) from error

    def with_settings(self, assignments: Mapping[str, str]) -> "RunConfig":
        """A copy with settings changed, each written as {"training.learning_rate": "0.003"}.

        All are put in place together, so that two that only fit each other can be given. Another
        `model.kind` comes with that architecture's own settings; those it shares with the one
        before stay as they were chosen. Raises SettingsError.
        """
        kind = assignments.get("model.kind", self.model.kind).strip()
        if kind in MODEL_SETTINGS and kind != self.model.kind:
            return replace(self, model=with_architecture(self.model, kind)).with_settings(
                assignments
            )
        changes: dict[str, dict[str, object]] = {}
        for path, text in assignments.items():
            info = self.field(path)
            changes.setdefault(info.section, {})[info.name] = info.check(info.parse(text))
        parts = {
            section: replace(getattr(self, section), **values)
            for section, values in changes.items()
        }
        return replace(self, **parts)

    def field(self, path: str) -> FieldInfo:
        """What is known of the setting called `path`. Raises SettingsError."""
        section, _, name = path.partition(".")
        if section not in SECTIONS:
            raise SettingsError(
                msg(
                    "{path} is not a setting. A setting is SECTION.NAME with one of the "
                    "sections {sections}.",
                    path=path,
                    sections=", ".join(SECTIONS),
                )
            )
        known = fields_of(type(getattr(self, section)))
        if name not in known:
            raise SettingsError(
                msg(
                    "{path} is not a setting. {section} has: {known}.",
                    path=path,
                    section=section,
                    known=", ".join(known),
                )
            )
        return known[name]


def read_config(path: Path) -> RunConfig:
    """The configuration in a config.json. Raises SettingsError where it is damaged or gone."""
    try:
        data = read_record(dict[str, Any], path)
    except DamagedFileError as error:
        raise SettingsError(error.message) from None
    if data is None:
        raise SettingsError(checksums.damaged(path, msg("it is not there")))
    return RunConfig.from_json(data)


def _section_class(name: str, values: Mapping[str, Any]) -> type:
    if name != "model":
        return SETTINGS_CLASSES[name]
    kind = str(values["kind"])
    if kind not in MODEL_SETTINGS:
        raise SettingsError(
            msg(
                "model.kind is {kind!r}; this version has {model_settings}.",
                kind=kind,
                model_settings=", ".join(MODEL_SETTINGS),
            )
        )
    return MODEL_SETTINGS[kind]
