"""Uploads of files, folders and pasted text, and reading them."""

import time

import streamlit as st

from pages.corpus.adding.draft import CorpusFormDraft
from pages.ui.navigation import go_to, link_to
from pages.ui.text.formatting import in_a_row
from pages.ui.text.i18n import _, ngettext, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.uploads import uploads
from slm_core.corpus.ingest.draft_file import DraftFile
from slm_core.corpus.ingest.limits import upload_limits
from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.readers.registry import FileKind, endings_by_kind, file_kind
from slm_core.corpus.store import Corpus

_SLOW: tuple[FileKind, ...] = ("documents", "web_pages", "archives")
"""Files that take long enough to read that people should see it go on."""
_LARGE = 4_000_000
_AT_ONCE = 0.3
"""Seconds of reading before it is said that something is being read."""


def draw_intake(drafted: CorpusFormDraft, *, opened: bool) -> None:
    """Where files and pasted text come in."""
    titles = [_("Files"), _("A whole folder"), _("Paste text")]
    files, folder, paste = st.tabs(titles, default=titles[2] if opened else None)
    with files:
        st.file_uploader(
            _("Add documents"),
            accept_multiple_files=True,
            key=uploads().key("corpus_files"),
            on_change=uploads().receive,
            args=("corpus_files",),
            help=in_a_row((formats_in_words(), _("Files stay on this machine."))),
        )
        st.caption(translate(upload_limits()))
    with folder:
        st.file_uploader(
            _("Add a folder with all that is in it"),
            accept_multiple_files="directory",
            key=uploads().key("corpus_folder"),
            on_change=uploads().receive,
            args=("corpus_folder",),
            help=_("Hidden files are passed over; what cannot be read is named with its reason."),
        )
        st.caption(translate(upload_limits()))
    with paste, st.form("corpus_paste_form", border=False, clear_on_submit=True):
        st.text_area(
            _("Text to train on"),
            key="corpus_pasted",
            height=140,
            placeholder=_("Paste at least a page; ten pages are better."),
        )
        st.form_submit_button(_("Add this text"), on_click=_absorb_pasted, args=(drafted,))
    with st.container(gap="xsmall"):  # so that what is said here moves nothing
        _draw_refused(drafted)


def formats_in_words() -> str:
    """What can be read, by kind."""
    endings = {kind: _(", ").join(names) for kind, names in endings_by_kind().items()}
    return _(
        "Text: {text}; subtitles: {subtitles}; documents: {documents}; tables and data: {tables}; "
        "web pages: {web_pages}; mail: {mail}; notebooks: {notebooks}; archives: {archives}; "
        "source code, and any other file that holds plain text."
    ).format(**endings)


def draw_parent(drafted: CorpusFormDraft, parent: Corpus) -> None:
    """What the files are added to."""
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key="corpus_parent"
    ):
        st.markdown(
            _(
                ":material/library_add: Adds to **{name}**: a new corpus, with its text first and "
                "yours after it. The old one stays as it is."
            ).format(name=escape_markdown(parent.card.name)),
            width="content",
        )
        if st.button(_("Start a corpus of its own"), type="tertiary", key="corpus_parent_none"):
            drafted.parent = ""
            go_to("corpus")


def draw_introduction() -> None:
    """What the page is for, as long as nothing is there."""
    st.markdown(
        _(
            "A corpus is the text a model learns from. Give it documents, a table with a column "
            "of text, or paste something: you see at once how it is read and what it is good for."
        )
    )


def draw_advice() -> None:
    """What makes a good corpus, for somebody who has not chosen one yet."""
    with st.container(border=True):
        st.markdown(_("**What makes a good corpus**"))
        st.caption(
            _(
                "One field and one kind of text: reports, letters, notes. From 20,000 "
                "characters (ten pages) on, a model begins to form its own sentences; with "
                "200,000 it writes well. In a table, each row counts as one document."
            )
        )
        st.caption(formats_in_words())
        link_to("home", _("No text at hand? Try a sample"), icon=":material/science:")


def read_what_came(drafted: CorpusFormDraft) -> None:
    """Read everything that is not read yet, showing how far that is.

    Where the page is drawn anew meanwhile, what was read stays, and reading goes on from there.
    """
    place = st.empty()
    unread = drafted.unread()
    told = time.monotonic()
    for at, item, row in drafted.reading(unread):
        slow = row is None and (item.size > _LARGE or file_kind(item.name) in _SLOW)
        if slow or time.monotonic() - told > _AT_ONCE:
            told = time.monotonic()
            name = row.name if row else item.name
            place.progress(at / len(unread), text=_reading(item, name, at, len(unread)))
    place.empty()


def _reading(item: DraftFile, name: str, at: int, of: int) -> str:
    shown = escape_markdown(name if name == item.name else f"{item.name} › {name}")
    if of == 1:
        return _("Reading {name}").format(name=shown)
    return _("Reading {name}, {n} of {of}").format(name=shown, n=at + 1, of=of)


def _absorb_pasted(drafted: CorpusFormDraft) -> None:
    text = st.session_state.get("corpus_pasted", "")
    if text.strip():
        number = sum(item.source.name.startswith(_("pasted text")) for item in drafted.items) + 1
        name = _("pasted text") + (f" {number}" if number > 1 else "")
        drafted.add(InputFile(name, text.encode("utf-8", errors="surrogatepass")))


def _draw_refused(drafted: CorpusFormDraft) -> None:
    for name in drafted.refused:
        st.error(
            _(
                "{name} was left out: all files together would be more than 2 GB, or the disk "
                "is full. Save the corpus first and extend it then, or add files on the "
                "command line, which reads them where they are."
            ).format(name=escape_markdown(name))
        )
    if drafted.hidden:
        text = ngettext(
            "{n} hidden file was passed over.", "{n} hidden files were passed over.", drafted.hidden
        )
        st.caption(text.format(n=drafted.hidden))
    drafted.refused, drafted.hidden = [], 0
