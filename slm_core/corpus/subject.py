"""What a corpus is about: told from its text, unless somebody said it.

Where it is health, law or money, what a model writes is invented text and not advice, and is said
to be.
"""

from typing import get_args

from slm_core.corpus.store import Corpus, open_corpus
from slm_core.corpus.text.subject import subject_of
from slm_core.corpus.text.subject_terms import Subject
from slm_core.errors import CorpusError, SettingsError
from slm_core.messages import Message, msg
from slm_core.storage import read_json, write_json
from slm_core.workspace import Workspace

SUBJECTS: tuple[Subject, ...] = get_args(Subject)
NOTICE = msg("Invented text, not advice.")
"""What stands under a text of a model that learned from a corpus of health, law or money."""
_FILE = "subject.json"


def corpus_subject(corpus: Corpus) -> Subject:
    """The subject that was chosen for it, else what its text is about. Raises CorpusError."""
    return chosen_subject(corpus) or subject_found(corpus)


def subject_found(corpus: Corpus) -> Subject:
    """What its text is about, whatever was chosen. Raises CorpusError."""
    return subject_of(passage.text for passage in corpus.passages())


def chosen_subject(corpus: Corpus) -> Subject | None:
    """What somebody said that it is about; None where nobody did."""
    values = read_json(corpus.folder / _FILE)
    said = values.get("subject") if isinstance(values, dict) else None
    return next((subject for subject in SUBJECTS if subject == said), None)


def choose_subject(corpus: Corpus, subject: str) -> None:
    """Say what it is about: one of `SUBJECTS`, or "auto" for what its text says.

    Raises SettingsError where there is no such subject, WorkspaceError.
    """
    if subject != "auto" and subject not in SUBJECTS:
        raise SettingsError(
            msg(
                "There is no subject {subject!r}. Choose one of {known}.",
                subject=subject,
                known=", ".join((*SUBJECTS, "auto")),
            )
        )
    write_json(corpus.folder / _FILE, {"subject": None if subject == "auto" else subject})


def notice_for(subject: Subject) -> Message | None:
    """What is to be said of a text that a model wrote about this."""
    return None if subject == "other" else NOTICE


def notice_of(workspace: Workspace, corpus_id: str) -> Message | None:
    """The same for the corpus with this id; None where it was deleted or is damaged, since nobody
    can tell any more what it was about. Raises WorkspaceError on a bad name."""
    try:
        return notice_for(corpus_subject(open_corpus(workspace, corpus_id)))
    except CorpusError:
        return None
