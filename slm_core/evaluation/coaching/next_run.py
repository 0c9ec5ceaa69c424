"""The better next run: the same one with what the coach advised, shown beside the first."""

from dataclasses import replace

from slm_core.corpus.cleaning.recipe import Recipe
from slm_core.corpus.cleaning.steps.duplicates import ExactDuplicates, NearDuplicates
from slm_core.corpus.ingest.ingest import ingest
from slm_core.corpus.ingest.read_files import InputStream
from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.store import Corpus, open_corpus
from slm_core.errors import RunError
from slm_core.evaluation.coaching.finding import DUPLICATES, Finding
from slm_core.messages import msg
from slm_core.runs.config import RunConfig
from slm_core.runs.launching.once import start_run_once
from slm_core.runs.run import Run
from slm_core.training.settings import MachineSettings
from slm_core.workspace import Workspace


def better_config(run: Run, finding: Finding) -> RunConfig:
    """The run's settings with the finding's fix; threads and the like are found anew.

    Raises RunError where the finding has no fix, SettingsError where the fix does not go with the
    rest.
    """
    if not finding.fix:
        raise RunError(
            msg(
                "No setting mends this: {sentence}",
                sentence=finding.sentence,
            )
        )
    config = run.config()
    settings = {path: text for path, text in finding.fix.items() if path != DUPLICATES}
    free = replace(
        config,
        race="",
        sweep="",
        trial="",
        preset="",
        open_test=False,
        segmenter=None,
        follows=run.id,
        machine=MachineSettings(device=config.machine.device),
    )
    return free.with_settings(settings)


def start_better_run(
    workspace: Workspace, run: Run, finding: Finding, *, slots: int | None = None
) -> Run:
    """Start the better run, or give the one that was started a moment ago.

    Where duplicates are to go, a corpus without them is made first. Raises RunError, SettingsError,
    CorpusError or WorkspaceError where it cannot be.
    """
    config = better_config(run, finding)
    if DUPLICATES in finding.fix:
        corpus = without_duplicates(workspace, open_corpus(workspace, config.corpus))
        config = replace(config, corpus=corpus.id)
    return start_run_once(workspace, config, slots=slots)


def without_duplicates(workspace: Workspace, corpus: Corpus) -> Corpus:
    """The corpus cleaned once more, of documents, paragraphs and lines that come again.

    Raises CorpusError where too little is left, WorkspaceError.
    """
    recipe = Recipe(
        (ExactDuplicates(of="paragraphs"), ExactDuplicates(of="lines"), NearDuplicates())
    )
    text = InputStream(InputFile(corpus.card.name, corpus.texts), is_corpus=True)
    made = ingest(workspace, [text], name=corpus.card.name, recipe=recipe, processes=1)
    return made.corpus
