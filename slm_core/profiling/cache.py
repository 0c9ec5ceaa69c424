"""Reports that were made before: a corpus never changes, so its report stays true.

Imports no numbers library, so that pages can show a report without one.
"""

from pathlib import Path

from slm_core.errors import DamagedFileError
from slm_core.profiling.profile import CorpusProfile
from slm_core.records import keep, read_record
from slm_core.workspace import Workspace

_VERSION = 7
"""Raised when the same text would get another report than before."""


def profile_path(workspace: Workspace, corpus_id: str) -> Path:
    """Where the report of a corpus is kept; deleted with it. Raises WorkspaceError."""
    return workspace.corpus_cache(corpus_id) / f"report-{_VERSION}.json"


def cached_profile(workspace: Workspace, corpus_id: str) -> CorpusProfile | None:
    """The report of a corpus, if it was made; a damaged one counts as not made."""
    try:
        return read_record(CorpusProfile, profile_path(workspace, corpus_id))
    except DamagedFileError:
        return None


def keep_profile(workspace: Workspace, corpus_id: str, report: CorpusProfile) -> None:
    """Keep the report of a corpus. Raises WorkspaceError."""
    keep(profile_path(workspace, corpus_id), report.to_json())
