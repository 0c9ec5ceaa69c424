"""Every real file comes in right, or is refused with its reason: the table says which."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from slm_core.corpus.readers.document import InputFile, ReadError, ReadOptions, ReadResult
from slm_core.corpus.readers.registry import read_each, read_source
from slm_core.errors import CorpusError


@dataclass(frozen=True)
class Comes:
    """How a file comes in."""

    read_as: str
    encoding: str
    characters: int
    snippets: tuple[str, ...]
    """Stand in its text in this order: of the beginning, the middle and the end."""
    documents: int = 1
    left_out: tuple[str, ...] = ()
    password: str | None = None


@dataclass(frozen=True)
class Refused:
    """Why a file does not come in."""

    message: str


FORMATS: dict[str, Comes | Refused] = {
    "SOURCE.txt": Comes(
        "text", "UTF-8", 4_096, ("alice_book.pdf\t711671", "sintel_en.srt\t1619", "random.bin\n")
    ),
    "alice.epub": Comes(
        "book, 11 parts",
        "EPUB",
        51_751,
        (
            "Alice's Adventures In Wonderland\nCopyright, 1916,",
            "\nDown The Rabbit-Hole\nAlice was beginning to get very tired of sitting",
            '"Who are you?" said the Caterpillar.\nAlice replied, rather shyly,',
            "what a wonderful dream it had been.",
        ),
    ),
    "alice_book.html": Comes(
        "web page without menus and footers",
        "UTF-8",
        163_229,
        (
            "Project Gutenberg's Alice's Adventures in Wonderland, by Lewis Carroll\n",
            "Alice was beginning to get very tired of sitting by her sister on the bank",
            "‘No, please go on!’ Alice said very humbly; ‘I won’t interrupt again.",
            "remembering her own child-life, and the happy summer days.",
            "subscribe to our email newsletter to hear about new eBooks.",
        ),
    ),
    "alice_book.pdf": Comes(
        "text of 69 pages",
        "PDF",
        161_984,
        (
            "Project Gutenberg's Alice's Adventures in Wonderland, by Lewis\nCarroll\n",
            "IN WONDERLAND\fBy Lewis Carroll\nTHE MILLENNIUM",
            "was just in time to hear it say, as it turned a corner, 'Oh my ears and whiskers,",
            "'I won't interrupt again. I dare say there may\nbe ONE.'\n'One, indeed!'",
            "subscribe to our email newsletter to hear about new eBooks.",
        ),
    ),
    "banking77_test.csv": Comes(
        'column "text"',
        "UTF-8",
        167_032,
        ("How do I locate my card?", "I ordered a card but it has not arrived."),
        documents=3_080,
    ),
    "botchan_shift_jis.txt": Comes(
        "text",
        "Shift-JIS",
        105_100,
        ("坊っちゃん\n夏目漱石\n", "布令《ふれ》を出すのは", "ボランティアの皆さんです。\n"),
    ),
    "chinese_big5.txt": Comes(
        "text",
        "Big5",
        389,
        ("維基大典（Wikipedia）者，網路為礎", "大典得幸，同道兼發", "具錄於維基共享︰維基大典。\n"),
    ),
    "english_bom.txt": Comes(
        "text",
        "UTF-8",
        856,
        ("1\n00:00:06,500 --> ", "the comment section of YouTube", "a global awareness day\n"),
    ),
    "french_cp1252.txt": Comes(
        "text",
        "Windows-1252",
        3_251,
        ("JEAN-BAPTISTE POQUELIN MOLIÈRE\nNÉ LE 15 JANVIER", "une légende\n", "plus scrupuleux.\n"),
    ),
    "gsm8k_test.jsonl": Comes(
        'field "answer"',
        "UTF-8",
        386_310,
        ("Janet sells 16 - 3 - 4 = <<16-3-4=9>>9 duck eggs a day.", "farmer’s market.\n#### 18"),
        documents=1_319,
    ),
    "multicolumn.pdf": Comes(
        "text of 3 pages",
        "PDF",
        7_118,
        (
            "Two-Column Document with Lorem Ipsum\nYour Name\nJanuary 3, 2024\nAbstract\n",
            "consectetuer adip-\niscing elit. Ut purus elit",  # divided at the line's end
            "dictum gravida\nmauris. Nam arcu libero",  # down the left column, not across
            "sagittis quis, diam. Duis eget orci",
            "leo. Quisque egestas wisi eget nunc. Nam feugiat\n1\flacus vel est.",
            "wisi.\n2\fTable 1: EU Countries Information\nCountry Population (millions)",
            "Finland 5.5 338,424 Helsinki Finnish, Swedish\n3",
        ),
    ),
    "neike_gb18030.txt": Comes(
        "text",
        "GB18030",
        889_265,
        (
            "高血压患者能吃党参吗？",
            "大三阳要做什么检查?",
            "患者还需要有始终保持心情愉快\n\n\n",
        ),
    ),
    "notebook.ipynb": Comes(
        "notebook, 3 texts and 2 pieces of code",
        "UTF-8",
        95,
        ('# Test Notebook\n\nprint("markitdown")', "# comment in code\nprint(42)", "End\n\n---"),
        left_out=("2 outputs of code",),
    ),
    "password.pdf": Comes(
        "text of 1 page",
        "PDF",
        591,
        ("Lorem ipsum dolor sit amet", "nonumy eirmod tempor in", "Lorem ipsum dolor sit amet."),
        password="openpassword",
    ),
    "pdflatex_4pages.pdf": Comes(
        "text of 4 pages",
        "PDF",
        14_474,
        (
            "Hello, here is some text without a meaning.",
            "“Huardest gefburn”? Kjift – not at all!",
            "the length of words should match the language.\n4",
        ),
    ),
    "random.bin": Refused(
        "Files ending in .bin are read where they are plain text. This is not text: it"
    ),
    "research_paper.docx": Comes(
        "document",
        "DOCX",
        4_439,
        (
            "AutoGen: Enabling Next-Gen LLM Applications via Multi-Agent Conversation\n",
            "\nAbstract\nAutoGen is an open-source framework",
            "First, because chat optimized LLMs (e.g., GPT-4) show",
            "1\t2\t3\t4\t5\t6\n7\t8\t9",
            "13\t14\t49e168b7-d2ae-407f-a055-2167576f39a1\t15\t16\t17\n",
            "25\t26\t27\t28\t29\nTest Image:",
        ),
    ),
    "rust_book_ch04-01.md": Comes(
        "text",
        "UTF-8",
        25_184,
        ("## What Is Ownership?\n\n_Ownership_ is", "bind it to `y`.”", "module-tree.html\n"),
    ),
    "scanned_images.pdf": Refused(
        "There is no text in its 6 pages: its pages are pictures, as from a scanner. It needs OCR"
    ),
    "sintel_en.srt": Comes(
        "26 subtitles",
        "UTF-8",
        637,
        (
            "This blade has a dark past.\nIt has shed much innocent blood.\n",
            "You're a fool for traveling alone, so completely unprepared.\n",
            "These are dragon lands, Sintel.\n",
            "Scales?\nScales...",
        ),
    ),
    "table_and_paras.docx": Comes(
        "document",
        "DOCX",
        141,
        (
            "Lorem ipsum dolor sit amet, consectetur adipiscing elit.\n",
            "Text before\nTable Between Text after\n",  # a table within a table's cell
            "Donec semper facilisis metus finibus malesuada.",
        ),
        left_out=("Headers and footers were left out",),
    ),
    "udhr_german_latin1.txt": Comes(
        "text",
        "Windows-1252",  # what is Latin-1 is this too, and reads the same
        9_999,
        (
            "Die Allgemeine Erklärung der Menschenrechte\n",
            "Beeinträchtigungen seiner Ehre",
            "der Hochschulunterricht muß allen",
        ),
    ),
    "usc_title09.xml": Comes(
        "text of the elements",
        "UTF-8",
        42_212,
        (
            "Title 9—\nARBITRATION\nThis title was enacted by act July 30, 1947, ch. 392, §\u202f",
            "it may be enforced as if it had been rendered in an action in the court",
            "set out as a note under section 401 of this title.",
        ),
        left_out=("what <meta> says of the file itself",),
    ),
}

CORPORA = {
    "cooking_en": ("UTF-8", 580_000),
    "customer_banking77": ("UTF-8", 760_000),
    "de_gesetze": ("UTF-8", 1_700_000),
    "docs_rust_book": ("UTF-8", 1_210_000),
    "finance_fomc_minutes": ("UTF-8", 1_779_000),
    "ja_soseki": ("UTF-8", 293_000),
    "medical_medquad": ("UTF-8", 2_024_000),
    "tinyshakespeare": ("UTF-8", 1_115_394),
    "wikitext-2": ("UTF-8", 13_156_000),
    "zh_medical_gb18030": ("GB18030", 1_180_000),
    "zh_poetry": ("UTF-8", 563_000),
    "zh_recipes": ("UTF-8", 372_000),
}
"""The encoding of each folder's texts, and the fewest characters that come in."""


