"""The text of each message comes in, whatever it is packed in; headers and attachments do not."""

import base64
import quopri

import pytest

from slm_core.corpus.readers.document import InputFile, ReadOptions, ReadResult
from slm_core.corpus.readers.registry import read_source
from slm_core.errors import CorpusError

GREETING = "Schöne Grüße vom Hügel – 水泵开了。"
HTML = f"<html><body><p>{GREETING}</p><blockquote>quoted</blockquote></body></html>"


def read(data: bytes | str, name: str = "a.eml", **options: str) -> ReadResult:
    content = data.encode() if isinstance(data, str) else data
    return read_source(InputFile(name, content), options=ReadOptions(**options))


def mail(body: bytes, kind: str, *, packed: str = "8bit", subject: str = "Hello") -> bytes:
    head = f"From: Ann <ann@example.org>\nSubject: {subject}\nMIME-Version: 1.0\n"
    parts = f"{head}Content-Type: {kind}\nContent-Transfer-Encoding: {packed}\n\n"
    return parts.encode() + body


def multipart(kind: str, *parts: bytes) -> bytes:
    between = b"\n--%s\n" % kind.encode()
    body = between + between.join(parts) + b"\n--%s--\n" % kind.encode()
    return b"Subject: Hello\nContent-Type: multipart/%s; boundary=%s\n\n%s" % (
        kind.encode(),
        kind.encode(),
        body,
    )


def part(body: bytes, kind: str, more: str = "") -> bytes:
    return f"Content-Type: {kind}\n{more}\n".encode() + body


PLAIN = part(GREETING.encode(), "text/plain; charset=utf-8")
PICTURE = part(b"R0lGODlh", "image/gif", "Content-Transfer-Encoding: base64\n")
ATTACHED = part(b"not this", "text/plain", 'Content-Disposition: attachment; filename="a.txt"\n')

UTF8 = "text/plain; charset=utf-8"
AS_QUOTED, AS_BASE64 = quopri.encodestring(GREETING.encode()), base64.encodebytes(GREETING.encode())
TWICE = multipart("alternative", PLAIN, part(HTML.encode(), "text/html"))
ALIKE: dict[str, bytes] = {
    "as it is": mail(GREETING.encode(), UTF8),
    "base64": mail(AS_BASE64, UTF8, packed="base64"),
    "quoted-printable": mail(AS_QUOTED, UTF8, packed="quoted-printable"),
    "gb18030": mail(GREETING.encode("gb18030"), "text/plain; charset=gb18030"),
    "a wrong declaration": mail(GREETING.encode(), "text/plain; charset=us-ascii"),
    "an unknown declaration": mail(GREETING.encode(), "text/plain; charset=x-nobody-knows"),
    "no declaration": mail(GREETING.encode(), "text/plain"),
    "a plain text beside a page": TWICE,
    "parts in parts": multipart("mixed", TWICE, PICTURE, ATTACHED),
    "a byte order mark": b"\xef\xbb\xbf" + mail(GREETING.encode(), UTF8),
}


@pytest.mark.parametrize("name", ALIKE)
def test_a_message_comes_in_whatever_it_is_packed_in(name: str) -> None:
    result = read(ALIKE[name])
    assert result.documents == [f"Hello\n\n{GREETING}"]
    assert str(result.read_as) == "subject and text of 1 message"
    told = ["2 attachments"] if name == "parts in parts" else []
    assert [*map(str, result.left_out)] == told


def test_a_subject_has_no_control_characters() -> None:
    data = mail(b"Words", UTF8, subject="A\0\x07 =?utf-8?q?B=00?=")
    assert read(data).documents == ["A B\n\nWords"]


def test_a_message_that_is_only_a_page_gives_its_text() -> None:
    result = read(mail(HTML.encode(), "text/html; charset=utf-8"))
    assert result.documents == [f"Hello\n\n{GREETING}\nquoted"]


def test_lines_that_a_program_broke_are_joined_and_quoted_replies_stay() -> None:
    body = b"On Friday we \nopen the gate.\n\n> Why the \n> gate?\n> Really?\n-- \nAnn"
    result = read(mail(body, "text/plain; format=flowed", subject="=?utf-8?q?Gr=C3=BC=C3=9Fe?="))
    assert result.documents == [
        "Grüße\n\nOn Friday we open the gate.\n\n> Why the gate?\n> Really?\n-- \nAnn"
    ]


def test_a_mailbox_gives_a_document_for_each_message() -> None:
    first = "From ann@example.org Fri Mar  1 09:12:33 2024\n"
    box = (
        f"{first}Subject: One\n\nA few words\n>From here on it rained.\n\n"
        f"{first}Subject: Two\n\nFrom Monday to Friday: nothing.\n\n{first}Subject: None\n\n"
    )
    result = read(box, "a.mbox")
    assert result.documents == [
        "One\n\nA few words\nFrom here on it rained.",
        "Two\n\nFrom Monday to Friday: nothing.",
    ]
    assert str(result.read_as) == "subjects and texts of 2 messages"
    assert [*map(str, result.left_out)] == ["1 message without text"]
    assert (
        read(box.split("\n", 1)[1].split("\nFrom ", maxsplit=1)[0], "a.mbox").documents[0][:3]
        == "One"
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"Just some words\nand more", "It is no e-mail"),
        (b"Subject: Hello\n\n", "no text in it but headers"),
        (multipart("mixed", PICTURE), "no text in it but headers"),
    ],
)
def test_what_is_no_message_is_told(data: bytes, message: str) -> None:
    with pytest.raises(CorpusError, match=rf"^a\.eml: .*{message}"):
        read(data)
