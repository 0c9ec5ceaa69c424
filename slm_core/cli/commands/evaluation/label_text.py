"""What commands say of predicted labels: values for --json, and a table for people."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from slm_core.cli.output.terminal import Answer, padded, say, told
from slm_core.evaluation.classification.labelled_texts import LabelledTexts
from slm_core.messages import Message, as_given, msg, plural

if TYPE_CHECKING:
    from slm_core.evaluation.classification.judge_runs import JudgedLabels

_WIDE = 34  # columns for a label


def label_values(judged: "JudgedLabels") -> Answer:
    """Scores, confusion matrix and floors, as `--json` has them."""
    from slm_core.evaluation.classification.label_floors import beats_words  # noqa: PLC0415 numpy

    scores = judged.scores
    calibration = {} if judged.threshold_only else {"calibration_error": scores.calibration_error}
    return {
        "accuracy": scores.accuracy,
        "precision": scores.precision,
        "recall": scores.recall,
        "f1": scores.f1,
        "roc_auc": scores.area,
        **calibration,
        "floors": asdict(judged.floors),
        **({"networks": asdict(judged.networks)} if judged.networks else {}),
        "verdict": beats_words(scores, judged.floors),
        "labels": [
            {
                "label": one.label,
                "texts": one.texts,
                "precision": one.precision,
                "recall": one.recall,
                "f1": one.f1,
                "roc_auc": one.roc and one.roc.area,
                "roc": one.roc and {"false_alarms": one.roc.false_alarms, "found": one.roc.found},
            }
            for one in scores.by_label
        ],
        "confusion": scores.confusion,
        "predicted": judged.predicted,
    }


def label_text(judged: "JudgedLabels") -> str:
    """The same in words: scores, floors, and a row a label."""
    from slm_core.evaluation.classification.label_floors import beats_words  # noqa: PLC0415 numpy

    scores, floors = judged.scores, judged.floors
    lines: list[str | Message] = [
        plural(
            "{share:.1%} of {n:,} text got the right label; F1 {f1:.3f}, precision {precision:.3f},"
            " recall {recall:.3f}, area under the ROC curve {area:.3f}.",
            "{share:.1%} of {n:,} texts got the right label; F1 {f1:.3f}, precision "
            "{precision:.3f}, recall {recall:.3f}, area under the ROC curve {area:.3f}.",
            n=scores.texts,
            share=scores.accuracy,
            f1=scores.f1,
            precision=scores.precision,
            recall=scores.recall,
            area=scores.area,
        ),
        msg(
            "To beat: naive Bayes over words {accuracy:.1%} (F1 {f1:.3f}), always the most "
            "frequent label {frequent:.1%}.",
            accuracy=floors.naive_bayes.accuracy,
            f1=floors.naive_bayes.f1,
            frequent=floors.commonest.accuracy,
        ),
        beats_words(scores, floors),
        *_alone(judged),
        "",
        _row([msg("label"), msg("texts"), msg("prec."), msg("recall"), msg("F1"), msg("AUC")]),
    ]
    for one in scores.by_label:
        area = f"{one.roc.area:.3f}" if one.roc else "–"
        numbers = [f"{one.texts:,}", f"{one.precision:.3f}", f"{one.recall:.3f}", f"{one.f1:.3f}"]
        lines.append(_row([_short(one.label), *numbers, area]))
    return "\n".join(map(told, lines))


def _alone(judged: "JudgedLabels") -> list[Message]:
    """What a classifier's networks reach by themselves."""
    if judged.networks is None:
        return []
    return [
        msg(
            "The networks alone, without counted words: {accuracy:.1%} (F1 {f1:.3f}).",
            accuracy=judged.networks.accuracy,
            f1=judged.networks.f1,
        )
    ]


def tell_left_out(rows: LabelledTexts) -> None:
    """Say which rows did not come in."""
    if rows.without_label:
        say(
            plural(
                "{n:,} row without a label was left out.",
                "{n:,} rows without a label were left out.",
                n=rows.without_label,
            )
        )
    if rows.without_text:
        say(
            plural(
                "{n:,} row without a text was left out.",
                "{n:,} rows without a text were left out.",
                n=rows.without_text,
            )
        )


def _row(cells: Sequence[str | Message]) -> str:
    first, *rest = cells
    return padded(first, _WIDE) + "".join(f"{told(cell):>10}" for cell in rest)


def _short(label: str) -> Message:
    return as_given(label if len(label) < _WIDE else label[: _WIDE - 2] + "…")
