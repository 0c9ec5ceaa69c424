"""A run that is not training: its outcome, what was saved, and what to do next."""

import streamlit as st

from pages.training.run.beside import draw_beside
from pages.training.run.controls import draw_duplicate
from pages.training.run.details import draw_log, draw_more
from pages.training.run.ended.ablate import draw_ablate
from pages.training.run.ended.before_after import draw_before_after
from pages.training.run.ended.coach import draw_coach
from pages.training.run.ended.overlap import compare_parts
from pages.training.run.ended.resume import PROBLEM, draw_extend, draw_resume, has_corpus
from pages.training.run.ended.verdict import draw_scores, draw_verdict, open_scores
from pages.training.run.header import draw_head
from pages.training.run.metrics import draw_numbers
from pages.training.run.record import draw_record
from pages.training.run.snapshot import RunSnapshot, reload_or_rerun
from pages.ui.damage import in_sentences
from pages.ui.navigation import go_to
from pages.ui.text.formatting import count, moment
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.delete_dialog import ask_before_deleting
from pages.ui.widgets.report_panel import draw_report
from slm_core.runs.launching.create import delete_run
from slm_core.runs.launching.recovery import why_interrupted
from slm_core.runs.run import Run
from slm_core.training.checkpoints.checkpoint_paths import newest_step

_EVERY = 10.0
"""Seconds between two looks whether somebody took the run up again."""


def show_after(run: Run) -> None:
    """Draw the run as it ended, once: nothing here changes by itself, until it goes on."""
    # In a block, as a live run is in its fragment's: else the two heads are mixed for a moment.
    with st.container():
        _draw_after(run)


def _draw_after(run: Run) -> None:
    view = reload_or_rerun(run)
    compare_parts(view)  # before anything is drawn: else two heads are seen meanwhile
    draw_head(view)
    problem = st.session_state.pop(PROBLEM, None)
    if problem:
        st.error(escape_markdown(translate(problem)))
    with st.container(border=True, key="train_outcome"):
        _draw_outcome(view)
        _draw_ways_on(view)
        draw_scores(view)
    in_sentences(draw_coach)(view)
    if view.status.step:
        draw_numbers(view)
        in_sentences(draw_beside)(view)
        in_sentences(draw_before_after)(view)
        st.fragment(in_sentences(_draw_record))(run)
    else:
        st.fragment(in_sentences(_draw_more_only))(run)
    # Last, so that the head stands where that of a live run does: else both are seen for a moment.
    st.fragment(in_sentences(_watch), run_every=_EVERY)(run)


def _watch(run: Run) -> None:
    """Begin the page anew when somebody took the run up again, in another window or a terminal."""
    if not reload_or_rerun(run).status.is_over:
        st.rerun()


def _draw_record(run: Run) -> None:
    """Curves, text and details; a control in here draws no more than these again."""
    view = reload_or_rerun(run)
    draw_more(view, draw_record(view))


def _draw_more_only(run: Run) -> None:
    draw_more(reload_or_rerun(run), None)


def _draw_outcome(view: RunSnapshot) -> None:
    status = view.status
    if status.state == "failed":
        st.error(
            escape_markdown(translate(status.error))
            or _("The trainer ended without an error message.")
        )
        st.markdown(_safe_words(view))
        log = st.expander(
            _("Log of the trainer"), icon=":material/terminal:", key="train_log", on_change="rerun"
        )
        if log.open:
            with log:
                draw_log(view)
    elif status.state == "interrupted":
        why = escape_markdown(translate(why_interrupted(view.run)))
        st.markdown(f"{why} {_safe_words(view)}")
        if status.error is not None:  # its status.json is damaged
            st.error(escape_markdown(translate(status.error)))
    elif not status.step:
        st.markdown(_("It was stopped before its first step, so there is no model yet."))
    else:
        draw_verdict(view)


def _safe_words(view: RunSnapshot) -> str:
    kept = newest_step(view.run.folder)
    if kept is None:
        return _("No checkpoint was written yet, so it starts over. Its settings are kept.")
    return _(
        "Saved: the model up to step {kept}. Resuming continues from there; what came after it is "
        "trained again."
    ).format(kept=count(kept))


def _draw_ways_on(view: RunSnapshot) -> None:
    state, kept = view.status.state, newest_step(view.run.folder) is not None
    taken_up = state in ("interrupted", "failed", "stopped")
    with st.container(horizontal=True, key="train_ways"):
        if kept and state in ("finished", "stopped"):
            _draw_write(view)
        if taken_up and has_corpus(view):
            draw_resume(view)
        if kept and state in ("failed", "interrupted"):
            _draw_write(view)
        if kept and state in ("finished", "stopped"):
            st.button(
                _("See the scores"),
                icon=":material/query_stats:",
                key="train_see_scores",
                on_click=open_scores,
            )
            if has_corpus(view):
                draw_extend(view)
            _draw_fine_tune(view)
            if has_corpus(view):
                draw_ablate(view)
        draw_duplicate(view)
        if view.status.step:
            draw_report([view.run.id], key="train_report")
        st.space("stretch")
        if st.button(_("Delete"), icon=":material/delete:", type="tertiary", key="train_delete"):
            _confirm_delete(view)
    if not has_corpus(view):
        st.caption(
            _(
                "The corpus it was trained on was deleted, so it cannot be trained longer; a "
                "new run on another text can start with its model."
            )
        )


def _draw_write(view: RunSnapshot) -> None:
    ended = view.status.state in ("finished", "stopped")
    kind = "primary" if ended else "secondary"
    if st.button(_("Write with it"), icon=":material/edit_note:", type=kind, key="train_write"):
        go_to("writing", run=view.run.id)


def _draw_fine_tune(view: RunSnapshot) -> None:
    if st.button(
        _("Fine-tune"),
        icon=":material/alt_route:",
        key="train_fine_tune",
        help=_("Train its model further on another text."),
    ):
        go_to("training", start=view.run.id)


def _confirm_delete(view: RunSnapshot) -> None:
    def draw_what() -> bool:
        # With its time and score: runs of one text are often called the same.
        name = escape_markdown(f"{view.title} · {moment(view.status.asked)}")
        if view.score:
            name += f" · {view.score.bits_per_byte:.3f} " + _("bits per byte")
        st.markdown(
            _(
                "**{name}**: its model, its checkpoints, its curves and what it wrote are "
                "deleted for good. The corpus stays."
            ).format(name=name)
        )
        return True

    ask_before_deleting(
        _("Delete this run?"),
        draw_what,
        lambda: delete_run(view.run),
        key="train_delete",
        leads_to="training",
    )
