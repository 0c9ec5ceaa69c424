"""Files made to harm: a sentence or documents, in bounded time and memory, nothing left behind."""

import json
import subprocess
import sys
from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slm_core.corpus.readers.document import InputFile, ReadError
from slm_core.corpus.readers.registry import ENDINGS, read_each
from tests.corpus.made_files import SMALL

ROOT = Path(__file__).parents[3]
MOST_SECONDS = 60
"""For any of the files on a busy machine."""
MOST_MEGABYTES = 960
"""For all in one process: the heaviest take 820 each, and what malloc keeps differs by tens."""

MAKE = """
import bz2, gzip, json, lzma, pathlib, sys
from tests.corpus.made_files import docx, epub, ods, ods_row, paragraph, pdf, row, xlsx, zipped
for name, program in json.load(sys.stdin).items():
    pathlib.Path(name).write_bytes(eval(program))
"""
READ = """
import json, pathlib, resource, sys, time
from slm_core.corpus.readers.document import InputFile, ReadResult
from slm_core.corpus.readers.registry import read_each
told = {}
for path in sorted(pathlib.Path("files").iterdir()):
    start, message, characters = time.perf_counter(), "", 0
    for result in read_each(InputFile(path.name, path)):
        if isinstance(result, ReadResult):
            characters += result.characters
        else:
            message = str(result.message)
    told[path.name] = message, characters, time.perf_counter() - start
who = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
peaks = [resource.getrusage(one).ru_maxrss / 1000 for one in who]
status = pathlib.Path("/proc/self/status")
if status.exists():  # there ru_maxrss begins with that of whoever started this process
    (line,) = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
    peaks[0] = int(line.split()[1]) / 1000
print(json.dumps({"told": told, "megabytes": peaks}))
"""
LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "haha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><l>&j;</l>"
)
OUTSIDE = '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><l>&a;</l>'

HOSTILE = {
    "laughs.xml": (repr(LAUGHS.encode()), "defines an entity of its own"),
    "outside.xml": (repr(OUTSIDE.encode()), "defines an entity of its own"),
    "hidden.xml": (repr(b"<!-- <l> -->" + LAUGHS.encode()), "defines an entity of its own"),
    "laughs.docx": (
        f"zipped([('[Content_Types].xml', 'x'), ('word/document.xml', {LAUGHS!r})])",
        "defines an entity of its own",
    ),
    "laughs.fb2": (repr(LAUGHS.encode()), "defines an entity of its own"),
    "laughs.xlsx": (f"xlsx({{'A': {LAUGHS!r}}})", "not complete XML"),
    "outside.xlsx": (f"xlsx({{'A': {OUTSIDE!r}}})", "not complete XML"),
    "bomb.txt.gz": ("gzip.compress(b'a' * 90_000_000)", "packed more than 200 times"),
    "bomb.txt.bz2": ("bz2.compress(b'a' * 90_000_000)", "packed more than 200 times"),
    "bomb.txt.xz": ("lzma.compress(b'a' * 90_000_000)", "packed more than 200 times"),
    "members.txt.gz": ("gzip.compress(b'abcd' * 450_000) * 300", "more than 100 times its size"),
    "inside.zip.gz": ("gzip.compress(zipped([('a.txt', 'a')]))", "There is an archive in it"),
    "named.xlsx": (
        "xlsx({'A': '<row><c t=\"s\"><v>0</v></c></row>' * 5_000}, "
        "strings=['<t>' + ' '.join(map(str, range(70_000))) + '</t>'])",
        "more than 200 million characters",
    ),
    "repeated.ods": (
        "ods({'A': ods_row('word ' * 100, attributes='table:number-rows-repeated=\"1048576\"')})",
        "more than 200 million characters",
    ),
    "deep.eml": (
        "b''.join(b'Content-Type: multipart/mixed; boundary=b%d\\n\\n--b%d\\n' % (n, n) "
        "for n in range(20_000))",
        "built as no mail program does",
    ),
    "braces.tex": ("b'\\\\emph{' * 500_000", "no text in it but commands"),
    "open.tex": ("b'\\\\cite{a ' * 300_000", ""),
    "endless.tex": ("b'\\\\begin{math} ' * 300_000", "no text in it but commands"),
    "deep.xml": ("b'<a>' * 300_000", "not complete XML"),
    "tags.xml": ("b'<a>' + b'<b>x</b>' * 2_500_000 + b'</a>'", "5,000,002 tags"),
    "bomb.docx": ("docx(paragraph('a' * 60_000_000))", "packed more than 200 times"),
    "bomb.epub": ("epub({'a': 'a' * 60_000_000}, spine=['a'])", "packed more than 200 times"),
    "bomb.zip": ("zipped([('a.txt', b'a' * 50_000_000)])", "packed more than 200 times"),
    "bombs.zip": (
        "zipped((f'{n}.txt', b'abcd' * 450_000) for n in range(60))",
        "unpacks to more than 100 times its size",
    ),
    "nested.zip": (
        "zipped([('1.zip', zipped([('2.zip', zipped([('a.txt', b'a' * 50_000_000)]))]))])",
        "packed more than 200 times",
    ),
    "tiny.zip": ("zipped((f'd/{n}.txt', f'note {n}') for n in range(100_000))", "80,000 files"),
    "bomb.pdf": ("pdf(b'BT /F1 12 Tf 9 9 Td (' + b'a' * 100_000_000 + b') Tj ET')", ""),
    "many.json": ("b'[' + b'{\"t\":\"x\"},' * 5_000_000 + b'1]'", "more than is read at once"),
    "deep.json": ("b'[' * 5_000_000", "not complete JSON"),
    "line.txt": ("b'word and more ' * 14_300_000", ""),
    "wide.csv": ("b'id,text\\n1,' + b'word ' * 10_000_000", "as no table has"),
    "groups.rtf": ("b'{\\\\rtf1 ' + b'{' * 5_000_000", "more than 10,000 deep"),
    "tags.html": ("b'<p><b>x</b></p>' * 300_000", ""),
    "less.html": ("b'<' * 5_000_000", ""),
    "many.html": ("b'<li>x ' * 25_000", ""),
}

