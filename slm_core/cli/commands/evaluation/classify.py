"""The commands about classifiers: `classify train` trains a model a label, `classify FILE` labels
texts, `classify list` names what there is."""

import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from slm_core.cli.commands.evaluation.label_text import label_text, label_values, tell_left_out
from slm_core.cli.options import AsJson, Home, Slots, TextColumn, Title
from slm_core.cli.output.help_text import TranslatedGroup
from slm_core.cli.output.terminal import NOTHING, Answer, answer, padded, say, told, whole
from slm_core.cli.output.watch import Interrupts
from slm_core.errors import CorpusError
from slm_core.evaluation.classification.labelled_texts import LabelledTexts, read_labelled
from slm_core.evaluation.listener import Listener
from slm_core.evaluation.texts.other_text import other_from_file
from slm_core.hardware.machine import slots as checked_slots
from slm_core.messages import Message, as_given, msg, plural
from slm_core.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from slm_core.evaluation.classification.classifier import Classifier
    from slm_core.evaluation.classification.classify import ClassifiedText
    from slm_core.evaluation.classification.judge_runs import JudgedLabels

_FILE = "file"
"""The command that a file stands for, so that its name needs no word before it."""
_SHOWN = 40  # texts that are told to people
_MINUTES = 5.0


class ClassifyGroup(TranslatedGroup):
    """`classify FILE` beside `classify train`: what is no command is a file to label."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the command before a file, where none is named."""
        if args and args[0] not in self.commands and args[0] != "--help":
            args = [_FILE, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    no_args_is_help=True,
    help="Label texts: train a model for each label, and see which finds a text most natural.",
)

Label = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMN",
        help="Column with the right labels, to judge by; none is needed.",
        show_default=False,
    ),
]


# One parameter for each option is how typer is told of them.
def train(  # noqa: PLR0913, PLR0917
    file: Annotated[
        Path, typer.Argument(metavar="FILE.csv", help="A table or JSON lines with a label a text.")
    ],
    label: Annotated[str, typer.Option(metavar="COLUMN", help="Column with the labels.")],
    text: TextColumn = None,
    minutes: Annotated[
        float, typer.Option(help="Training time for all models together.")
    ] = _MINUTES,
    test: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.csv",
            help="Other texts with labels in columns of the same names, to judge by.",
            show_default=False,
        ),
    ] = None,
    name: Title = None,
    slots: Slots = None,
    workspace: Home = None,
    as_json: AsJson = False,
) -> None:
    """Train one model a label from one table, in one go, and tell how well they tell labels apart.

    First a model learns from all texts, then one for each label goes on from it. Each is a run like
    any other. Ctrl-C stops.
    """
    checked_slots(slots)
    home = open_workspace(workspace)
    rows = read_labelled(file, label=label, text=text)
    tell_left_out(rows)
    tested = None if test is None else _test_rows(test, rows)
    _calm_threads()
    # Here and not above: torch takes a second that no other command should pay.
    from slm_core.evaluation.classification import train_classifier as training  # noqa: PLC0415
    from slm_core.evaluation.classification import training_plan as planning  # noqa: PLC0415

    title = whole(name) if name else file.stem
    plan = planning.plan_training(home, planning.TrainingRequest(rows, title, minutes))
    with Interrupts() as interrupts:
        listener = Listener(tell=_tell, should_stop=lambda: interrupts.count > 0)
        made = training.train_classifier(home, plan, listener=listener, slots=slots).classifier
    values, lines = _classifier_values(made), _classifier_text(made)
    if tested is not None:
        judged, found = _judged(home, made, tested, learned=rows)
        values = {**values, **label_values(judged), **_document_values(made, found)}
        lines = f"{lines}\n\n{label_text(judged)}"
    answer(values, text=lines, as_json=as_json)


def label_file(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A file of any format with the texts to label.")
    ],
    classifier: Annotated[
        str,
        typer.Option("--with", metavar="CLASSIFIER", help="Its id; last is the newest."),
    ] = "last",
    label: Label = None,
    text: TextColumn = None,
    workspace: Home = None,
    as_json: AsJson = False,
) -> None:
    """Label each text of a file, with the probability of the label."""
    home = open_workspace(workspace)
    from slm_core.evaluation.classification.classifier import open_classifier  # noqa: PLC0415 numpy

    made = open_classifier(home, classifier)
    _calm_threads()
    if label is not None:
        rows = read_labelled(file, label=label, text=text)
        tell_left_out(rows)
        judged, found = _judged(home, made, rows)
        more, lines = label_values(judged), label_text(judged)
    else:
        from slm_core.evaluation.classification.classify import classify_texts  # noqa: PLC0415

        texts = _texts_of(file, text)
        found = classify_texts(home, made, texts, listener=Listener(tell=_tell))
        more, lines = NOTHING, ""
    values = {"classifier": made.id, **_document_values(made, found), **more}
    answer(values, text=lines or _found_text(found), as_json=as_json)


