"""What the trials of a sweep show: parallel coordinates, importance, and what each was worth."""

from collections.abc import Sequence

import streamlit as st

from pages.charts.bars import Bar, horizontal_bars
from pages.charts.chart import Axis
from pages.charts.intervals import ValueRow, interval_chart
from pages.charts.parallel import CoordinateAxis, CoordinateLine, parallel_chart
from pages.training.sweep.table import switch_title, trial_title
from pages.ui.text.formatting import count, percent
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import bold, escape_markdown
from pages.ui.widgets.forms import label_of
from slm_core.messages import Message
from slm_core.tuning.ablation import Worth
from slm_core.tuning.importance import FEWEST, importances
from slm_core.tuning.search_space import search_space, values_of
from slm_core.tuning.sweep import Sweep
from slm_core.tuning.trials import Trial
from slm_core.tuning.verdict import worth_message

_STANDS_OUT = 0.02
"""Share of the differences below which a bar would show nothing."""
_FEWEST_LINES = 2
"""Trials of which coordinates are drawn."""


def draw_parallel(sweep: Sweep, trials: Sequence[Trial]) -> None:
    """A line for each trial that has a score; nothing of a single one."""
    scored = [trial for trial in trials if trial.bits is not None]
    if len(scored) < _FEWEST_LINES:
        return
    space = search_space(sweep.base)
    best = min(scored, key=lambda trial: trial.bits or 0.0)
    with st.container(border=True, key="sweep_parallel", gap="xsmall"):
        st.markdown("**" + _("What was tried") + "**")
        parallel_chart(
            [
                CoordinateAxis(
                    each.path,
                    label_of(each.path),
                    each.logarithmic,
                    each.choices,
                    tuple(_(str(choice)) for choice in each.choices),
                )
                for each in space
            ],
            [
                CoordinateLine(
                    trial_title(trial), values_of(trial.config, space), trial.bits or 0.0
                )
                for trial in scored
            ],
            key="sweep_parallel_chart",
            alt=_("Settings of {n} trials; {name} is the best so far").format(
                n=count(len(scored)), name=trial_title(best)
            ),
        )
        st.caption(
            _(
                "Each line is a trial: violet the best, coloured the best third. Where coloured "
                "lines come together, a setting matters."
            )
        )


def draw_importance(sweep: Sweep, trials: Sequence[Trial]) -> None:
    """How much each setting has to do with the scores, as bars; nothing of few trials."""
    found = importances(trials, search_space(sweep.base))
    with st.container(border=True, key="sweep_importance", gap="xsmall"):
        st.markdown("**" + _("Which settings matter") + "**")
        if not found:
            st.caption(_("Shown once {n} trials have come far enough to compare.").format(n=FEWEST))
            return
        if max(found.values()) < _STANDS_OUT:
            st.caption(_("None stands out so far: the scores differ no more than by chance."))
            return
        ranked = sorted(found.items(), key=lambda pair: -pair[1])
        horizontal_bars(
            [Bar(label_of(path), share) for path, share in ranked],
            Axis(_("share of the differences between trials"), "percent"),
            key="sweep_importance_chart",
            alt=_("{setting} matters most: {share} of the differences go with it").format(
                setting=label_of(ranked[0][0]), share=percent(ranked[0][1], digits=0)
            ),
        )
        st.caption(
            _(
                "How much of the differences between the trials' scores goes with each setting "
                "alone, beyond chance. Few trials make it rough."
            )
        )


def draw_worths(found: Sequence[Worth], notes: Sequence[Message]) -> None:
    """What each setting and cleaning step was worth, with its interval."""
    with st.container(border=True, key="ablation_worth", gap="xsmall"):
        st.markdown("**" + _("What each part was worth") + "** :gray[" + _("bits per byte") + "]")
        for note in notes:
            st.caption(escape_markdown(translate(_named(note))))
        if not found:
            st.skeleton(height=220)
            st.caption(_("Shown once the first configurations have ended."))
            return
        interval_chart(
            [
                ValueRow(
                    switch_title(worth.path),
                    worth.gain,
                    worth.interval.low if worth.interval else None,
                    worth.interval.high if worth.interval else None,
                )
                for worth in found
            ],
            Axis(_("bits per byte that are saved with it")),
            key="ablation_chart",
            alt=translate(worth_message(found[0])),
        )
        st.caption(
            _(
                "Right of the line it helps, left of it, in red, it harms; grey where the 95 % "
                "interval over seeds holds no difference, too."
            )
        )
        for worth in found:
            st.markdown(translate(bold(_named(worth_message(worth)), "path")))


def _named(message: Message) -> Message:
    """With the name of what was switched off in place of its path."""
    path = message.values.get("path")
    if not isinstance(path, str):
        return message
    return message.with_values({**message.values, "path": switch_title(path)})
