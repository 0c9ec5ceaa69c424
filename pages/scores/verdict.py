"""How good it is, in words and with a light: the first thing to read."""

import streamlit as st

from pages.scores.ask import draw_prove
from pages.scores.texts import made_when, text_name
from pages.ui.session import metrics_follower, workspace
from pages.ui.text.formatting import count, in_a_row, percent
from pages.ui.text.i18n import _, ngettext, translate
from pages.ui.text.markdown import escape_markdown, strong
from pages.ui.text.run_labels import level_badge
from slm_core.evaluation.coach import Level, verdict_of
from slm_core.evaluation.coaching.finding import Finding
from slm_core.evaluation.coaching.text_rules import known_leak
from slm_core.evaluation.report import EvaluationReport, Proof
from slm_core.evaluation.specimen import specimen_of
from slm_core.evaluation.summary import (
    TOO_SHORT,
    against_counting,
    head_of,
    is_too_short,
    level_of,
    proof_words,
    unknown_words,
)
from slm_core.messages import Message
from slm_core.runs.run import Run


def draw_verdict(run: Run, report: EvaluationReport, *, busy: bool) -> None:
    """A light, a plain sentence, what it was judged on, and whether that is proven; `busy` while
    another score of the run is being made."""
    leak = known_leak(run) if report.judged.kind == "validation" else None
    level, head = _head(run, report, leak)
    found = report.evaluation
    with st.container(border=True, key="scores_verdict"):
        words = [] if head is None else [strong(translate(head))]
        words.append(
            _("Its first guess is right {right} of the time.").format(
                right=percent(found.score.accuracy, digits=0)
            )
        )
        if found.floors is not None:
            words.append(translate(against_counting(found.score.bits_per_byte, found.floors)))
        badge = "" if level is None else f"{level_badge(level)} "
        st.markdown(badge + in_a_row(words))
        st.caption(in_a_row((_judged_words(report, leak), made_when(report))))
        if leak is not None:
            st.warning(escape_markdown(translate(leak.sentence)))
        if report.without_floors is not None:
            st.caption(escape_markdown(translate(report.without_floors)))
        if (unknown := unknown_words(found)) is not None:
            st.warning(escape_markdown(translate(unknown)))
        if report.proof is None:
            draw_prove(run, report, disabled=busy or workspace().is_read_only())
        else:
            _draw_proof(report.proof)


def _head(
    run: Run, report: EvaluationReport, leak: Finding | None
) -> tuple[Level | None, Message | None]:
    """As the run's own page judges it, where that is of the same text."""
    facts = run.facts()
    if is_too_short(report.evaluation):
        return None, TOO_SHORT
    if report.judged.kind == "validation" and facts is not None:
        with metrics_follower(run) as follower:
            verdict = verdict_of(
                follower,
                score=report.evaluation.score,
                facts=facts,
                specimen=specimen_of(run),
                findings=[leak] if leak else [],
            )
        if verdict is not None:
            return verdict.level, verdict.plain(ended=run.status().is_over)[0]
    level = level_of(report)
    return level, None if level is None else head_of(level)


def _judged_words(report: EvaluationReport, leak: Finding | None) -> str:
    found = report.evaluation
    documents = ngettext("{n} document", "{n} documents", found.documents).format(
        n=count(found.documents)
    )
    unseen = (
        _("{name}, {n} characters in {documents}, never trained on.")
        if leak is None
        else _("{name}: {n} characters in {documents}.")
    )
    template = {
        "validation": unseen,
        "test": _("{name}, {n} characters in {documents}, never trained on."),
        "train": _("{name}, {n} characters in {documents}: it learned from these."),
        "other": _("{name}: {n} characters in {documents}."),
    }[report.judged.kind]
    return template.format(
        name=escape_markdown(text_name(report.judged)),
        n=count(found.characters),
        documents=documents,
    )


def _draw_proof(proof: Proof) -> None:
    size = count((proof.compressed_bits + 7) // 8)
    if proof.holds:
        label = _("Proof: compressed to {n} bytes and back").format(n=size)
        icon = ":material/verified:"
    else:
        label, icon = _("The proof failed"), ":material/error:"
    with st.popover(label, icon=icon, type="tertiary", key="scores_proof"):
        for message in proof_words(proof):
            st.markdown(escape_markdown(translate(message)))
        st.caption(
            _(
                "An arithmetic coder, driven by the model's probabilities alone, wrote the text "
                "token by token, words that the model does not know letter by letter. A decoder "
                "with the same model read it back. A score that claims too little cannot pass: "
                "the text would not fit."
            )
        )
