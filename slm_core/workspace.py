"""The workspace, the one folder that everything is in, and the names allowed inside it."""

import hashlib
import os
import re
import secrets
import tempfile
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import platformdirs

from slm_core.errors import WorkspaceError
from slm_core.leftovers import TEMPORARY_SERVER, sweep, sweep_temporary_servers, this_user
from slm_core.messages import msg
from slm_core.storage import friendly_os_errors

_NAME = re.compile(r"[\w][\w.-]{0,119}")


@dataclass(frozen=True)
class Workspace:
    """Paths of a workspace; `open_workspace` makes one."""

    root: Path

    @property
    def corpora(self) -> Path:
        """Folder of corpora, one folder each."""
        return self.root / "corpora"

    @property
    def tokens(self) -> Path:
        """Folder of token files, shared by the runs that need the same ones."""
        return self.root / "tokens"

    @property
    def runs(self) -> Path:
        """Folder of runs, one folder each."""
        return self.root / "runs"

    @property
    def races(self) -> Path:
        """Folder of races: which runs compete under which rule."""
        return self.root / "races"

    @property
    def ratings(self) -> Path:
        """Folder of sets of continuations that people rate."""
        return self.root / "ratings"

    @property
    def classifiers(self) -> Path:
        """Folder of classifiers: which run is the model of which label."""
        return self.root / "classifiers"

    @property
    def sweeps(self) -> Path:
        """Folder of sweeps and ablations: what was asked for of many runs."""
        return self.root / "sweeps"

    @property
    def cache(self) -> Path:
        """Folder of what can be made again: texts between two cleaning steps."""
        return self.root / "cache"

    @property
    def jobs(self) -> Path:
        """Folder of work in the background that is not training: adding files, reports."""
        return self.root / "jobs"

    @property
    def slots(self) -> Path:
        """Folder of the locks that say how many runs may train at once."""
        return self.root / "slots"

    @property
    def serving(self) -> Path:
        """Where the model server that runs for this workspace says how to reach it.

        For one that may only be read that is a folder of this user's among temporary files.
        """
        if not self.is_read_only():
            return self.root / "serving.json"
        name = f"{TEMPORARY_SERVER}{this_user()}-{self.fingerprint}"
        return Path(tempfile.gettempdir()) / name / "serving.json"

    @property
    def fingerprint(self) -> str:
        """Tells this workspace from others to whoever knows it, without telling where it is."""
        return content_hash("workspace", str(self.root))

    @property
    def kept_texts(self) -> Path:
        """Folder of texts between two cleaning steps."""
        return self.cache / "texts"

    def is_read_only(self) -> bool:
        """Whether it has been filled, and this user may read it and not write in it."""
        return any(
            os.access(folder, os.R_OK | os.X_OK) and not os.access(folder, os.W_OK)
            for folder in (self.corpora, self.runs)
        )

    def corpus_folder(self, corpus: str) -> Path:
        """Folder of the corpus with this id, whether or not it exists. Raises WorkspaceError."""
        return self.corpora / checked_name(corpus)

    def corpus_cache(self, corpus: str) -> Path:
        """Folder of what was found out about the corpus with this id: its report and the
        tokenizers to look at it with. It goes when the corpus goes. Raises WorkspaceError."""
        return self.cache / "about" / checked_name(corpus)

    def job_folder(self, job: str) -> Path:
        """Folder of the job with this id, whether or not it exists. Raises WorkspaceError."""
        return self.jobs / checked_name(job)

    def run_folder(self, run: str) -> Path:
        """Folder of the run with this id, whether or not it exists. Raises WorkspaceError."""
        return self.runs / checked_name(run)

    def rating_folder(self, ratings: str) -> Path:
        """Folder of the set with this id, whether or not it exists. Raises WorkspaceError."""
        return self.ratings / checked_name(ratings)

    def classifier_folder(self, classifier: str) -> Path:
        """Folder of the classifier with this id, whether or not it exists. Raises
        WorkspaceError."""
        return self.classifiers / checked_name(classifier)

    def race_folder(self, race: str) -> Path:
        """Folder of the race with this id, whether or not it exists. Raises WorkspaceError."""
        return self.races / checked_name(race)

    def sweep_folder(self, sweep: str) -> Path:
        """Folder of the sweep with this id, whether or not it exists. Raises WorkspaceError."""
        return self.sweeps / checked_name(sweep)


def open_workspace(folder: str | Path | None = None) -> Workspace:
    """The workspace in `folder`, else in ARGOT_HOME, else in the user's data folder; made if new.

    A new one is private: only its owner may look into its folder. What killed processes left
    half-done in it is removed. One that is there and may only be read can be read; what would
    write in it raises WorkspaceError where it does.

    Raises WorkspaceError where it cannot be made.
    """
    chosen = folder or os.environ.get("ARGOT_HOME") or platformdirs.user_data_dir("argot", False)
    root = Path(chosen).expanduser().absolute()
    workspace = Workspace(root)
    _check_path(root)
    sweep_temporary_servers()
    with friendly_os_errors(root):
        if workspace.is_read_only():
            return workspace
        root.parent.mkdir(parents=True, exist_ok=True)
        root.mkdir(mode=0o700, exist_ok=True)
        made = (workspace.corpora, workspace.tokens, workspace.runs, workspace.slots)
        for path in made:
            path.mkdir(exist_ok=True)
        sweep(root)
    return workspace


def _check_path(root: Path) -> None:
    """Refuse a path that no text can hold: JSON, pages and messages name it. Raises
    WorkspaceError."""
    try:
        str(root).encode("utf-8")
    except UnicodeEncodeError:
        raise WorkspaceError(
            msg(
                "The name of the workspace folder {path} is not UTF-8. Rename the folder, or "
                "choose another with --workspace or ARGOT_HOME.",
                path=os.fsencode(root).decode("utf-8", errors="backslashreplace"),
            )
        ) from None


def checked_name(name: str) -> str:
    """`name` if it can name a folder of ours: no separators, no "..". Raises WorkspaceError."""
    if not _is_name(name):
        shown = name if len(name) <= 60 else name[:57] + "…"
        raise WorkspaceError(
            msg(
                "{shown!r} is not the name of anything in the workspace. Names have "
                "letters, digits, dots, hyphens and underscores; choose one from the "
                "list.",
                shown=shown,
            )
        )
    return name


def names_in(folder: Path) -> list[str]:
    """Names of what is in it that can be ours: not what is on its way in or out, which begins with
    a dot, nor what somebody else put there under a name that we never give."""
    if not folder.is_dir():
        return []
    return [path.name for path in folder.iterdir() if _is_name(path.name)]


def _is_name(name: str) -> bool:
    return bool(_NAME.fullmatch(name)) and ".." not in name


def slug(text: str, *, longest: int = 40) -> str:
    """A folder name made of `text`: letters and digits of any script, hyphens for the rest."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = re.sub(r"[\W_]+", "-", plain).strip("-")
    return words[:longest].strip("-") or "text"


def content_hash(*parts: str | bytes) -> str:
    """Twelve hexadecimal digits of SHA-256 over the parts; the parts' borders count."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", errors="surrogatepass") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "little"))
        digest.update(data)
    return digest.hexdigest()[:12]


def new_run_id(name: str, *, now: datetime) -> str:
    """An id for a run: what it is called, when it was asked for, and four random digits."""
    return f"{slug(name)}-{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
