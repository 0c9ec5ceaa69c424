"""The rows of the table of runs."""

from collections.abc import Mapping, Sequence

from pages.runs.details import RunDetails, details_of
from pages.runs.listing import SortColumn
from pages.ui.run_index import RunSummary, corpus_name, run_names
from pages.ui.text.formatting import compact, count, duration, listed, moment, percent
from pages.ui.text.i18n import _, ngettext, translate
from pages.ui.text.run_labels import level_label, state_label
from pages.ui.text.setting_words import change_words
from pages.ui.widgets.tables import Cell, LinkedRow, RowColumn
from slm_core.records import Damaged
from slm_core.runs.relations.differences import differing_settings

_CHANGES = 2
"""Settings that differ which are named; of more, their number."""
_NOTE = 80
"""Characters of a note in a row."""

SORTED_BY: tuple[SortColumn | None, ...] = (
    "name", None, "bits", "right", None, None, "size", "when",
)  # fmt: skip
"""What a click on each heading sorts by."""


def columns() -> list[RowColumn]:
    """Their headings."""
    lower = _("On text it has not learned from; below it the 95 % interval. Lower is better")
    return [
        RowColumn(_("Run")),
        RowColumn(_("Result"), "light", _("How good it is, as its own page says")),
        RowColumn(_("Bits per byte"), "number", lower),
        RowColumn(_("Right"), "number", _("First guesses that are right. Higher is better")),
        RowColumn(_("Learning curve"), "curve", _("Loss on text it has not seen: it should fall")),
        RowColumn(
            _("What is different"),
            "excerpt",
            _("From the run before it on the same text"),
        ),
        RowColumn(_("Size"), "number", _("Trainable parameters")),
        RowColumn(_("When"), help=_("When it was asked for, and how long it has trained")),
    ]


def run_row(entry: RunSummary, before: RunSummary | None, names: Mapping[str, str]) -> LinkedRow:
    """A run beside the one `before` it on the same corpus; `names` are corpora's and runs'."""
    seen = details_of(entry)
    bits, right = seen.bits_per_byte, seen.accuracy
    interval = seen.interval
    ends = f"{interval.low:.3f} – {interval.high:.3f}" if interval else ""
    seconds = entry.status.seconds
    return LinkedRow(
        entry.run.id,
        [
            Cell(entry.title, detail=_about(entry, names)),
            _result(entry, seen),
            Cell("" if bits is None else f"{bits:.3f}", bits, ends),
            Cell("" if right is None else percent(right, digits=0), right),
            Cell("", seen.curve),
            Cell(_changes(entry, before, names)),
            Cell("" if entry.parameters is None else compact(entry.parameters), entry.parameters),
            Cell(moment(entry.asked), entry.asked, duration(seconds) if seconds else ""),
        ],
    )


def damaged_row(damaged: Damaged) -> LinkedRow:
    """A run that cannot be read, with the reason."""
    empty = [Cell("") for _column in range(len(SORTED_BY) - 2)]
    cells = [Cell(damaged.id, detail=translate(damaged.reason)), Cell(_("damaged")), *empty]
    return LinkedRow(damaged.id, cells, pickable=False)


def heading_row(corpus: str, runs: int) -> LinkedRow:
    """Above the runs of one corpus."""
    words = ngettext("{n} run", "{n} runs", runs).format(n=count(runs))
    empty = [Cell("") for _column in range(len(SORTED_BY) - 1)]
    return LinkedRow(f"/{corpus}", [Cell(corpus, detail=words), *empty], opens=False)


def _about(entry: RunSummary, names: Mapping[str, str]) -> str:
    """Its text, tags and note, in a line."""
    labels = entry.labels
    note = labels.note.replace("\n", " ")
    short = note if len(note) <= _NOTE else note[: _NOTE - 1] + "…"
    parts = (corpus_name(entry, dict(names)), *(f"#{tag}" for tag in labels.tags), short)
    return " · ".join(filter(None, parts))


def _result(entry: RunSummary, seen: RunDetails) -> Cell:
    state = state_label(entry.status)[0]
    if seen.level is None:
        return Cell(state, "none")
    return Cell(
        level_label(seen.level),
        seen.level,
        "" if entry.status.state == "finished" else state,
    )


def _changes(entry: RunSummary, before: RunSummary | None, names: Mapping[str, str]) -> str:
    if before is None:
        return _("first on this text")
    rows = differing_settings([before.config, entry.config])
    if not rows:
        return _("nothing")
    words = [change_words(row, names) for row in rows[:_CHANGES]]
    if len(rows) > _CHANGES:
        words.append(_("{n} more").format(n=count(len(rows) - _CHANGES)))
    return listed(words)


def names_of(seen: Sequence[RunSummary], corpora: Mapping[str, str]) -> dict[str, str]:
    """What corpora and runs are called, by their ids."""
    return {**corpora, **run_names(seen)}