def test_the_table_has_every_file(real_data: Path) -> None:
    files = {path.name for path in (real_data / "formats").iterdir()}
    assert files == {*FORMATS, "us_inaugural.zip"}
    others = {"formats", "encodings", "reported"}
    assert {path.name for path in real_data.iterdir()} == {*CORPORA, *others}


@pytest.mark.parametrize("name", FORMATS)
def test_every_file_comes_in_right_or_is_refused_with_its_reason(
    real_data: Path, name: str
) -> None:
    expected, source = FORMATS[name], InputFile(name, real_data / "formats" / name)
    if isinstance(expected, Refused):
        with pytest.raises(CorpusError, match=f"^{name}: ") as caught:
            read_source(source)
        assert expected.message in str(caught.value)
        return
    result = read_source(source, options=ReadOptions(password=expected.password))
    assert (str(result.read_as), result.encoding) == (expected.read_as, expected.encoding)
    assert (len(result.documents), result.characters) == (expected.documents, expected.characters)
    assert tuple(map(str, result.left_out)) == expected.left_out
    assert result.confidence > 0.7
    text, at = "\n".join(result.documents), 0
    for snippet in expected.snippets:
        at = text.find(snippet, at)
        assert at >= 0, f"{snippet!r} is missing, or comes too early"
        at += len(snippet)
    assert text.startswith(expected.snippets[0])
    assert "\ufffd" not in text and "\r" not in text