def list_all(workspace: Home = None, as_json: AsJson = False) -> None:
    """List the classifiers, the newest first."""
    home = open_workspace(workspace)
    from slm_core.evaluation.classification.classifier import list_classifiers  # noqa: PLC0415

    found = list_classifiers(home)
    answer(
        {"workspace": str(home.root), "classifiers": [_classifier_values(one) for one in found]},
        text="\n".join(f"{one.id}  {told(_summary(one))}" for one in found)
        or msg(
            "There are no classifiers in {root} yet. `python -m slm_core classify train` trains "
            "one.",
            root=home.root,
        ),
        as_json=as_json,
    )


app.command("train")(train)
app.command(_FILE, hidden=True)(label_file)
app.command("list")(list_all)


def _test_rows(path: Path, learned: LabelledTexts) -> LabelledTexts:
    found = read_labelled(path, label=learned.label_column, text=learned.text_column)
    tell_left_out(found)
    return found


def _judged(
    home: Workspace,
    made: "Classifier",
    rows: LabelledTexts,
    *,
    learned: LabelledTexts | None = None,
) -> "tuple[JudgedLabels, list[ClassifiedText]]":
    """The labels of these texts, judged, and beside them what the floors reach."""
    from slm_core.evaluation.classification import classify as work  # noqa: PLC0415 - loads torch

    found = work.classify_texts(home, made, rows.texts, listener=Listener(tell=_tell))
    return work.judged_labels(made, found, rows, learned=learned), found


def _texts_of(path: Path, column: str | None) -> list[str]:
    if not path.is_file():
        raise CorpusError(msg("There is no file {file}. Check the spelling.", file=str(path)))
    return [text for text in other_from_file(path, path.name, column=column).texts if text.strip()]


def _document_values(made: "Classifier", found: "list[ClassifiedText]") -> Answer:
    """Each text with its label, and what it costs under the model of each."""
    return {
        "documents": [
            {
                "number": number,
                "text": one.text,
                "label": one.label,
                "probability": one.probability,
                "probabilities": dict(zip(made.labels, one.probabilities, strict=True)),
                "bits": dict(zip(made.labels, one.bits, strict=True)),
            }
            for number, one in enumerate(found, 1)
        ]
    }


def _classifier_values(made: "Classifier") -> Answer:
    return {
        "classifier": made.id,
        "name": made.name,
        "base": made.base,
        "models": {model.label: model.run for model in made.models},
        "priors": {model.label: model.prior for model in made.models},
        "temperature": made.weights.temperature,
        "word_weight": made.weights.counted,
        "texts": made.texts,
        "held_out": {
            "texts": made.held_out,
            "accuracy": made.accuracy,
            "f1": made.f1,
            "networks": asdict(made.networks),
            "floors": asdict(made.floors),
        },
    }


def _classifier_text(made: "Classifier") -> str:
    return "\n".join(
        (
            f"{made.id}  {told(_summary(made))}",
            told(
                msg(
                    'Label texts with it: python -m slm_core classify FILE --with "{id}"',
                    id=made.id,
                )
            ),
        )
    )


def _summary(made: "Classifier") -> Message:
    return msg(
        "{labels} labels from {texts:,} texts; of {held_out:,} held-out texts {accuracy:.1%} "
        "right, naive Bayes {floor:.1%}",
        labels=len(made.models),
        texts=made.texts,
        held_out=made.held_out,
        accuracy=made.accuracy,
        floor=made.floors.naive_bayes.accuracy,
    )


def _found_text(found: "list[ClassifiedText]") -> str:
    lines = [_found_line(one) for one in found[:_SHOWN]]
    if len(found) > _SHOWN:
        more = plural("… and {n:,} more", "… and {n:,} more", n=len(found) - _SHOWN)
        lines.append(told(more))
    return "\n".join(lines)


def _found_line(one: "ClassifiedText") -> str:
    label = padded(as_given(one.label[:32]), 34)
    return f"{one.probability:5.0%}  {label}{' '.join(one.text.split())[:80]}"


def _tell(doing: Message) -> None:
    say(f"{told(doing)} …")


def _calm_threads() -> None:
    """Must be set before torch loads: spinning threads take the cores from a run beside us."""
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
