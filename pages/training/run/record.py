"""Curves at the left, what the model writes at the right: all of it seen at once, where it fits."""

import streamlit as st

from pages.training.run.curves import ChartOptions, draw_curves
from pages.training.run.samples import draw_text
from pages.training.run.snapshot import RunSnapshot


def draw_record(view: RunSnapshot) -> ChartOptions:
    """Both, and how somebody wants to see the curves, in which the step of the text is marked."""
    left, right = st.columns([5, 4], gap="small")
    with right:
        cursor = draw_text(view)
    with left:
        return draw_curves(view, cursor=cursor)
