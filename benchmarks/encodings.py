"""How many files are read in the right encoding: by us, charset_normalizer and chardet.

Right is the text, whatever the encoding is called. Real files come from ARGOT_REAL_DATA; excerpts
of them, as short as a few words, say how much text each needs. `python -m benchmarks.encodings`
"""

import codecs
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import chardet
import charset_normalizer

from benchmarks.support.data import real_file
from slm_core.corpus.encodings.decode import DOUBTED, decode
from slm_core.errors import CorpusError

EXCERPTS = (2, 4, 8, 16, 32, 64, 256)
"""Characters beyond ASCII in an excerpt."""
DRAWN = 2
"""Excerpts of each length from each file."""
_SELF_EVIDENT = ("ascii", "utf", "iso2022", "hz")
"""Codecs whose bytes leave no doubt, however few they are."""


@dataclass(frozen=True)
class Case:
    """Bytes, and what they say."""

    name: str
    data: bytes
    text: str
    codec: str
    """Python's, of the true encoding."""
    kind: str = "files"


@dataclass
class Tally:
    """What one of them made of the cases of one kind."""

    cases: int = 0
    right: int = 0
    sure_and_wrong: int = 0
    """Wrong with a confidence of `DOUBTED` or more, so that nobody is warned."""
    doubted: int = 0
    """With less confidence than that, right or wrong."""
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


Read = Callable[[bytes], tuple[str, float, str]]
"""Text, confidence, and the name of the encoding."""


def ours(data: bytes) -> tuple[str, float, str]:
    try:
        read = decode(data)
    except CorpusError as error:
        return "", 0.0, str(error)
    return read.text, read.confidence, read.encoding


def with_chardet(data: bytes) -> tuple[str, float, str]:
    found = chardet.detect(data)
    name = str(found["encoding"] or "")
    return _decoded(data, name), float(found["confidence"] or 0.0), name


def with_charset_normalizer(data: bytes) -> tuple[str, float, str]:
    found = charset_normalizer.from_bytes(data).best()
    if found is None:
        return "", 0.0, "none"
    return _decoded(data, found.encoding), 1.0 - found.chaos, found.encoding


READERS: dict[str, Read] = {
    "ours": ours,
    "charset_normalizer": with_charset_normalizer,
    "chardet": with_chardet,
}


def files() -> Iterator[Case]:
    """The files of encodings/LIST.tsv with what their true encoding makes of them."""
    table = real_file("encodings", "LIST.tsv")
    for line in table.read_text(encoding="utf-8").splitlines()[1:]:
        name, encoding = line.split("\t")
        data = (table.parent / name).read_bytes()
        codec = _codec(encoding)
        yield Case(name, data, data.decode(codec), codec)


def excerpts(cases: Sequence[Case], seed: int = 5) -> Iterator[Case]:
    """Pieces of the texts in the encodings of their files, cut between words where there are any.

    Only those of which a part is not ASCII, since everything reads ASCII alike.
    """
    draw = random.Random(seed)
    for case in cases:
        if case.codec.startswith(_SELF_EVIDENT):
            continue
        for size in EXCERPTS:
            for _ in range(DRAWN):
                piece = _piece(case.text, size, draw)
                if piece:
                    data = piece.encode(case.codec)
                    yield Case(case.name, data, piece, case.codec, f"{size} characters")


def measure(cases: Sequence[Case], read: Read) -> Tally:
    tally = Tally(len(cases))
    for case in cases:
        started = time.perf_counter()
        text, confidence, encoding = read(case.data)
        tally.seconds += time.perf_counter() - started
        is_right = normal(text) == normal(case.text)
        tally.right += is_right
        tally.doubted += confidence < DOUBTED
        tally.sure_and_wrong += not is_right and confidence >= DOUBTED
        if not is_right:
            tally.wrong.append(f"{case.name}: {encoding} ({confidence:.2f})")
    return tally


def normal(text: str) -> str:
    """Without what every reader may do with line ends, marks and control characters."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    return "".join(char for char in plain if char in "\n\t" or char >= " ")


def table(rows: Sequence[tuple[str, str, Tally]]) -> str:
    """In Markdown."""
    lines = ["| what | reader | right | wrong, ≥ 60 % sure | doubted | ms each |", "|---" * 6 + "|"]
    lines += [
        f"| {kind} ({tally.cases}) | {reader} | {tally.right / tally.cases:.1%} "
        f"| {tally.sure_and_wrong} ({tally.sure_and_wrong / tally.cases:.1%}) "
        f"| {tally.doubted / tally.cases:.1%} | {1000 * tally.seconds / tally.cases:.1f} |"
        for kind, reader, tally in rows
        if tally.cases
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> None:
    real = list(files())
    cases = [*real, *excerpts(real)]
    rows = []
    for kind in dict.fromkeys(case.kind for case in cases):
        of_kind = [case for case in cases if case.kind == kind]
        for name, read in READERS.items():
            tally = measure(of_kind, read)
            rows.append((kind, name, tally))
            if "--wrong" in arguments and name == "ours":
                print(f"{kind}:", *tally.wrong, sep="\n  ", file=sys.stderr)
    print(table(rows))


def _codec(encoding: str) -> str:
    """Python's, of a name in the list; some have the language behind them: iso-8859-5-russian."""
    while True:
        try:
            return codecs.lookup(encoding).name
        except LookupError:
            encoding = encoding.rpartition("-")[0]


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode(name, errors="replace")
    except LookupError:
        return ""


def _piece(text: str, size: int, draw: random.Random) -> str:
    """A stretch with so many characters beyond ASCII, "" where there are not as many."""
    places = [at for at, char in enumerate(text) if char > "\x7f"]
    if len(places) < size:
        return ""
    first = draw.randrange(len(places) - size + 1)
    start, end = places[first], places[first + size - 1] + 1
    while start > 0 and not text[start - 1].isspace() and places[first] - start < 20:
        start -= 1
    while end < len(text) and not text[end].isspace() and end - places[first + size - 1] < 20:
        end += 1
    return text[start:end].strip()


if __name__ == "__main__":
    main(sys.argv[1:])
