"""How much of what it writes is copied from its training text, with the copies themselves."""

import streamlit as st

from pages.ui.navigation import go_to
from pages.ui.text.formatting import in_a_row
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown, muted, strong
from slm_core.corpus.text.word_boundary import last_words
from slm_core.evaluation.memorisation.records import Copy, Light
from slm_core.evaluation.report import EvaluationReport
from slm_core.evaluation.summary import canary_words, copy_words
from slm_core.runs.run import Run


def draw_copies(run: Run, report: EvaluationReport) -> None:
    """The light with its reason, and one click further what was copied from where."""
    found = report.memorisation
    if found is None:
        return
    with st.container(border=True, gap="xsmall", key="scores_copies"):
        st.markdown(strong(_("Does it repeat its training text?")))
        st.markdown(f"{_copies_badge(found.light_of_copies)} {translate(copy_words(found))}")
        if found.canary is not None:
            told = in_a_row(translate(message) for message in canary_words(found.canary))
            st.markdown(f"{light_badge(found.canary.light)} {escape_markdown(told)}")
        else:
            _draw_plant(run)
        shown = found.copies or found.nearest
        title = _("The longest copies") if found.copies else _("What is nearest in it")
        if shown:
            with st.expander(title, key="scores_copied"):
                for copy in shown:
                    _draw_copy(copy)


def _draw_plant(run: Run) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="scores_plant_row"):
        st.caption(
            _("A harder test: a made-up secret in the training text, and whether it is remembered.")
        )
        if st.button(
            _("Train again with a secret"),
            icon=":material/visibility_lock:",
            type="tertiary",
            key="scores_plant",
        ):
            go_to("training", like=run.id, canaries="1")


def _copies_badge(light: Light) -> str:
    """Beside what real text shares, which may be much."""
    if light == "green":
        return ":green-badge[:material/check_circle: " + _("Hardly more than real text") + "]"
    return light_badge(light)


def light_badge(light: Light) -> str:
    """The light in words."""
    return {
        "green": ":green-badge[:material/check_circle: " + _("Hardly") + "]",
        "amber": ":orange-badge[:material/contrast: " + _("Some") + "]",
        "red": ":red-badge[:material/warning: " + _("Much") + "]",
    }[light]


def _draw_copy(copy: Copy) -> None:
    span = copy.span
    passage = copy.written[span.start : span.start + span.length]
    st.caption(
        _("It wrote, after “{prompt}”:").format(
            prompt=escape_markdown(last_words(" ".join(copy.prompt.split()), 40))
        )
    )
    _draw_within(copy.written[: span.start], passage, copy.written[span.start + span.length :])
    st.caption(_("In the training text:"))
    _draw_within("… " + span.before if span.before else "", passage, span.after + " …")


def _draw_within(before: str, passage: str, after: str) -> None:
    middle = escape_markdown(" ".join(passage.split()))
    parts = [muted(" ".join(before.split())), f"**{middle}**", muted(" ".join(after.split()))]
    st.markdown("> " + " ".join(part for part in parts if part.strip()))
