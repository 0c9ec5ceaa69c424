"""A run of which files cannot be read: what is said of that, and the way to be rid of it."""

from pages.ui.session import workspace
from pages.ui.text.i18n import _
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.delete_dialog import draw_delete
from slm_core.errors import ArgotError
from slm_core.messages import Message
from slm_core.runs.launching.create import delete_run
from slm_core.runs.run import Run, open_run


def problem_of(run: Run) -> Message | None:
    """Which of its files cannot be read, None where all can: the page shows the rest."""
    try:
        run.check()
    except ArgotError as error:
        return error.message
    return run.left_out()


def draw_delete_damaged(run_id: str) -> None:
    """A button that asks whether to delete the run; nothing where there is none."""
    try:
        run = open_run(workspace(), run_id)
    except ArgotError:  # there is nothing of this name, or it is no name: the page says so
        return
    words = _("**{name}**: all that is left of this run is deleted for good. The corpus stays.")
    draw_delete(
        _("Delete this run?"),
        words.format(name=escape_markdown(run.id)),
        lambda: delete_run(run),
        key="train_delete_damaged",
        leads_to="home",
    )