def test_an_archive_gives_each_of_its_files(real_data: Path) -> None:
    name = "us_inaugural.zip"
    results = list(read_each(InputFile(name, real_data / "formats" / name)))
    assert len(results) == 60
    assert all(isinstance(result, ReadResult) for result in results)
    assert sum(result.characters for result in results) == 807_339
    # One of them came from a Chinese machine.
    assert {result.encoding for result in results} == {"UTF-8", "Big5"}
    text = "\n".join(document for result in results for document in result.documents)
    assert text.startswith("Fellow-Citizens of the Senate and of the House of Representatives:")
    assert "the only thing we have to fear is fear itself" in text
    assert "\n  America’s vital interests and our" in text
    assert "(Thanks to Kathleen Ahrens for compiling this corpus" in text
    assert [result.name for result in results[:2]] == ["1789-Washington.txt", "1793-Washington.txt"]
    assert results[-1].name == "README"
    assert {result.inside for result in results} == {name}


def test_a_locked_pdf_asks_for_its_password(real_data: Path) -> None:
    source = InputFile("password.pdf", real_data / "formats/password.pdf")
    with pytest.raises(CorpusError, match=r"locked with a password\. Give the password"):
        read_source(source)
    with pytest.raises(CorpusError, match=r"The password does not open it\. Check it"):
        read_source(source, options=ReadOptions(password="Openpassword"))
    assert [one.is_locked for one in list(read_each(source)) if isinstance(one, ReadError)] == [
        True
    ]


@pytest.mark.parametrize("part", [0.3, 0.9, 0.99])
def test_a_pdf_that_is_cut_off_says_so(real_data: Path, part: float) -> None:
    data = (real_data / "formats/alice_book.pdf").read_bytes()
    with pytest.raises(CorpusError, match=r"damaged or cut off.*Fetch or save it again"):
        read_source(InputFile("a.pdf", data[: int(part * len(data))]))


@pytest.mark.parametrize("name", ["alice.epub", "research_paper.docx", "us_inaugural.zip"])
def test_packages_that_are_cut_off_say_so(real_data: Path, name: str) -> None:
    data = (real_data / "formats" / name).read_bytes()
    (refusal,) = read_each(InputFile(name, data[: len(data) // 2]))
    assert isinstance(refusal, ReadError)
    assert "broken or cut off" in str(refusal.message)


def test_the_books_words_survive_in_every_format(real_data: Path) -> None:
    words = [
        set(read_source(InputFile(name, real_data / "formats" / name)).documents[0].split())
        for name in ("alice_book.html", "alice_book.pdf")
    ]
    plain = [
        {word.strip("'‘’“”\"*().,;:!?_-—").lower().replace("’", "'") for word in one}
        for one in words
    ]
    assert len(plain[0] & plain[1]) > 0.97 * len(plain[1])


@pytest.mark.parametrize("folder", CORPORA)
def test_every_corpus_comes_in_whole(real_data: Path, folder: str) -> None:
    encoding, characters = CORPORA[folder]
    results = [
        result
        for path in sorted((real_data / folder).iterdir())
        for result in list(read_each(InputFile(path.name, path)))
    ]
    read = [result for result in results if isinstance(result, ReadResult)]
    assert [str(result.message) for result in results if isinstance(result, ReadError)] == []
    assert {result.encoding for result in read if result.name != "SOURCE.txt"} == {encoding}
    assert sum(result.characters for result in read) >= characters
    already = 6 if folder == "zh_poetry" else 0  # somebody else's damage, in the file as U+FFFD
    assert sum(text.count("\ufffd") for result in read for text in result.documents) == already
