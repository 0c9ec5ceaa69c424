"""The saved corpora as a table whose rows open their pages."""

from datetime import datetime

from pages.ui.text.formatting import count
from pages.ui.text.i18n import _
from pages.ui.text.language_names import language_name
from pages.ui.widgets.tables import Cell, LinkedRow, RowColumn, RowTarget, draw_linked_rows
from slm_core.corpus.store import Corpus


def draw_list(corpora: list[Corpus]) -> None:
    """All of them, in the order given."""
    draw_linked_rows(
        [
            RowColumn(_("Corpus")),
            RowColumn(_("Language")),
            RowColumn(_("Documents"), "number"),
            RowColumn(_("Characters"), "number"),
            RowColumn(_("Added")),
        ],
        [LinkedRow(corpus.id, _cells(corpus)) for corpus in corpora],
        RowTarget("corpus", "corpus", _("Opens the corpus")),
        key="corpus_list",
        alt=_("The corpora of this workspace"),
    )


def _cells(corpus: Corpus) -> list[Cell]:
    counts = corpus.card.counts
    return [
        Cell(corpus.card.name),
        Cell(language_name(corpus.card.language)),
        Cell(count(counts.documents), counts.documents),
        Cell(count(counts.characters), counts.characters),
        Cell(_date(corpus.card.created), corpus.card.created),
    ]


def _date(created: str) -> str:
    try:
        return f"{datetime.fromisoformat(created):%Y-%m-%d %H:%M}"
    except ValueError:
        return created
