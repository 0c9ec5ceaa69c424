"""Two worked examples on the sample corpora, from training to figures: unusual credit memos are
found, and fault notes get the crew they are for. Loads torch when it runs."""

from collections.abc import Callable
from dataclasses import replace

from slm_core.corpus.samples import SAMPLES, add_sample
from slm_core.corpus.split import SplitSettings
from slm_core.errors import SettingsError
from slm_core.evaluation.classification.classify import classify_texts, judged_labels
from slm_core.evaluation.classification.jobs.kept_labels import (
    LabelReport,
    keep_labels,
    labelled,
)
from slm_core.evaluation.classification.judge_runs import judge_oddity, odd_label
from slm_core.evaluation.classification.labelled_texts import LabelledTexts, read_labelled
from slm_core.evaluation.classification.train_classifier import train_classifier
from slm_core.evaluation.classification.training_plan import TrainingRequest, plan_training
from slm_core.evaluation.classification.wait_for_runs import wait_for
from slm_core.evaluation.listener import Listener
from slm_core.evaluation.surprisal.kept_scores import keep_scores
from slm_core.evaluation.texts.other_text import Other
from slm_core.hardware.machine import describe_machine
from slm_core.messages import Message, msg
from slm_core.runs.launching.create import start_run
from slm_core.runs.planning.presets import recommend
from slm_core.runs.run import Run
from slm_core.training.settings import BudgetSettings
from slm_core.workspace import Workspace

_SPLIT = SplitSettings(train=85, validation=15, test=0)
"""Of the memos: a threshold wants some sixty that were held out."""

_ALARMS = 0.1
"""Of the memos' threshold. One memo of the corpus in fifteen is written by hand and surprises a
model of the others: with 0.05 the threshold stood among those, and found 7 of 24 unusual ones."""

Example = Callable[[Workspace, float, Listener], LabelReport]


def work_example(workspace: Workspace, name: str, minutes: float, listener: Listener) -> str:
    """Train, label and judge one of `EXAMPLES` in so many minutes of training; the id of its
    report. Raises SettingsError where there is none of that name, RunError, StoppedError."""
    made = _WORK.get(name)
    if made is None:
        raise SettingsError(
            msg("There is no example {name!r}. Choose one of {names}.", name=name, names=_names())
        )
    BudgetSettings(minutes=minutes)
    return keep_labels(workspace, replace(made(workspace, minutes, listener), example=name))


def unusual_memos(workspace: Workspace, minutes: float, listener: Listener) -> LabelReport:
    """A run on the sample corpus of memos, which has seen no unusual one; its threshold is tried
    on memos of which some are."""
    from slm_core.evaluation.surprisal.score_texts import score_texts  # noqa: PLC0415 loads torch

    rows = _rows("credit_memos.csv", label="kind", text="memo")
    corpus = add_sample(workspace, "credit_memos")
    config = recommend(corpus.card, minutes=minutes, machine=describe_machine())
    budget = BudgetSettings(minutes=minutes)
    config = replace(
        config, corpus=corpus.id, name=corpus.card.name, budget=budget, split=_SPLIT, preset=""
    )
    run = start_run(workspace, config)
    wait_for([run], listener, lambda: _share_told(run))
    other = Other(rows.name, rows.texts)
    report = score_texts([run], other, false_alarms=_ALARMS, listener=listener)
    scores = keep_scores(workspace, report)
    judged = judge_oddity(report.runs[0], rows, odd_label(rows, None))
    texts = labelled(rows.texts, judged.predicted, right=rows.labels)
    return LabelReport(
        rows.name, texts, judged=judged, scores=scores, learned=corpus.card.counts.documents
    )


def fault_notes(workspace: Workspace, minutes: float, listener: Listener) -> LabelReport:
    """A classifier of the notes' crews, tried on notes in other words."""
    rows = _rows("fault_notes.csv", label="crew", text="note")
    test = _rows("fault_notes_test.csv", label="crew", text="note")
    plan = plan_training(workspace, TrainingRequest(rows, "fault_notes", minutes))
    made = train_classifier(workspace, plan, listener=listener).classifier
    found = classify_texts(workspace, made, test.texts, listener=listener)
    judged = judged_labels(made, found, test, learned=rows)
    chances = [one.probability for one in found]
    texts = labelled(test.texts, judged.predicted, right=test.labels, probabilities=chances)
    learned = len(rows.texts)
    return LabelReport(test.name, texts, judged=judged, classifier=made.id, learned=learned)


_WORK: dict[str, Example] = {"unusual_memos": unusual_memos, "fault_notes": fault_notes}


def _rows(file: str, *, label: str, text: str) -> LabelledTexts:
    return read_labelled(SAMPLES / "examples" / file, label=label, text=text)


def _names() -> str:
    return ", ".join(_WORK)


def _share_told(run: Run) -> Message:
    percent = 5 * int(20 * run.status().fraction)
    return msg("training a model of the memos, {percent} %", percent=percent)
