"""Tables that people gave: a classifier is trained from one, the texts of one are labelled."""

from collections.abc import Sequence

from slm_core.evaluation.classification.classifier import open_classifier
from slm_core.evaluation.classification.classify import classify_texts, judged_labels
from slm_core.evaluation.classification.jobs.kept_labels import (
    LabelReport,
    keep_labels,
    labelled,
)
from slm_core.evaluation.classification.judge_runs import (
    NamedRun,
    judge_oddity,
    judge_runs,
    labels_of_runs,
    odd_label,
)
from slm_core.evaluation.classification.labelled_texts import (
    LabelledTexts,
    TableFile,
    check_labels,
    read_labelled,
)
from slm_core.evaluation.classification.train_classifier import train_classifier
from slm_core.evaluation.classification.training_plan import TrainingRequest, plan_training
from slm_core.evaluation.listener import Listener
from slm_core.evaluation.surprisal.kept_scores import keep_scores
from slm_core.evaluation.texts.other_text import Other, other_from_file
from slm_core.runs.run import open_run
from slm_core.workspace import Workspace


def train(
    workspace: Workspace,
    table: TableFile,
    test: TableFile | None,
    minutes: float,
    listener: Listener,
) -> str:
    """Train a model a label and judge them; the id of the report. Raises ArgotError."""
    rows = read_labelled(table.path, label=table.label, text=table.text)
    tested = None  # read before training, so that a wrong file costs no minutes
    if test is not None:
        tested = read_labelled(test.path, label=rows.label_column, text=rows.text_column)
    plan = plan_training(workspace, TrainingRequest(rows, table.path.stem, minutes))
    made = train_classifier(workspace, plan, listener=listener)
    if tested is not None:
        return _judge(workspace, made.classifier.id, tested, listener, learned=rows)
    held_out = plan.held_out
    chances = made.chances.max(1).tolist()
    texts = labelled(
        held_out.texts, made.judged.predicted, right=held_out.labels, probabilities=chances
    )
    report = LabelReport(
        rows.name,
        texts,
        judged=made.judged,
        held_out=True,
        classifier=made.classifier.id,
        learned=len(plan.learned.texts),
    )
    return keep_labels(workspace, report)


def label(workspace: Workspace, classifier: str, table: TableFile, listener: Listener) -> str:
    """Label every text of a file; the id of the report. Raises ArgotError."""
    if table.label:
        rows = read_labelled(table.path, label=table.label, text=table.text)
        return _judge(workspace, classifier, rows, listener)
    other = other_from_file(table.path, table.path.name, column=table.text)
    kept = [text for text in other.texts if text.strip()]
    made = open_classifier(workspace, classifier)
    found = classify_texts(workspace, made, kept, listener=listener)
    texts = labelled(
        kept,
        [one.label for one in found],
        probabilities=[one.probability for one in found],
    )
    return keep_labels(workspace, LabelReport(other.name, texts, classifier=made.id))


def judge(
    workspace: Workspace,
    named: Sequence[str],
    table: TableFile,
    odd: str | None,
    listener: Listener,
) -> dict[str, str]:
    """Judge runs by the labels of a table: the ids of the report and of the scores. Raises
    ArgotError."""
    from slm_core.evaluation.surprisal.score_texts import score_texts  # noqa: PLC0415 loads torch

    runs = [open_run(workspace, run) for run in named]
    rows = read_labelled(table.path, label=table.label, text=table.text)
    check_labels(rows)
    # Both refuse what cannot be judged before anything is scored.
    several = len(runs) > 1
    counts = list(rows.counts())
    labels = labels_of_runs([NamedRun(run) for run in runs], counts) if several else []
    wanted = "" if several else odd_label(rows, odd)
    report = score_texts(runs, Other(rows.name, rows.texts), listener=listener)
    judged = (
        judge_runs(report, labels, rows) if several else judge_oddity(report.runs[0], rows, wanted)
    )
    scores = keep_scores(workspace, report)
    texts = labelled(rows.texts, judged.predicted, right=rows.labels)
    kept = LabelReport(rows.name, texts, judged=judged, scores=scores)
    return {"labels": keep_labels(workspace, kept)}


def _judge(
    workspace: Workspace,
    classifier: str,
    rows: LabelledTexts,
    listener: Listener,
    *,
    learned: LabelledTexts | None = None,
) -> str:
    made = open_classifier(workspace, classifier)
    found = classify_texts(workspace, made, rows.texts, listener=listener)
    judged = judged_labels(made, found, rows, learned=learned)
    chances = [one.probability for one in found]
    texts = labelled(rows.texts, judged.predicted, right=rows.labels, probabilities=chances)
    count = len(learned.texts) if learned else made.texts
    report = LabelReport(rows.name, texts, judged=judged, classifier=made.id, learned=count)
    return keep_labels(workspace, report)
