"""Deleting a sweep with its runs."""

from slm_core.errors import RunError
from slm_core.messages import msg
from slm_core.runs.launching.delete import delete_runs, remove_corpus
from slm_core.tuning.cleaning.texts import texts_of
from slm_core.tuning.sweep import Sweep, remove_sweep
from slm_core.tuning.trials import trials_of


def delete_sweep(sweep: Sweep) -> None:
    """Delete it with all its runs, models and all, and the texts made for them; one that somebody
    deleted meanwhile is gone as well. Raises RunError while one is at work."""
    trials = trials_of(sweep)
    for trial in trials:
        if trial.status.is_active:
            raise RunError(
                msg("{id} is still training. Stop it first, then delete it.", id=trial.run.id)
            )
    texts = texts_of(sweep)
    remove_sweep(sweep)
    delete_runs([trial.run for trial in trials])
    for corpus in texts:
        remove_corpus(sweep.workspace, corpus.id)
