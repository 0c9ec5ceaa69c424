"""What a Word document has embedded whole (altChunk): another document, page or text."""

import email
from collections.abc import Callable
from email.errors import MessageError
from pathlib import PurePosixPath

from slm_core.corpus.encodings.decode import decode
from slm_core.corpus.readers.document import ReaderOutput, ReadOptions
from slm_core.corpus.readers.html_text import html_text, parse_html
from slm_core.corpus.readers.mail import built_as_no_mail
from slm_core.corpus.readers.rtf import read_rtf
from slm_core.corpus.readers.xml_tools import decode_marked_up
from slm_core.errors import CorpusError
from slm_core.messages import msg

_PAGES = frozenset((".htm", ".html", ".xhtml"))
_MAILED_PAGES = frozenset((".mht", ".mhtml"))


def chunk_text(name: str, data: bytes, *, read_word: Callable[[bytes], ReaderOutput]) -> str:
    """The text of an embedded part by its name. Raises CorpusError where it cannot be read."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in _MAILED_PAGES:
        return _mailed_page(data)
    if suffix in _PAGES:
        return _page(data)
    if suffix == ".rtf":
        return "\n".join(read_rtf(data, ReadOptions()).documents)
    if suffix in (".docx", ".docm", ".dotx"):
        return "\n".join(read_word(data).documents)
    if suffix == ".txt":
        return decode(data).text
    raise CorpusError(msg("Its format is not read."))


def _page(data: bytes) -> str:
    root = parse_html(decode_marked_up(data, encoding=None).text)
    return "" if root is None else html_text(root)


def _mailed_page(data: bytes) -> str:
    """The page in a web archive, which is written as a mail with attachments."""
    try:
        for part in email.message_from_bytes(data).walk():
            if part.get_content_type() in ("text/html", "application/xhtml+xml"):
                content = part.get_payload(decode=True)
                return _page(content) if isinstance(content, bytes) else ""
    except (RecursionError, MessageError) as error:
        raise CorpusError(built_as_no_mail(error)) from None
    raise CorpusError(msg("There is no page in it."))
