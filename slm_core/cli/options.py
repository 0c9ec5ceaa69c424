"""Options that several commands share. Their help is that of the settings they set.

What goes together is a dataclass: a command decorated with `with_options` takes it as one
parameter, and typer offers an option for each field.
"""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property, wraps
from getpass import getpass
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from slm_core.cli.output.help_text import explained
from slm_core.cli.output.terminal import whole
from slm_core.corpus.cleaning.recipe import TITLES
from slm_core.corpus.readers.document import ReadOptions
from slm_core.corpus.text.division.boundaries import BOUNDARIES, boundary_named
from slm_core.errors import SettingsError
from slm_core.hardware.machine import slots
from slm_core.messages import listed, msg
from slm_core.models.settings import MODEL_SETTINGS, ModelSettings
from slm_core.runs.launching.control import CHANGEABLE
from slm_core.runs.planning.presets import PRESETS
from slm_core.settings_schema import fields_of
from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.training.settings import BudgetSettings, TrainingSettings
from slm_core.workspace import Workspace, open_workspace

_BUDGET = fields_of(BudgetSettings)
_TOKENIZER = fields_of(TokenizerSettings)["kind"]
_MODEL = fields_of(ModelSettings)["kind"]
_SEED = fields_of(TrainingSettings)["seed"]

Texts = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE_OR_CORPUS...",
        help="Files with the text to learn from, or the id of a corpus, or a sample's name.",
    ),
]
TokenKind = Annotated[
    str | None,
    typer.Option("--tokenizer", metavar="|".join(_TOKENIZER.choices), help=_TOKENIZER.help),
]
Terms = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Words of your field that stay whole, one a line; with it --tokenizer is "
        "segmented unless it says otherwise.",
        show_default=False,
    ),
]
Model = Annotated[str | None, typer.Option(metavar="|".join(MODEL_SETTINGS), help=_MODEL.help)]
Earlier = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="RUN",
        help="Start from what this run learned, with its network; last is the newest.",
        show_default=False,
    ),
]
NewTokenizer = Annotated[
    bool,
    typer.Option(
        "--new-tokenizer",
        help="With --from: cut the text by a tokenizer of its own, and carry over what is "
        "known of the tokens both have.",
    ),
]
OpenTest = Annotated[
    bool, typer.Option("--test", help="Score the test part at the end; each time is counted.")
]
PresetName = Annotated[
    str | None,
    typer.Option(metavar="|".join(PRESETS), help="Settings chosen together under a name."),
]
Split = Annotated[
    str | None,
    typer.Option(metavar="80/10/10", help="Percents of the text for train/validation/test."),
]
Seed = Annotated[int | None, typer.Option(help=_SEED.help, show_default=False)]
Assignments = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="SECTION.NAME=VALUE",
        help="Any setting, such as training.learning_rate=0.003; `settings` lists them.",
    ),
]
Changes = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="NAME=VALUE",
        help=explained(
            msg(
                "What is different from here on: {names}. For a run that failed because its "
                "steps, or its batches, were too large.",
                names=", ".join(CHANGEABLE),
            )
        ),
        show_default=False,
    ),
]
RunName = Annotated[
    str,
    typer.Argument(metavar="RUN", help="Id of a run, as `runs` lists them; last is the newest."),
]
Home = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        metavar="DIR",
        help="Workspace folder; by default ARGOT_HOME, else the user's data folder.",
        show_default=False,
    ),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="Print exactly one JSON object on standard output.")
]
Slots = Annotated[
    int | None,
    typer.Option(
        help="How many runs may train at once; by default ARGOT_SLOTS, else what the machine can.",
        show_default=False,
    ),
]
Minutes = Annotated[float | None, typer.Option(help=_BUDGET["minutes"].help, show_default=False)]
Epochs = Annotated[float | None, typer.Option(help=_BUDGET["epochs"].help, show_default=False)]
Steps = Annotated[int | None, typer.Option(help=_BUDGET["steps"].help, show_default=False)]
Notes = Annotated[
    bool,
    typer.Option(
        "--notes",
        help="Footnotes, endnotes and comments of documents come in too, after their text.",
    ),
]
Column = Annotated[
    str | None,
    typer.Option(
        help="Column of a table, or field of JSON lines, that is the text; by default the one "
        "with the most running text.",
        show_default=False,
    ),
]
Template = Annotated[
    str | None,
    typer.Option(
        metavar="TEXT",
        help="Joins several columns or fields into one text, such as "
        "'Q: {question}\\nA: {answer}'; instead of --column.",
        show_default=False,
    ),
]
Documents = Annotated[
    str | None,
    typer.Option(
        metavar="|".join(BOUNDARIES),
        help="What separates the documents inside a text; by default a file is one, and what "
        "its text speaks for is said.",
        show_default=False,
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        help="Encoding of the files, such as UTF-8 or GB18030; by default it is found.",
        show_default=False,
    ),
]
Password = Annotated[
    str | None,
    typer.Option(
        help="Opens files that are locked with one; - asks for it.",
        show_default=False,
    ),
]
RecipeName = Annotated[
    str | None,
    typer.Option(
        "--recipe",
        metavar="R.json",
        help=explained(
            msg(
                "Cleaning steps: a JSON file as the studio exports it, or one of the ready-made: "
                "{names}.",
                names=listed(TITLES.values()),
            )
        ),
        show_default=False,
    ),
]
TextColumn = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMN",
        help="Column that is the text; by default the one with the most running text.",
        show_default=False,
    ),
]
Title = Annotated[str | None, typer.Option("--name", help="What to call it.", show_default=False)]


