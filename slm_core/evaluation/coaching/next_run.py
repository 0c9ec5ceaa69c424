"""The better next run: the same one with what the coach advised, shown beside the first."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from slm_core.corpus.ingest.ingest import Tell, ingest
from slm_core.corpus.ingest.read_files import InputStream
from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.store import open_corpus
from slm_core.errors import RunError
from slm_core.evaluation.coaching.duplicates import WITHOUT_DUPLICATES, name_without_duplicates
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
    return fixed_config(run, finding.fix)


def fixed_config(run: Run, fix: Mapping[str, str]) -> RunConfig:
    """The run's settings with those of a fix, as a run that follows it. Raises SettingsError."""
    config = run.config()
    settings = {path: text for path, text in fix.items() if path != DUPLICATES}
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

    Where duplicates are to go, a corpus without them is made first; `duplicates_job.py` does that
    in a process of its own. Raises RunError, SettingsError, CorpusError or WorkspaceError where it
    cannot be.
    """
    config = better_config(run, finding)
    if DUPLICATES in finding.fix:
        return start_without_duplicates(workspace, config, slots=slots)
    return start_run_once(workspace, config, slots=slots)


def start_without_duplicates(
    workspace: Workspace,
    config: RunConfig,
    *,
    name: str = "",
    slots: int | None = None,
    tell: Tell = lambda _progress: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Run:
    """Start a run on its corpus cleaned once more, of documents, paragraphs and lines that come
    again. The new corpus is called `name`, or as `name_without_duplicates` has it.

    Raises CorpusError where too little is left, StoppedError where `should_stop` said so,
    RunError, SettingsError, WorkspaceError.
    """
    corpus = open_corpus(workspace, config.corpus)
    text = InputStream(InputFile(corpus.card.name, corpus.texts), is_corpus=True)
    made = ingest(
        workspace,
        [text],
        name=name or str(name_without_duplicates(corpus)),
        recipe=WITHOUT_DUPLICATES,
        tell=tell,
        should_stop=should_stop,
    )
    return start_run_once(workspace, replace(config, corpus=made.corpus.id), slots=slots)
