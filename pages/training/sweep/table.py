"""The trials of a sweep as a table whose rows open them, the best first."""

import math
from collections.abc import Sequence

from pages.ui.text.cleaning_steps import step_title
from pages.ui.text.formatting import duration
from pages.ui.text.i18n import _
from pages.ui.text.run_labels import state_label
from pages.ui.widgets.forms import label_of
from pages.ui.widgets.tables import Cell, LinkedRow, RowColumn, RowTarget, draw_linked_rows
from slm_core.tuning.cleaning.switches import is_cleaning, step_of
from slm_core.tuning.search_space import search_space, values_of
from slm_core.tuning.sweep import Sweep
from slm_core.tuning.trials import PRESET, Trial


def draw_trials(sweep: Sweep, trials: Sequence[Trial]) -> None:
    """Name, state, score, time and settings of each."""
    space = search_space(sweep.base) if sweep.kind == "sweep" else ()
    columns = [
        RowColumn(_("Trial")),
        RowColumn(_("State")),
        RowColumn(
            _("Bits per byte"),
            "number",
            help=_("On the validation text, of the best weights. Lower is better"),
        ),
        RowColumn(_("Time"), "number"),
        *(RowColumn(label_of(each.path), "number") for each in space),
    ]
    rows = []
    for trial in sorted(trials, key=_rank):
        values = values_of(trial.config, space)
        rows.append(
            LinkedRow(
                trial.run.id,
                [
                    Cell(trial_title(trial)),
                    Cell(_state(trial)),
                    Cell("–" if trial.bits is None else f"{trial.bits:.3f}", trial.bits),
                    Cell(duration(trial.status.seconds), trial.status.seconds),
                    *(_cell(values[each.path]) for each in space),
                ],
            )
        )
    draw_linked_rows(
        columns,
        rows,
        RowTarget("training", "run", _("Opens the run")),
        key="sweep_table",
        alt=_("The trials, with their state, score and settings"),
    )


def trial_title(trial: Trial) -> str:
    """What people call a trial."""
    name, _mark, seed = trial.name.partition("#")
    if name == PRESET:
        return _("preset")
    if not seed:
        return _("trial {n}").format(n=name)
    if name == "all":
        return _("nothing switched off, seed {n}").format(n=seed)
    return _("without {setting}, seed {n}").format(setting=switch_title(name), n=seed)


def switch_title(path: str) -> str:
    """What is called what an ablation switches off."""
    if is_cleaning(path):
        return step_title(step_of(path))
    return _("Further layers") if path == "model.layers" else label_of(path)


def _state(trial: Trial) -> str:
    if trial.status.state == "stopped":
        return _("stopped early")
    return state_label(trial.status)[0]


def _rank(trial: Trial) -> tuple[bool, float]:
    return (not trial.is_whole, math.inf if trial.bits is None else trial.bits)


def _cell(value: float | int | str) -> Cell:
    if isinstance(value, str):
        return Cell(_(value))
    return Cell(f"{value:.3g}" if isinstance(value, float) else str(value), value)
