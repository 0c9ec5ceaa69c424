"""Classifiers as folders: classifiers/<id>/ with classifier.json and words.json.
They never change. Loads no torch.

The models are ordinary runs, one a label, and the record says which; without one of them the
classifier cannot be used any more.
"""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from slm_core import checksums
from slm_core.errors import ArgotError, DamagedFileError, RunError
from slm_core.evaluation.classification.label_floors import LabelFloor, LabelFloors
from slm_core.evaluation.classification.likelihood import LikelihoodWeights
from slm_core.evaluation.classification.naive_bayes import WordCounts
from slm_core.messages import Message, msg
from slm_core.records import Count, Seconds, Share, read_record
from slm_core.runs.run import Run, open_run
from slm_core.storage import new_folder, write_json
from slm_core.workspace import Workspace, names_in, new_run_id

T = TypeVar("T")

_FILE, _WORDS = "classifier.json", "words.json"


@dataclass(frozen=True)
class LabelModel:
    """The model of one label."""

    label: str
    run: str
    """Id of the run."""
    prior: float
    """How common the label was in the training texts, from 0 to 1."""


@dataclass(frozen=True)
class Classifier:
    """What classifier.json holds."""

    name: str
    made: Seconds
    base: str
    """Id of the run that learned from the texts of all labels, with which the others started."""
    models: tuple[LabelModel, ...]
    weights: LikelihoodWeights
    """Of the networks and of counted words, fitted on the held-out texts."""
    text_column: str
    label_column: str
    texts: Count
    """That the models learned from."""
    held_out: Count
    """Texts kept back, which the weights and the scores below are from."""
    accuracy: Share
    """On the held-out texts."""
    f1: Share
    networks: LabelFloor
    """The same of the networks alone, without counted words."""
    floors: LabelFloors
    """On the held-out texts, learned from the others."""
    id: str = ""
    """The folder's name."""

    @property
    def labels(self) -> tuple[str, ...]:
        """In the order of the models."""
        return tuple(model.label for model in self.models)

    @property
    def priors(self) -> tuple[float, ...]:
        """In the order of the models."""
        return tuple(model.prior for model in self.models)

    def counted(self, workspace: Workspace) -> WordCounts:
        """The words of each label, counted. Raises RunError where they are gone or damaged."""
        path = workspace.classifier_folder(self.id) / _WORDS
        found = _record(WordCounts, path, self.id)
        if found is None:
            raise _to_train_again(checksums.damaged(path, msg("it is not there")), self.id)
        return found

    def runs(self, workspace: Workspace) -> list[Run]:
        """The runs, in the order of the models. Raises RunError where one was deleted."""
        found = []
        for model in self.models:
            try:
                found.append(open_run(workspace, model.run))
            except RunError:
                raise RunError(
                    msg(
                        "The model of the label {label!r}, run {run}, was deleted, so the "
                        "classifier {id} cannot be used any more. Train it again.",
                        label=model.label,
                        run=model.run,
                        id=self.id,
                    )
                ) from None
        return found


def keep_classifier(workspace: Workspace, classifier: Classifier, counted: WordCounts) -> str:
    """Write it down with the words that were counted; its id. Raises WorkspaceError."""
    name = new_run_id(classifier.name, now=datetime.now())
    values = asdict(classifier)
    del values["id"]
    with new_folder(workspace.classifier_folder(name)) as draft:
        write_json(draft / _FILE, values)
        write_json(draft / _WORDS, asdict(counted))
        checksums.seal(draft)
    return name


def open_classifier(workspace: Workspace, name: str) -> Classifier:
    """The classifier with this id, or for "last" the newest. Raises RunError, WorkspaceError."""
    if name == "last":
        found = list_classifiers(workspace)
        if found:
            return found[0]
        raise RunError(
            msg(
                "There are no classifiers in {root} yet. `python -m slm_core classify train` "
                "trains one.",
                root=workspace.root,
            )
        )
    classifier = _read(workspace, name)
    if classifier is None:
        raise RunError(
            msg(
                "There is no classifier called {name!r} in this workspace. `python -m slm_core "
                "classify list` lists them.",
                name=name,
            )
        )
    return classifier


def list_classifiers(workspace: Workspace) -> list[Classifier]:
    """Those that can be read, the newest first."""
    found = []
    for name in names_in(workspace.classifiers):
        try:
            classifier = _read(workspace, name)
        except ArgotError:  # damaged: whoever names it is told
            continue
        if classifier is not None:
            found.append(classifier)
    return sorted(found, key=lambda one: one.made, reverse=True)


def _read(workspace: Workspace, name: str) -> Classifier | None:
    """None where there is none. Raises RunError where its record is damaged."""
    found = _record(Classifier, workspace.classifier_folder(name) / _FILE, name)
    return None if found is None else replace(found, id=name)


def _record(kind: type[T], path: Path, name: str) -> T | None:
    try:
        return read_record(kind, path)
    except DamagedFileError as error:
        raise _to_train_again(error.message, name) from None


def _to_train_again(reason: Message, name: str) -> RunError:
    return RunError(
        msg("{reason} The classifier {id} has to be trained again.", reason=reason, id=name)
    )