@dataclass(frozen=True, kw_only=True)
class ReadingOptions:
    """How files are read."""

    column: Column = None
    template: Template = None
    documents: Documents = None
    encoding: Encoding = None
    password: Password = None
    notes: Notes = False
    as_json: AsJson = False

    @cached_property
    def reading(self) -> ReadOptions:
        """How to read the files; the person types the password in where - was given for it.

        Raises SettingsError.
        """
        if self.column is not None and self.template is not None:
            raise SettingsError(
                msg("--column and --template exclude each other. Name the columns in the template.")
            )
        typed = getpass("Password: ") if self.password == "-" else self.password
        template = None if self.template is None else whole(self.template)
        boundary = None if self.documents is None else boundary_named(self.documents)
        return ReadOptions(
            self.encoding, self.column, typed, self.notes, documents=boundary, template=template
        )


@dataclass(frozen=True, kw_only=True)
class FileOptions(ReadingOptions):
    """How files are read, what becomes of them is called, and where it goes."""

    name: Title = None
    workspace: Home = None

    @cached_property
    def home(self) -> Workspace:
        """The workspace named. Raises WorkspaceError."""
        return open_workspace(self.workspace)

    @property
    def title(self) -> str | None:
        """The name as UTF-8 can hold it."""
        return None if self.name is None else whole(self.name)


@dataclass(frozen=True, kw_only=True)
class RunOptions(FileOptions):
    """What all runs have that are started from the command line."""

    tokenizer: TokenKind = None
    minutes: Minutes = None
    epochs: Epochs = None
    steps: Steps = None
    split: Split = None
    seed: Seed = None
    assignments: Assignments = None
    slots: Slots = None

    def at_once(self) -> int:
        """How many runs train at once. Raises SettingsError."""
        return slots(self.slots)


def with_options(command: Callable[..., None]) -> Callable[..., None]:
    """A command for typer, whose parameters that are dataclasses are an option for each field."""
    hints = get_type_hints(command, include_extras=True)
    groups: dict[str, type[Any]] = {name: cls for name, cls in hints.items() if is_dataclass(cls)}

    @wraps(command)
    def spread(**given: Any) -> None:
        built = {
            name: cls(**{field.name: given.pop(field.name) for field in fields(cls)})
            for name, cls in groups.items()
        }
        command(**given, **built)

    offered: list[inspect.Parameter] = []
    for name, parameter in inspect.signature(command).parameters.items():
        if name in groups:
            offered += _parameters(groups[name])
        else:
            kind = inspect.Parameter.KEYWORD_ONLY
            offered.append(parameter.replace(annotation=hints[name], kind=kind))
    spread.__signature__ = inspect.Signature(offered)  # ty: ignore[missing-attribute]
    return spread


def _parameters(options: type[Any]) -> Iterator[inspect.Parameter]:
    """One for each field: first the class's own, then those of the classes it is made from."""
    hints = get_type_hints(options, include_extras=True)
    default = {field.name: field.default for field in fields(options)}
    for cls in options.__mro__:
        for name in inspect.get_annotations(cls):
            kind = inspect.Parameter.KEYWORD_ONLY
            yield inspect.Parameter(name, kind, default=default[name], annotation=hints[name])
