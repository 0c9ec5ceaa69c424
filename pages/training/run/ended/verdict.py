"""How good a run became: in words, with a light and two sentences; its scores one click further."""

import streamlit as st

from pages.training.run.snapshot import RunSnapshot, events_of, score_of, specimen
from pages.ui.navigation import link_to
from pages.ui.session import metrics_follower
from pages.ui.text.formatting import count, in_a_row, percent
from pages.ui.text.i18n import _, ngettext, translate
from pages.ui.text.markdown import bold, escape_markdown, strong
from pages.ui.text.run_labels import level_badge
from slm_core.evaluation.coach import Verdict, verdict_of
from slm_core.evaluation.specimen import Specimen
from slm_core.metrics.scores import Score

_SCORES = "train_scores"


def draw_verdict(view: RunSnapshot) -> None:
    """A light, how good it is and what helps now, and a real sentence beside one of its own."""
    verdict = _verdict(view)
    if verdict is None:
        st.markdown(_("It ended before its first validation, so it has no score yet."))
        return
    first, *rest = verdict.plain(ended=view.status.state == "finished")
    words = in_a_row((strong(translate(first)), *map(translate, rest)))
    st.markdown(f"{level_badge(verdict.level)} {words}")
    _draw_specimen(verdict.specimen)


def open_scores() -> None:
    """Open the scores, which stand right below the button that asks for them."""
    st.session_state[_SCORES] = True


def draw_scores(view: RunSnapshot) -> None:
    """Scores of the best weights with what they are compared with; only opened on request."""
    known = {
        _("validation"): view.score,
        _("test"): score_of(view.run, "test"),
    }
    scores = {part: score for part, score in known.items() if score}
    if not scores:
        return
    more = st.expander(_("Final scores"), key=_SCORES, on_change="rerun")
    if not more.open:
        return
    with more:
        verdict = _verdict(view)
        if verdict is not None:
            told = [translate(bold(message, "bits")) for message in verdict.numbers()]
            st.markdown(in_a_row(told))
        _draw_table(scores)
        st.caption(_test_words(view))
        label = _("All scores: with a proof, and where it is good and where not")
        link_to("scores", label, icon=":material/query_stats:", run=view.run.id)


def _verdict(view: RunSnapshot) -> Verdict | None:
    seen = specimen(view.run)
    advice = view.advice
    with metrics_follower(view.run) as follower:
        return verdict_of(
            follower,
            score=view.score,
            facts=view.facts,
            specimen=seen,
            findings=advice.findings if advice else (),
        )


def _draw_specimen(seen: Specimen) -> None:
    if not seen.real or not seen.written:
        return
    pairs = ((_("A sentence of your text"), seen.real), (_("A sentence it wrote"), seen.written))
    for column, (title, sentence) in zip(st.columns(2), pairs, strict=True):
        with column.container(gap="xxsmall"):
            st.caption(title)
            st.markdown(f"“{escape_markdown(sentence)}”")


def _draw_table(scores: dict[str, Score]) -> None:
    st.table(
        {
            _("part"): list(scores),
            _("bits per byte"): [f"{score.bits_per_byte:.3f}" for score in scores.values()],
            _("nats per character"): [f"{s.nats_per_character:.3f}" for s in scores.values()],
            _("nats per token"): [f"{score.loss:.3f}" for score in scores.values()],
            _("right"): [percent(score.accuracy) for score in scores.values()],
            _("perplexity"): [f"{score.perplexity:,.1f}" for score in scores.values()],
            _("tokens predicted"): [count(score.predictions) for score in scores.values()],
        },
        hide_index=True,
        alt=_("Scores of the best weights on all validation text and, if used, the test text"),
    )


def _test_words(view: RunSnapshot) -> str:
    opened = sum(event.kind == "test_opened" for event in events_of(view.run))
    if not opened:
        return _("The test text is unused so far. Each use is counted.")
    return ngettext(
        "The test text has been used once.", "The test text has been used {n} times.", opened
    ).format(n=opened)
