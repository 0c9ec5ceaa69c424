"""The run that this one is to improve on: both curves in one chart, and what differs."""

import streamlit as st

from pages.charts.chart import Axis
from pages.charts.curves import Curves, Line, curves_chart
from pages.training.run.snapshot import Along, RunSnapshot, curve, load_snapshot
from pages.ui.navigation import link_to
from pages.ui.text.formatting import in_a_row
from pages.ui.text.i18n import _
from pages.ui.text.markdown import escape_markdown
from pages.ui.text.setting_words import change_words
from pages.ui.widgets.choice import choose_one
from slm_core.errors import ArgotError
from slm_core.runs.relations.differences import differing_settings
from slm_core.runs.run import open_run

_HEIGHT = 190


def draw_beside(view: RunSnapshot) -> None:
    """Nothing where the run follows no other, or that one is gone."""
    before = _before(view)
    if before is None:
        return
    with st.container(border=True, key="train_beside", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                "**" + _("Beside the run before") + "** :gray[" + _("bits per byte") + "]",
                width="stretch",
            )
            names: dict[Along, str] = {
                "step": _("steps"),
                "seconds": _("seconds"),
                "tokens": _("tokens"),
            }
            along = choose_one(_("Along"), names, key="beside_along", label_visibility="collapsed")
            link_to(
                "training",
                _("The run before"),
                icon=":material/arrow_back:",
                run=before.run.id,
            )
        curves_chart(
            Curves(
                x=Axis({"tokens": _("tokens read")}.get(along, names[along]), "whole"),
                y=Axis(_("bits per byte"), logarithmic=True),
                lines=[
                    Line(
                        _("this run"),
                        "primary",
                        *curve(view.run, "validation", "bits_per_byte", along=along),
                    ),
                    Line(
                        _("the run before"),
                        "gray",
                        *curve(before.run, "validation", "bits_per_byte", along=along),
                    ),
                ],
                height=_HEIGHT,
            ),
            key="beside_chart",
            alt=_("Bits per byte of this run and of the one before"),
        )
        st.caption(_differences(before, view))


def _before(view: RunSnapshot) -> RunSnapshot | None:
    if not view.config.follows:
        return None
    try:
        return load_snapshot(open_run(view.run.workspace, view.config.follows))
    except (ArgotError, FileNotFoundError):  # deleted, or damaged
        return None


def _differences(before: RunSnapshot, after: RunSnapshot) -> str:
    changed = [
        change_words(change, {})
        for change in differing_settings([before.config, after.config])
        if not change.path.startswith(("corpus", "start."))
    ]
    told = [_("Lower is better.")]
    if before.config.corpus != after.config.corpus:
        told.append(
            _("The texts differ, so the two scores cannot be compared, only the curves' shapes.")
        )
    elif changed:
        settings = escape_markdown(" · ".join(changed))
        told.append(_("What differs: {settings}.").format(settings=settings))
    return in_a_row(told)
