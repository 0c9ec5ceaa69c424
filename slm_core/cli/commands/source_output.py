"""How files were read, as every command that reads some tells it: to people and as JSON."""

from typing import Protocol

from slm_core.cli.output.terminal import Answer, say
from slm_core.corpus.encodings.decode import DOUBTED
from slm_core.corpus.encodings.readings import Reading
from slm_core.messages import Message, msg


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
    }


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


def _others(file: ReadFile) -> list[Reading]:
    return [reading for reading in file.readings if reading.encoding != file.encoding]
