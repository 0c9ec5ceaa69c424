"""Details of a run for experts: more curves, its settings, its log."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import streamlit as st

from pages.charts.chart import Axis
from pages.charts.curves import Curves, Line, curves_chart
from pages.training.run.curves import ChartOptions, axis_along, to_x_axis
from pages.training.run.events import sentence_of
from pages.training.run.snapshot import Kind, RunSnapshot, events_of
from pages.ui.text.formatting import count, percent
from pages.ui.text.i18n import _
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.choice import choose_one
from pages.ui.widgets.forms import choice_of, label_of, shown_value
from pages.ui.widgets.glossary import draw_glossary
from slm_core.runs.config import SECTIONS
from slm_core.runs.run import Event
from slm_core.settings_schema import FieldInfo, fields_of

_HEIGHT = 150
_LINES = 12
"""Lines of a log from which it scrolls."""


def draw_more(view: RunSnapshot, lens: ChartOptions | None) -> None:
    """An expander; what is in it is read and sent only while it is open."""
    title = _("Learning rate, gradient norm, perplexity, speed · settings · log")
    more = st.expander(title, key="train_more", on_change="rerun")
    if not more.open:
        return
    with more:
        parts = ({"curves": _("Curves")} if lens else {}) | {
            "settings": _("Settings"),
            "glossary": _("Glossary"),
            "events": _("What happened"),
            "log": _("Log"),
        }
        part = choose_one(_("Show"), parts, key="train_more_part", label_visibility="collapsed")
        if part == "settings":
            _draw_settings(view)
        elif part == "glossary":
            st.caption(_("For what this model writes, beside the glossary of its corpus."))
            draw_glossary(view.run.folder, page="train", place=view.run.id)
        elif part == "events":
            _draw_events(events_of(view.run))
        elif part == "log":
            draw_log(view)
        elif lens:
            _draw_curves(view, lens)


def _draw_curves(view: RunSnapshot, lens: ChartOptions) -> None:
    wanted: list[tuple[Kind, str, str, str]] = [
        ("validation", "perplexity", _("Perplexity"), _("equally likely tokens to choose from")),
        ("validation", "bits_per_byte", _("Bits per byte"), _("bits")),
        ("train", "learning_rate", _("Learning rate"), _("size of a step")),
        ("train", "gradient_norm", _("Gradient norm"), _("before clipping")),
        ("train", "tokens_per_second", _("Speed"), _("tokens a second")),
    ]
    with st.grid(3, key="train_more_grid") as grid:
        for kind, column, title, unit in wanted:
            with grid.cell():
                st.markdown(f"**{title}** :gray[{unit}]")
                # Nothing is noisy about a learning rate, so nothing may be smoothed away.
                seen = replace(lens, smooth=False) if column == "learning_rate" else lens
                xs, ys = to_x_axis(view, kind, column, seen)
                name = _("validation set") if kind == "validation" else _("training set")
                colour = "primary" if kind == "validation" else "gray"
                curves_chart(
                    Curves(
                        x=axis_along(lens),
                        y=Axis(title),
                        lines=[Line(name, colour, xs, ys)],
                        height=_HEIGHT,
                        legend=False,
                    ),
                    key=f"train_{column}_chart",
                    alt=_("{title} along {along}").format(
                        title=title, along=axis_along(lens).title
                    ),
                )


def _draw_settings(view: RunSnapshot) -> None:
    facts = view.facts
    if facts:
        words = [
            _("{n} parameters").format(n=count(facts.parameters)),
            _("vocabulary of {n}").format(n=count(facts.vocabulary_size)),
            _("{n} training tokens").format(n=count(facts.train_tokens)),
            _("{share} of validation tokens unknown").format(share=percent(facts.unknown_share)),
            _("{n} threads on {device}").format(n=facts.threads, device=facts.device),
        ]
        st.caption(" · ".join(words))
    rows = [
        (info, _shown(info, getattr(getattr(view.config, section), name)))
        for section in SECTIONS
        for name, info in fields_of(type(getattr(view.config, section))).items()
    ]
    half = (len(rows) + 1) // 2
    for column, part in zip(st.columns(2), (rows[:half], rows[half:]), strict=True):
        column.table(
            {
                _("setting"): [f"{label_of(info.path)} `{info.path}`" for info, _value in part],
                _("value"): [value for _info, value in part],
            },
            alt=_("Settings of this run"),
            hide_index=True,
        )


def _shown(info: FieldInfo, value: object) -> str:
    """A setting's value as Markdown: a choice by its name, a text letter by letter."""
    if info.choices and isinstance(value, str):
        return choice_of(value)
    return count(value) if type(value) is int else escape_markdown(shown_value(value))


def _draw_events(events: Sequence[Event]) -> None:
    if not events:
        st.caption(_("Nothing has happened yet."))
        return
    st.table(
        {
            _("when"): [
                f"{datetime.fromtimestamp(event.time):%Y-%m-%d %H:%M:%S}" for event in events
            ],
            _("step"): [count(event.step) for event in events],
            _("what"): [sentence_of(event) for event in events],
        },
        hide_index=True,
        alt=_("What happened to this run, oldest first"),
    )


def draw_log(view: RunSnapshot) -> None:
    """The end of what the trainer printed."""
    log = view.run.log_tail()
    if log:
        short = log.count("\n") < _LINES
        height = "content" if short else 320
        st.code(log, language=None, height=height, wrap_lines=True)
    else:
        st.caption(_("The trainer has written nothing to its log yet."))
