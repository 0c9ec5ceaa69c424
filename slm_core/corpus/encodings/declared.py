"""What a file says of its own encoding: an XML declaration, or a meta element of a web page."""

import re

from slm_core.corpus.encodings.names import CODECS, encoding_name
from slm_core.errors import CorpusError

_LABEL = re.compile(
    rb"<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]{1,40})[\"']"
    rb"|<meta\b[^>]{0,200}?\bcharset\s*=\s*[\"']?([\w.:-]{1,40})",
    re.IGNORECASE,
)
_HEAD = 4096
_WIDER = {
    "Latin-1": "Windows-1252",
    "ISO-8859-9": "Windows-1254",
    "ISO-8859-11": "CP874",
    "TIS-620": "CP874",
}
"""What browsers read where a page declares the former: the same, and quotation marks beside."""


def declared_label(data: bytes) -> str | None:
    """The name of an encoding as the file has it; None where it is no markup or says none."""
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    if not head.lstrip().startswith(b"<"):
        return None
    match = _LABEL.search(head)
    return None if match is None else (match[1] or match[2]).decode("ascii", errors="replace")


def declared_encoding(data: bytes, label: str) -> str | None:
    """The encoding of that name if the bytes can be read in it, else None.

    UTF-16 and UTF-32 are none: what could be read so far as to find the label is not in them.
    """
    try:
        name = encoding_name(label)
    except CorpusError:
        return None
    if name in ("UTF-16", "UTF-32"):
        return None
    for choice in (_WIDER.get(name, name), name):
        try:
            data.decode(CODECS[choice])
        except UnicodeDecodeError:
            continue
        return choice
    return None
