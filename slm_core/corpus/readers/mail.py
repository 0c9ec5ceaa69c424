"""Reader for e-mail: the text of each message, of one (.eml) or of a mailbox (.mbox).

A message's subject is its first line. Other headers and attachments are left out: names, addresses
and dates are no part of what somebody wrote. Quoted replies stay.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from email.errors import HeaderParseError, MessageError
from email.header import decode_header, make_header
from email.message import Message as MailMessage
from email.parser import BytesParser

from slm_core.corpus.encodings.decode import Decoded, decode, encoding_name
from slm_core.corpus.readers.document import ReaderOutput, ReadOptions
from slm_core.corpus.readers.html_text import html_text, parse_html
from slm_core.errors import CorpusError
from slm_core.messages import Message, msg, plural

_POSTMARK = re.compile(
    rb"^(?:\xef\xbb\xbf)?From (?:-\r?|[^\n]*\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b"
    rb"[^\n]*\d\d:\d\d[^\n]*)\n",
    re.MULTILINE,
)
"""Begins a message in a mailbox: From, sender and date."""
_QUOTED_POSTMARK = re.compile(rb"^>(>*From )", re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_HEADER = re.compile(rb"\A(?:\xef\xbb\xbf)?[!-9;-~]{1,70}:[^\n]*\n")


@dataclass
class _Read:
    """What has been read so far, and what has not."""

    encoding: str | None
    """As chosen, or None."""
    attachments: int = 0
    confidence: float = 1.0
    """Of the least certain encoding that had to be found."""
    damage: list[Message] = field(default_factory=list)


def read_eml(data: bytes, options: ReadOptions) -> ReaderOutput:
    """One message as one document. Raises CorpusError."""
    return _reading([data], options)


def read_mbox(data: bytes, options: ReadOptions) -> ReaderOutput:
    """A document for each message of a mailbox. Raises CorpusError."""
    starts = [found.span() for found in _POSTMARK.finditer(data)]
    if not starts or starts[0][0] > 0:
        return _reading([data], options)  # some programs call a single message so
    ends = [start for start, _ in starts[1:]] + [len(data)]
    places = zip(starts, ends, strict=True)
    return _reading(
        [_QUOTED_POSTMARK.sub(rb"\1", data[start:end]) for (_, start), end in places], options
    )


def _reading(messages: list[bytes], options: ReadOptions) -> ReaderOutput:
    if not any(map(_HEADER.match, messages)):
        raise CorpusError(
            msg(
                "It is no e-mail: it does not begin with headers such as “Subject: …”. If it is "
                "plain text, let its name end in .txt."
            )
        )
    read = _Read(options.encoding)
    texts = [_text(data, read) for data in messages]
    documents = [text for text in texts if text]
    if not documents:
        raise CorpusError(msg("There is no text in it but headers. Add messages with text."))
    left_out = list(dict.fromkeys(read.damage))
    if read.attachments:
        left_out.append(plural("{n:,} attachment", "{n:,} attachments", n=read.attachments))
    if empty := len(texts) - len(documents):
        left_out.append(
            plural("{n:,} message without text", "{n:,} messages without text", n=empty)
        )
    return ReaderOutput(
        documents=documents,
        read_as=plural(
            "subject and text of {n:,} message",
            "subjects and texts of {n:,} messages",
            n=len(documents),
        ),
        encoding="MIME",
        confidence=read.confidence,
        left_out=left_out,
    )


def _text(data: bytes, read: _Read) -> str:
    """The subject and the text of one message."""
    try:
        message = BytesParser().parsebytes(data.removeprefix(b"\xef\xbb\xbf"))
        parts = [text for part in _parts(message, read) if (text := _part_text(part, read))]
    except (RecursionError, MessageError) as error:
        raise CorpusError(built_as_no_mail(error)) from None
    subject = _subject(message, read)
    return "\n\n".join([subject, *parts] if subject and parts else parts)


def built_as_no_mail(error: Exception) -> Message:
    """Why a message cannot be taken apart."""
    return msg(
        "A message in it is built as no mail program does ({error}). Leave it out.",
        error=type(error).__name__,
    )


def _parts(message: MailMessage, read: _Read) -> Iterator[MailMessage]:
    """The parts that are shown as text, in order."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        kind, payload = part.get_content_type(), part.get_payload()
        if part.get_content_disposition() == "attachment":
            read.attachments += 1
        elif isinstance(payload, list):
            inner = [one for one in payload if isinstance(one, MailMessage)]
            waiting += reversed(_shown(inner, kind))
        elif kind in ("text/plain", "text/html", "text/enriched"):
            yield part
        else:
            read.attachments += 1


def _shown(parts: list[MailMessage], kind: str) -> list[MailMessage]:
    """Of a text in several forms, the plain one, else the last: the best, as the standard has it
    (RFC 2046)."""
    if kind != "multipart/alternative" or not parts:
        return parts
    plain = [
        part for part in parts if part.get_content_type() == "text/plain" and _bytes(part).strip()
    ]
    html = [part for part in parts if part.get_content_type() == "text/html"]
    return [*plain, *html, *reversed(parts)][:1]


def _part_text(part: MailMessage, read: _Read) -> str:
    text = _decoded(_bytes(part), part.get_content_charset(), read)
    if part.get_content_type() != "text/plain":
        root = parse_html(text)
        return "" if root is None else html_text(root)
    if str(part.get_param("format", "")).casefold() == "flowed":
        text = _unflowed(text, joins=str(part.get_param("delsp", "")).casefold() == "yes")
    return text.strip("\n").rstrip()


def _bytes(part: MailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _decoded(data: bytes, declared: str | None, read: _Read) -> str:
    """Text as chosen, else as declared if it can be, else as the bytes show."""
    if not data.strip():
        return ""
    if read.encoding is not None:
        return decode(data, encoding=read.encoding).text
    try:
        found = _as_declared(data, declared) if declared else decode(data)
    except CorpusError:
        try:
            found = decode(data)
        except CorpusError as error:
            read.damage.append(error.message)
            return ""
    read.confidence = min(read.confidence, found.confidence)
    read.damage += found.damage
    return found.text


def _as_declared(data: bytes, declared: str) -> Decoded:
    name = encoding_name(declared)
    # What calls itself Latin-1 is Windows-1252 in most mail, quotes included.
    return decode(data, encoding="Windows-1252" if name == "Latin-1" else name)


def _unflowed(text: str, *, joins: bool) -> str:
    """Lines that a mail program broke at a width, joined again (RFC 3676)."""
    lines: list[str] = []
    goes_on, depth = False, ""
    for line in text.split("\n"):
        plain = line.lstrip(">")
        quote, plain = line[: len(line) - len(plain)], plain.removeprefix(" ")
        if goes_on and quote == depth:
            lines[-1] += plain
        else:
            lines.append(f"{quote} {plain}" if quote else plain)
        goes_on, depth = plain.endswith(" ") and plain != "-- ", quote
        if goes_on and joins:
            lines[-1] = lines[-1][:-1]
    return "\n".join(lines)


def _subject(message: MailMessage, read: _Read) -> str:
    raw = next((value for name, value in message.raw_items() if name.lower() == "subject"), "")
    plain = str(raw)
    if not plain.isascii():  # bytes of no declared encoding
        plain = _decoded(plain.encode("utf-8", errors="surrogateescape"), None, read)
    with suppress(HeaderParseError, LookupError, ValueError):  # then it stays as it is written
        plain = str(make_header(decode_header(plain)))
    return " ".join(_CONTROL.sub(" ", plain).split())
