"""Asking for more: the test text, another text, a proof."""

from collections.abc import Sequence

import streamlit as st

from pages.scores.texts import start, text_name
from pages.ui.session import corpora, corpus_names, workspace
from pages.ui.text.formatting import count, duration
from pages.ui.text.i18n import _, ngettext, translate
from pages.ui.text.markdown import escape_markdown
from slm_core.evaluation.evaluate_job import TextToJudge, proof_seconds
from slm_core.evaluation.report import EvaluationReport, times_test_opened
from slm_core.records import Damaged
from slm_core.runs.run import Run


def draw_damaged(damaged: Sequence[Damaged]) -> None:
    """The scores that nobody can read; the others stand."""
    for one in damaged:
        st.warning(escape_markdown(translate(one.reason)))


def draw_ask(run: Run, *, busy: bool) -> None:
    """The buttons, and how often the test text was used."""
    disabled = busy or workspace().is_read_only()
    with st.container(horizontal=True, vertical_alignment="center", key="scores_ask"):
        if st.button(
            _("Score on the test text"),
            icon=":material/lock_open:",
            key="scores_test",
            disabled=disabled,
        ):
            _ask_test(run)
        if st.button(
            _("Score another text"), icon=":material/add:", key="scores_another", disabled=disabled
        ):
            _ask_other(run)
        st.button(
            _("Score the validation text again"),
            icon=":material/refresh:",
            key="scores_again",
            type="tertiary",
            disabled=disabled,
            on_click=start,
            args=(run, TextToJudge("validation")),
        )
    st.caption(_test_words(times_test_opened(run)))


def draw_prove(run: Run, report: EvaluationReport, *, disabled: bool) -> None:
    """The button that asks for a proof of this report; of another text than the run's it has to be
    given again."""
    if report.judged.kind == "other":
        st.caption(
            _("To prove the score of {text}, score it again with a proof.").format(
                text=escape_markdown(text_name(report.judged))
            )
        )
        return
    if st.button(
        _("Prove this score"),
        icon=":material/verified:",
        key="scores_prove",
        disabled=disabled,
        help=_(
            "The model's probabilities compress the text, and the text comes back from that. The "
            "size must be what the score claims. It takes about {time}."
        ).format(time=duration(max(1.0, proof_seconds(report)))),
    ):
        if report.judged.kind == "test":
            _ask_test(run, proven=True)
        else:
            start(run, TextToJudge(report.judged.kind), proven=True)
            st.rerun()


def _test_words(opened: int) -> str:
    if not opened:
        return _("The test text is unused so far. Each use is counted.")
    return ngettext(
        "The test text has been used once.", "The test text has been used {n} times.", opened
    ).format(n=count(opened))


def _ask_test(run: Run, *, proven: bool = False) -> None:
    @st.dialog(_("Score on the test text?"), icon=":material/lock_open:", width="medium")
    def question() -> None:
        st.markdown(
            _(
                "The test text is for one final judgement. Whoever looks at it, changes the "
                "settings and looks again fits the model to it, and its score is worth less each "
                "time. This use is counted and shown."
            )
        )
        st.caption(_test_words(times_test_opened(run)))
        with st.container(horizontal=True, key="scores_test_answers"):
            if st.button(_("Use the test text"), type="primary", key="scores_test_go"):
                start(run, TextToJudge("test"), proven=proven)
                st.rerun()
            if st.button(_("Cancel"), key="scores_test_cancel"):
                st.rerun()

    question()


def _ask_other(run: Run) -> None:
    @st.dialog(_("Score another text"), icon=":material/add:", width="medium")
    def question() -> None:
        st.markdown(
            _(
                "Text of the same field shows what the model is worth elsewhere. It learns nothing "
                "from it."
            )
        )
        own, names = run.config().corpus, corpus_names(workspace())
        others = {one.id: names[one.id] for one in corpora(workspace()) if one.id != own}
        proven = st.checkbox(_("With a proof"), key="scores_other_proven")
        pasted, file, corpus = st.tabs([_("Paste text"), _("A file"), _("Another corpus")])
        with pasted:
            text = st.text_area(_("Text to score"), key="scores_other_text", height=160)
            if st.button(_("Score this text"), type="primary", key="scores_other_go"):
                _begin(run, TextToJudge(text=text or ""), proven=proven)
        with file:
            given = st.file_uploader(_("A file of any format"), key="scores_other_file")
            if given is not None and st.button(
                _("Score this file"), type="primary", key="scores_other_file_go"
            ):
                judged = TextToJudge(data=given.getvalue(), name=given.name)
                _begin(run, judged, proven=proven)
        with corpus:
            if not others:
                st.caption(_("There is no other corpus yet."))
                return
            chosen = st.selectbox(
                _("Corpus"),
                list(others),
                format_func=lambda one: others.get(one, one),
                key="scores_other_corpus",
            )
            if st.button(_("Score this corpus"), type="primary", key="scores_other_corpus_go"):
                _begin(run, TextToJudge(corpus=str(chosen)), proven=proven)

    question()


def _begin(run: Run, judged: TextToJudge, *, proven: bool) -> None:
    start(run, judged, proven=proven)
    st.rerun()
