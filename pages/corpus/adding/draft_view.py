"""The page of a draft: its files, its recipe, what it is enough for, and saving it."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.corpus.adding.draft import CorpusFormDraft
from pages.corpus.adding.files import draw_files
from pages.corpus.adding.save import draw_saving
from pages.corpus.cleaning.editor import draw_recipe
from pages.corpus.cleaning.preview import Preview
from pages.corpus.facts import draw_documents, draw_numbers, draw_verdict
from pages.corpus.pii.question import draw_privacy_question
from pages.ui.text.cleaning_steps import step_title
from pages.ui.text.formatting import count, percent
from pages.ui.text.i18n import _
from pages.ui.text.markdown import escape_markdown
from slm_core.corpus.store import Corpus

_NOTICED = 0.01
"""Share of the characters whose going is told."""
_MUCH = 0.2
"""Share of the documents, or of the characters, whose going is a warning."""


def draw_draft(
    drafted: CorpusFormDraft, parent: Corpus | None, left: DeltaGenerator, right: DeltaGenerator
) -> None:
    """What came in and how it is cleaned on the left, what that is good for on the right."""
    with left:
        draw_files(drafted)
    if not drafted.documents:
        with right, st.container(border=True):
            st.markdown(_("**No text to train on yet.** What was added could not be read."))
        return
    with right:
        draw_privacy_question(drafted)  # beside the buttons that save, where nobody overlooks it
        draw_saving(drafted, parent)
        verdict = st.container()  # filled when it is known what cleaning leaves
    with left:
        shown = draw_recipe(drafted, parent)
        draw_documents(shown.after)
    _draw_worth(drafted, parent, shown, verdict, right)


def _draw_worth(
    drafted: CorpusFormDraft,
    parent: Corpus | None,
    shown: Preview,
    verdict: DeltaGenerator,
    right: DeltaGenerator,
) -> None:
    language, seen = drafted.counted()
    left = round(drafted.characters * shown.kept)
    before = parent.card.counts.characters if parent else 0
    with verdict:
        draw_verdict(before + left, seen)
        _draw_loss(shown)
    with right:
        st.subheader(_("In numbers"), anchor=False)
        draw_numbers(drafted.documents, drafted.characters, language, seen)
        if parent is not None:
            text = _("With “{name}” about {n} characters.")
            st.caption(text.format(name=escape_markdown(parent.card.name), n=count(before + left)))
        elif abs(1 - shown.kept) > _NOTICED:
            text = _("After cleaning about {n} characters, estimated from the sample.")
            if shown.is_whole and len(shown.sample) >= drafted.documents:
                text = _("After cleaning {n} characters.")
            st.caption(text.format(n=count(left)))


def _draw_loss(shown: Preview) -> None:
    """A warning where cleaning leaves out much of what came in, and the step that takes most."""
    if not shown.steps or max(1 - shown.kept, shown.left_out) < _MUCH:
        return
    worst = max(shown.steps, key=lambda step: step.tally.characters_in - step.tally.characters_out)
    text = _(
        "**Cleaning takes much away**: {documents} of the documents and {characters} of the "
        "characters, most of it in the step “{step}”. Look at what goes, or remove that step."
    )
    text = text.format(
        documents=percent(max(0.0, shown.left_out), digits=0),
        characters=percent(1 - shown.kept, digits=0),
        step=escape_markdown(step_title(worst.tally.step)),
    )
    st.markdown(f":orange[:material/warning:] {text}")
