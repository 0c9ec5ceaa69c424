"""The runs of a race as a table whose rows open them."""

import math
from collections.abc import Sequence

from pages.training.race.snapshot import RaceMember
from pages.training.run.snapshot import RunSnapshot
from pages.ui.text.formatting import count, duration, percent
from pages.ui.text.i18n import _
from pages.ui.text.run_labels import state_label
from pages.ui.widgets.tables import Cell, LinkedRow, RowColumn, RowTarget, draw_linked_rows


def draw_table(racers: Sequence[RaceMember]) -> None:
    """State, time left, size, speed, best score and newest words of each, the best first."""
    draw_linked_rows(
        [
            RowColumn(_("Network")),
            RowColumn(_("State")),
            RowColumn(_("Done"), "share"),
            RowColumn(_("Time left")),
            RowColumn(
                _("Bits per byte"),
                "number",
                _(
                    "Of the best weights on all validation text, once the run has ended; "
                    "before that, of the best validation. Lower is better"
                ),
            ),
            RowColumn(_("Parameters"), "number", _("Trainable parameters")),
            RowColumn(_("Tokens a second"), "number", _("Average during training")),
            RowColumn(_("What it wrote last"), "excerpt"),
        ],
        [LinkedRow(racer.view.run.id, _cells(racer)) for racer in sorted(racers, key=_rank)],
        RowTarget("training", "run", _("Opens the run")),
        key="race_table",
        alt=_("The networks of this race, with their state and score"),
    )


def _cells(racer: RaceMember) -> list[Cell]:
    view = racer.view
    done = min(1.0, view.status.fraction)
    left = view.status.seconds_left if view.status.is_active else None
    size = view.facts.parameters if view.facts else None
    speed = round(view.average) or None
    return [
        Cell(racer.title),
        Cell(_state(view)),
        Cell(percent(done, digits=0), done),
        Cell("" if left is None else duration(left), left),
        Cell("" if racer.best is None else f"{racer.best:.3f}", racer.best),
        Cell("" if size is None else count(size), size),
        Cell("" if speed is None else count(speed), speed),
        Cell(racer.wrote or ""),
    ]


def _rank(racer: RaceMember) -> tuple[float, int]:
    """By score; who has none yet stands last, in the order they were chosen."""
    return (math.inf if racer.best is None else racer.best, racer.place)


def _state(view: RunSnapshot) -> str:
    if view.status.state == "queued":
        return _("waits for its turn")
    return state_label(view.status)[0]