HEAVY = frozenset({"named.xlsx", "repeated.ods", "tags.html", "tiny.zip", "line.txt"})
"""Those that take seconds each to be made and read."""


@dataclass(frozen=True)
class Told:
    """What reading all hostile files in one process gave and took."""

    files: dict[str, tuple[str, int, float]]
    """Message, characters and seconds by name."""
    megabytes: list[float]
    """At the most, of the process and of those it started."""
    left_behind: list[str]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return tell(tmp_path_factory.mktemp("hostile"), HOSTILE.keys() - HEAVY)


@pytest.fixture(scope="module")
def told_of_heavy(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return tell(tmp_path_factory.mktemp("heavy"), HEAVY)


def tell(folder: Path, names: Set[str]) -> Told:
    (folder / "files").mkdir()
    (folder / "tmp").mkdir()
    made = {name: HOSTILE[name][0] for name in sorted(names)}
    run(MAKE, folder / "files", json.dumps(made), temporary=folder / "tmp")
    answer = json.loads(run(READ, folder, "", temporary=folder / "tmp"))
    left = [str(path) for path in folder.rglob("*") if path.parent.name != "files"]
    return Told(answer["told"], answer["megabytes"], left)


def run(program: str, folder: Path, given_text: str, *, temporary: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)},
        input=given_text,
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", [name for name in HOSTILE if name not in HEAVY])
def test_a_hostile_file_gets_a_sentence_in_time(told: Told, name: str) -> None:
    gets_a_sentence_in_time(told, name)


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", sorted(HEAVY))
def test_a_heavy_file_gets_a_sentence_in_time(told_of_heavy: Told, name: str) -> None:
    gets_a_sentence_in_time(told_of_heavy, name)


def gets_a_sentence_in_time(told: Told, name: str) -> None:
    message, characters, seconds = told.files[name]
    expected = HOSTILE[name][1]
    assert expected in message
    assert message.startswith(name) or message.startswith("a.txt: ") or not message
    assert message or characters
    assert seconds < MOST_SECONDS


def test_hostile_files_take_little_memory_and_leave_nothing(told: Told) -> None:
    takes_little_memory_and_leaves_nothing(told)


@pytest.mark.exhaustive
def test_heavy_files_take_little_memory_and_leave_nothing(told_of_heavy: Told) -> None:
    takes_little_memory_and_leaves_nothing(told_of_heavy)


def takes_little_memory_and_leaves_nothing(told: Told) -> None:
    assert max(told.megabytes) < MOST_MEGABYTES
    assert {Path(path).name for path in told.left_behind} == {"files", "tmp"}


MARKS = rb"""< { } [ " \u --> &#0; &a; %PDF- \bin9 \'e9 <![CDATA[ ]]> <!DOCTYPE <?xml"""
CONTROLS = [b"\0", b"\r", b"\n\n", b"PK\3\4", b"\xff\xfe", b"\xed\xa0\x80"]
PIECES = st.sampled_from([*MARKS.split(), *CONTROLS])
IN_PROCESS = [ending for ending in ENDINGS if ending != ".pdf"]
"""A PDF takes a process each, so fewer are tried."""


@settings(max_examples=250, deadline=None)
@given(
    ending=st.sampled_from(IN_PROCESS), data=st.lists(st.binary(max_size=60) | PIECES).map(b"".join)
)
def test_any_bytes_become_documents_or_a_sentence(ending: str, data: bytes) -> None:
    becomes_documents_or_a_sentence(ending, data)


@settings(max_examples=400, deadline=None)
@given(ending=st.sampled_from(IN_PROCESS), change=st.data())
def test_any_damage_to_a_sound_file_is_survived(ending: str, change: st.DataObject) -> None:
    becomes_documents_or_a_sentence(ending, damaged(SMALL[ending], change))


@settings(max_examples=15, deadline=None)
@given(change=st.data())
def test_any_damage_to_a_pdf_is_survived(change: st.DataObject) -> None:
    becomes_documents_or_a_sentence(".pdf", damaged(SMALL[".pdf"], change))


def damaged(data: bytes, change: st.DataObject) -> bytes:
    """Something cut out and something put in, a few times."""
    for _ in range(change.draw(st.integers(1, 3))):
        start = change.draw(st.integers(0, len(data)))
        end = start + change.draw(st.integers(0, 20) | st.just(len(data)))
        data = data[:start] + change.draw(st.binary(max_size=4) | PIECES) + data[end:]
    return data


def becomes_documents_or_a_sentence(ending: str, data: bytes) -> None:
    name = f"any{ending}"
    for result in list(read_each(InputFile(name, data))):
        if isinstance(result, ReadError):
            assert str(result.message).startswith(f"{result.name}: ")
            assert str(result.message).rstrip().endswith((".", "…"))
            continue
        assert result.documents
        for text in result.documents:
            assert text.strip()
            assert "\0" not in text and "\r" not in text
            text.encode()
