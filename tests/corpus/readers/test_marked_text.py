"""LaTeX, FictionBook and ASS give their words in order, and say what is none."""

import pytest

from slm_core.corpus.readers.document import InputFile, ReadOptions, ReadResult
from slm_core.corpus.readers.registry import read_source
from slm_core.errors import CorpusError
from tests.corpus.made_files import fb2

TEX = r"""\documentclass[a4paper]{article}
\usepackage[utf8]{inputenc}
\newcommand{\hidden}[1]{never #1}
\title{The \emph{Tram} Depot}
\begin{document}
\maketitle
% a comment
\section[Short]{Introduction}\label{sec:i}
The depot\footnote{Built in 1902.} mended 5\% of its clocks \cite{a,b}, as na\"{\i}ve
caf\'e owners said---``never again''. See~\ref{sec:i} for $x^2 + \$3$, and
\begin{equation*}
 E = mc^2
\end{equation*}
the \textbf{rest \textit{of it}}. It cost \$5 and \$6. Fran\c{c}ois \v{S}koda, \ss.
\begin{itemize}
 \item one \item[two] three
\end{itemize}
\begin{tabular}{ll}
a & b \\
c & d \\[2pt]
\end{tabular}
\begin{figure}[ht]\includegraphics[width=3cm]{x.png}\caption{A picture.}\end{figure}
\begin{verbatim}
raw \stuff{here} % kept
\end{verbatim}
\href{http://x}{A link}, \url{http://y.org/a_b}. \verb|x_y|. 中文也在。
\input{chapter2}
\end{document}
never this
"""
PLAIN_TEX = """The Tram Depot

Introduction
The depot mended 5% of its clocks, as naïve
café owners said—“never again”. See for, and

the rest of it. It cost $5 and $6. François Škoda, ß.

one
two three

a\tb
c\td

A picture.

raw \\stuff{here} % kept

A link, http://y.org/a_b. x_y. 中文也在。"""

CHAPTERS = (
    "<title><p>The Book</p></title><epigraph><p>Short.</p></epigraph>"
    "<section><title><p>Part</p></title>"
    "<section><title><p>One</p></title><p>It <emphasis>rained</emphasis> on"
    '<a href="#n1" type="note">[1]</a>.</p>'
    "<poem><stanza><v>a line</v><v>another</v></stanza></poem></section>"
    "<section><p>Sun.</p></section></section><section><p>Last.</p></section>"
)
ASS = r"""[Script Info]
Title: x
[Events]
Format: Layer, Start, End, Style, Text
Comment: 0,0:00:00.00,0:00:01.00,D,a note
Dialogue: 0,0:00:03.00,0:00:04.00,D,{\i1}Second, really{\i0}\Nline
Dialogue: 0,0:00:01.00,0:00:02.00,D,{\pos(1,2)}First
Dialogue: 1,0:00:01.00,0:00:02.00,D,{\blur3}First
Dialogue: 1,0:00:01.00,0:00:02.00,D,{\p1}m 0 0 l 100 0{\p0}
"""


def read(name: str, data: bytes | str, *, notes: bool = False) -> ReadResult:
    content = data.encode() if isinstance(data, str) else data
    return read_source(InputFile(name, content), options=ReadOptions(notes=notes))


def test_latex_gives_its_text_and_says_what_it_leaves_out() -> None:
    result = read("a.tex", TEX)
    assert result.documents == [PLAIN_TEX]
    assert [*map(str, result.left_out)] == [
        "2 formulas",
        "files that it includes, add them too: chapter2",
        "Footnotes were left out",
    ]
    assert read("a.tex", TEX, notes=True).documents == [f"{PLAIN_TEX}\n\nBuilt in 1902."]
    assert str(result.read_as) == "LaTeX without its commands"


def test_a_text_without_commands_is_kept_as_it_is() -> None:
    text = "It rained 100% of the day.\n\nA {word} & more, $5.\n"
    assert read("a.tex", text).documents == [text]


def test_each_chapter_of_a_book_is_a_document() -> None:
    note = '<body name="notes"><section id="n1"><p>A note</p></section></body>'
    about = "<description><title-info><book-title>Title</book-title></title-info></description>"
    result = read("a.fb2", fb2(CHAPTERS, more=f"{note}<binary>aGVsbG8=</binary>", before=about))
    assert result.documents == [
        "The Book\nShort.\nPart\nOne\nIt rained on.\na line\nanother",
        "Sun.",
        "Last.",
    ]
    assert [*map(str, result.left_out)] == [
        "what <description> says of the file itself",
        "Footnotes were left out",
    ]
    with_notes = read("a.fb2", fb2(CHAPTERS, more=note), notes=True)
    assert with_notes.documents == [*result.documents, "A note"]


def test_a_declared_encoding_of_a_book_is_read() -> None:
    text = fb2("<section><p>Шёл дождь.</p></section>").decode().replace("utf-8", "windows-1251")
    assert read("a.fb2", text.encode("cp1251")).documents == ["Шёл дождь."]


def test_subtitles_come_in_the_order_of_their_times_and_once() -> None:
    result = read("a.ass", ASS)
    assert result.documents == ["First\nSecond, really line"]
    assert [*map(str, result.left_out)] == ["1 cue without words", "1 comment"]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.tex", r"\begin{document}$x$\end{document}", "no text in it but commands"),
        ("a.fb2", "<p>Words</p>", "no FictionBook"),
        ("a.fb2", fb2("<section/>"), "no text in this book"),
        ("a.ass", "Just words", "no line begins with “Dialogue:”"),
        ("a.ass", "Dialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,{\\i1}", "times but no words"),
    ],
)
def test_what_is_none_is_told(name: str, data: bytes | str, message: str) -> None:
    with pytest.raises(CorpusError, match=rf"^{name}: .*{message}"):
        read(name, data)
