"""Classifiers as folders: classifiers/<id>/classifier.json, which never changes. Loads no torch.

The models are ordinary runs, one a label, and the record says which; without one of them the
classifier cannot be used any more.
"""

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from slm_core import checksums
from slm_core.errors import ArgotError, DamagedFileError, RunError
from slm_core.evaluation.classification.label_floors import LabelFloors
from slm_core.messages import msg
from slm_core.records import Count, Seconds, Share, read_record
from slm_core.runs.run import Run, open_run
from slm_core.storage import new_folder, write_json
from slm_core.workspace import Workspace, names_in, new_run_id

_FILE = "classifier.json"


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
    temperature: float
    """By which log-likelihoods are divided, fitted on the held-out texts."""
    text_column: str
    label_column: str
    texts: Count
    """That the models learned from."""
    held_out: Count
    """Texts kept back, which the temperature and the scores below are from."""
    accuracy: Share
    """On the held-out texts."""
    f1: Share
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


def keep_classifier(workspace: Workspace, classifier: Classifier) -> str:
    """Write it down; its id. Raises WorkspaceError."""
    name = new_run_id(classifier.name, now=datetime.now())
    values = asdict(classifier)
    del values["id"]
    with new_folder(workspace.classifier_folder(name)) as draft:
        write_json(draft / _FILE, values)
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
    try:
        found = read_record(Classifier, workspace.classifier_folder(name) / _FILE)
    except DamagedFileError as error:
        raise RunError(
            msg(
                "{reason} The classifier {id} has to be trained again.",
                reason=error.message,
                id=name,
            )
        ) from None
    return None if found is None else replace(found, id=name)
