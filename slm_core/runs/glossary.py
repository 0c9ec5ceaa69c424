"""The glossary that holds for what a run's model writes: that of its corpus, and its own."""

from slm_core.generation.control.glossary import Glossary, read_glossary
from slm_core.runs.run import Run


def glossary_of(run: Run) -> Glossary:
    """The terms kept with the run and with its corpus, where that is still there.

    Raises DamagedFileError, SettingsError.
    """
    corpus = run.workspace.corpus_folder(run.config().corpus)
    return read_glossary(corpus).joined(read_glossary(run.folder))
