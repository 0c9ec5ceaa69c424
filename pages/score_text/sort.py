"""Sorting texts by label: worked examples, a classifier trained from a table, texts labelled."""

from collections.abc import Callable

import streamlit as st

from pages.ui.run_index import RunSummary, run_titles
from pages.ui.session import workspace
from pages.ui.text.formatting import in_a_row
from pages.ui.text.i18n import _, ngettext, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.forms import draw_minutes
from pages.ui.widgets.problem import keep_problem
from slm_core.errors import ArgotError
from slm_core.evaluation.classification.classifier import Classifier, list_classifiers
from slm_core.evaluation.classification.jobs.classify_job import (
    MINUTES,
    ExampleName,
    LabelTable,
    example_job,
    judge_runs_job,
    label_job,
    train_classifier_job,
)
from slm_core.messages import Message, msg

EXAMPLES: dict[ExampleName, tuple[Message, Message]] = {
    "unusual_memos": (
        msg("Find unusual credit memos"),
        msg(
            "A model learns the sample corpus Credit memos. Then it reads 160 new memos and 24 "
            "strange ones, and its threshold says which are odd. It has seen no strange one before."
        ),
    ),
    "fault_notes": (
        msg("Send fault notes to the right crew"),
        msg(
            "Six models, one a crew, learn 175 fault notes of the plant in the sample corpus "
            "Maintenance logs. Then they label 105 notes in words they have not read."
        ),
    ),
}
"""What each worked example is called, and what happens in it."""


def draw_examples(*, busy: bool) -> None:
    """Both examples, a click each."""
    st.markdown("**" + _("Two worked examples") + "**")
    for column, (name, (title, about)) in zip(st.columns(2), EXAMPLES.items(), strict=True):
        with column.container(border=True, key=f"score_text_example_{name}"):
            st.markdown("**" + translate(title) + "**")
            minutes = ngettext(
                "{n} minute of training.", "{n} minutes of training.", round(MINUTES[name])
            ).format(n=round(MINUTES[name]))
            st.caption(in_a_row([translate(about), minutes]))
            disabled = busy or workspace().is_read_only()
            if st.button(
                _("Work this example"),
                icon=":material/play_arrow:",
                key=f"score_text_work_{name}",
                disabled=disabled,
            ):
                _start(lambda name=name: example_job(workspace(), name))


def draw_sort(runs: dict[str, RunSummary], *, busy: bool) -> None:
    """The three things that labels are for."""
    made = list_classifiers(workspace())
    train, label, judge = st.tabs(
        [_("Train a classifier"), _("Label texts"), _("Judge models by labels")]
    )
    disabled = busy or workspace().is_read_only()
    with train:
        _draw_train(disabled=disabled)
    with label:
        _draw_label(made, disabled=disabled)
    with judge:
        _draw_judge(runs, disabled=disabled)


def _draw_train(*, disabled: bool) -> None:
    st.caption(
        _(
            "One model learns each label of a table; a text gets the label whose model finds it "
            "most natural. Each label needs eight texts or more."
        )
    )
    table = _draw_table("learn", _("A table with texts and labels"), label=True)
    with st.expander(_("Other texts to judge by"), key="score_text_test"):
        st.caption(_("Without such a table a tenth of the texts is kept back to judge by."))
        test = _draw_upload("tested", _("A table with columns of the same names"))
    minutes, problem = draw_minutes("score_text_minutes")
    if problem:
        st.error(escape_markdown(translate(problem)))
    if st.button(
        _("Train the classifier"),
        type="primary",
        key="score_text_train_go",
        disabled=disabled or table is None or bool(problem),
    ):
        learned = table or LabelTable(b"", "")
        _start(lambda: train_classifier_job(workspace(), learned, minutes=minutes, test=test))


def _draw_label(made: list[Classifier], *, disabled: bool) -> None:
    if not made:
        st.caption(_("No classifier has been trained yet. Train one from a table first."))
        return
    names = {one.id: one for one in made}
    chosen = st.selectbox(
        _("Classifier"),
        list(names),
        format_func=lambda one: _classifier_title(names[one]) if one in names else one,
        key="score_text_classifier",
    )
    table = _draw_table("label", _("A file of any format"), label=False)
    if st.button(
        _("Label these texts"),
        type="primary",
        key="score_text_label_go",
        disabled=disabled or table is None or chosen is None,
    ):
        texts = table or LabelTable(b"", "")
        _start(lambda: label_job(workspace(), str(chosen), texts))


def _draw_judge(runs: dict[str, RunSummary], *, disabled: bool) -> None:
    st.caption(
        _(
            "One model: its threshold is to find the texts with one label. Several: each stands "
            "for the label that its name ends with."
        )
    )
    titles = run_titles(list(runs.values()))
    chosen = st.multiselect(
        _("Models to judge"),
        list(runs),
        format_func=lambda run: titles.get(run, run),
        key="score_text_judged_runs",
    )
    table = _draw_table("judge", _("A table with texts and labels"), label=True)
    odd = st.text_input(
        _("Label of the odd texts"),
        key="score_text_judge_odd",
        placeholder=_("the rarer of two"),
        help=_("For one model: which label its threshold is to find."),
        persist_state="session",
        disabled=len(chosen) > 1,
    )
    if st.button(
        _("Judge these models"),
        type="primary",
        key="score_text_judge_go",
        disabled=disabled or table is None or not chosen,
    ):
        texts = table or LabelTable(b"", "")
        _start(lambda: judge_runs_job(workspace(), chosen, texts, odd=odd or ""))


def _draw_table(name: str, title: str, *, label: bool) -> LabelTable | None:
    """An upload and the names of its columns."""
    given = _draw_upload(name, title)
    left, right = st.columns(2)
    column = left.text_input(
        _("Column with the labels") if label else _("Column with the right labels, if known"),
        key=f"score_text_{name}_column",
        persist_state="session",
    )
    text = right.text_input(
        _("Column with the texts"),
        key=f"score_text_{name}_text",
        placeholder=_("the one with the most text"),
        persist_state="session",
    )
    if given is None:
        return None
    return LabelTable(given.data, given.name, column or "", text or "")


def _draw_upload(name: str, title: str) -> LabelTable | None:
    given = st.file_uploader(title, key=f"score_text_{name}_file")
    return None if given is None else LabelTable(given.getvalue(), given.name)


def _classifier_title(one: Classifier) -> str:
    labels = ", ".join(one.labels[:4]) + (", …" if len(one.labels) > 4 else "")
    return f"{one.name} · {labels}"


def _start(ask: Callable[[], object]) -> None:
    """Ask for the work; what speaks against it is kept for the page to say."""
    try:
        ask()
    except ArgotError as error:
        keep_problem("score_text", error.message)
    st.rerun()
