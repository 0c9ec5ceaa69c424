"""How files were read, as every command that reads some tells it: to people and as JSON."""

import shlex
from typing import Protocol

from slm_core.cli.output.terminal import Answer, say
from slm_core.corpus.encodings.decode import DOUBTED
from slm_core.corpus.encodings.readings import Reading
from slm_core.corpus.readers.document import ReadSuggestion
from slm_core.messages import Message, as_given, msg, plural


class ReadFile(Protocol):
    """What is known of a file that was read: a `ReadResult`, or a corpus's `SourceRecord`."""

    @property
    def encoding(self) -> str:
        """Name of the encoding, or of the format."""
        ...

    @property
    def confidence(self) -> float:
        """How sure that is, 0 to 1."""
        ...

    @property
    def read_as(self) -> Message:
        """Which part of it is the text."""
        ...

    @property
    def size(self) -> int:
        """Bytes."""
        ...

    @property
    def left_out(self) -> "list[Message] | tuple[Message, ...]":
        """What did not come in."""
        ...

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Likely encodings where that is in doubt."""
        ...

    @property
    def suggestions(self) -> "list[ReadSuggestion] | tuple[ReadSuggestion, ...]":
        """Other ways to read it that were not taken."""
        ...


def reading_values(file: ReadFile) -> Answer:
    """All that `tell_doubt` says, and what a caller says before it."""
    return {
        "encoding": file.encoding,
        "confidence": file.confidence,
        "doubtful": file.confidence < DOUBTED,
        "read_as": file.read_as,
        "bytes": file.size,
        "left_out": list(file.left_out),
        "alternatives": [
            {
                "encoding": reading.encoding,
                "confidence": reading.confidence,
                "preview": reading.preview,
            }
            for reading in _others(file)
        ],
        "suggestions": [
            {
                "option": offered.option,
                "value": offered.value,
                "documents": offered.documents,
                "evidence": offered.evidence,
            }
            for offered in file.suggestions
        ],
    }


def encoding_told(file: ReadFile) -> Message:
    """Its encoding, and how sure that is where there is a doubt."""
    if file.confidence >= 1:
        return as_given(file.encoding)
    return msg("{encoding} ({share:.0%} sure)", encoding=file.encoding, share=file.confidence)


def tell_doubt(name: str, file: ReadFile) -> None:
    """Say what of a file did not come in, and which encodings it may be in, with their texts."""
    if file.confidence < DOUBTED:
        say(
            msg(
                "{name}: if its text looks wrong, it is not {encoding}: choose another --encoding.",
                name=name,
                encoding=file.encoding,
            )
        )
        for reading in file.readings:
            say(f"      --encoding {reading.encoding:14} {reading.preview}")
    for part in file.left_out:
        say(msg("{name}: not all came in: {part}", name=name, part=part))
    for offered in file.suggestions:
        say(
            msg(
                "{name}: {evidence} To read it so ({how}), add:",
                name=name,
                evidence=offered.evidence,
                how=plural("{n:,} document", "{n:,} documents", n=offered.documents),
            )
        )
        say(f"      --{offered.option} {_typed(offered.value)}")


def _typed(value: str) -> str:
    """A value as one types it in a shell."""
    return shlex.quote(value.replace("\\", "\\\\").replace("\n", "\\n"))


def _others(file: ReadFile) -> list[Reading]:
    return [reading for reading in file.readings if reading.encoding != file.encoding]
