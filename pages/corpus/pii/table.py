"""The table of personal data to review: ticked values will be masked."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.corpus.pii.decisions import kind_names
from pages.ui.text.i18n import _
from slm_core.corpus.cleaning.mask_choice import MaskChoice
from slm_core.corpus.pii.entity import EntityType
from slm_core.corpus.pii.mask import MaskLanguage, label, same_shape
from slm_core.corpus.pii.review import ReviewedValue
from slm_core.corpus.text.word_boundary import last_words

_FEW, _HEIGHT = 12, 455
"""Rows up to which the table is as high as they are, and pixels of a longer one."""
_SHOWN_BEFORE = 18
"""Characters before a finding in its row."""


def draw_found(
    found: Sequence[ReviewedValue], choice: MaskChoice, *, revealed: bool, labels: MaskLanguage
) -> None:
    """The rows; a tick taken away lands in `choice` at once."""
    key = f"privacy_rows_{hash((choice.corpus, choice.kinds, choice.names, revealed)):x}"
    st.data_editor(
        pd.DataFrame([_row(one, choice, revealed=revealed, labels=labels) for one in found]),
        hide_index=True,
        height="content" if len(found) <= _FEW else _HEIGHT,
        key=key,
        disabled=["kind", "value", "times", "where", "sure", "context"],
        on_change=_ticked,
        args=(key, choice, [(one.kind, one.text) for one in found]),
        column_config={
            "mask": st.column_config.CheckboxColumn(
                _("Mask"), width="small", help=_("Untick what may stay.")
            ),
            "kind": st.column_config.TextColumn(_("Kind")),
            "value": st.column_config.TextColumn(_("Found")),
            "times": st.column_config.NumberColumn(_("Times"), format="localized"),
            "where": st.column_config.NumberColumn(
                _("In document"),
                format="localized",
                help=_("The first document it occurs in, counted from 1."),
            ),
            "sure": st.column_config.TextColumn(
                _("Confidence"),
                help=_(
                    "Certain: its check digit is valid, or a label says what it is. Likely: "
                    "only its form fits."
                ),
            ),
            "context": st.column_config.TextColumn(_("In context"), width="large"),
        },
    )


def _row(
    one: ReviewedValue, choice: MaskChoice, *, revealed: bool, labels: MaskLanguage
) -> dict[str, object]:
    value = one.text if revealed else same_shape(one.text)
    here = value if revealed else label(one.kind, labels)
    return {
        "mask": (one.kind, one.text) not in choice.kept,
        "kind": kind_names()[one.kind],
        "value": value,
        "times": one.times,
        "where": one.document + 1,
        "sure": _("certain") if one.certainty == "certain" else _("likely"),
        "context": f"… {_end_of(one.before)}{here}{one.after} …",
    }


def _end_of(before: str) -> str:
    """The last words of what stands before it: the cell is cut at its end, and shows it first."""
    return last_words(before.lstrip(), _SHOWN_BEFORE)


def _ticked(key: str, choice: MaskChoice, values: Sequence[tuple[EntityType, str]]) -> None:
    for place, changes in st.session_state[key].get("edited_rows", {}).items():
        if "mask" not in changes or not 0 <= int(place) < len(values):
            continue
        if changes["mask"]:
            choice.kept.discard(values[int(place)])
        else:
            choice.kept.add(values[int(place)])
