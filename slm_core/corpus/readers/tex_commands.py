"""What LaTeX's commands are to a reader of the text: mathematics, notes, lines, signs."""

import re

MATHS = frozenset(
    [
        "math",
        "displaymath",
        "equation",
        "align",
        "alignat",
        "gather",
        "multline",
        "flalign",
        "eqnarray",
        "split",
        "cases",
        "array",
        "subequations",
        "aligned",
        "gathered",
    ]
)
"""Environments that are formulas."""
DRAWN = frozenset(
    ["tikzpicture", "pgfpicture", "picture", "filecontents", "comment", "thebibliography"]
)
"""Environments that are no running text."""
RAW = frozenset(["verbatim", "Verbatim", "lstlisting", "minted", "alltt"])
"""Environments whose text is shown as it is written."""
TABLES = frozenset(["tabular", "tabularx", "tabulary", "longtable", "supertabular"])
"""Environments that are tables; how their columns are set follows in braces."""
SETS = TABLES | frozenset(["minipage", "multicols", "wrapfigure", "list", "adjustwidth"])
"""Environments that are followed by settings in braces."""
DROPPED = frozenset(
    [
        "label",
        "ref",
        "eqref",
        "pageref",
        "autoref",
        "cref",
        "Cref",
        "nameref",
        "cite",
        "citep",
        "citet",
        "citealp",
        "citeauthor",
        "citeyear",
        "parencite",
        "textcite",
        "autocite",
        "footcite",
        "nocite",
        "index",
        "includegraphics",
        "usepackage",
        "RequirePackage",
        "documentclass",
        "bibliographystyle",
        "addbibresource",
        "vspace",
        "hspace",
        "setlength",
        "addtolength",
        "setcounter",
        "addtocounter",
        "newcommand",
        "renewcommand",
        "providecommand",
        "newenvironment",
        "renewenvironment",
        "newtheorem",
        "hypersetup",
        "geometry",
        "graphicspath",
        "pagestyle",
        "thispagestyle",
        "pagenumbering",
        "color",
        "definecolor",
        "bibitem",
        "hypertarget",
        "fontsize",
        "rule",
        "phantom",
        "hyphenation",
        "newlength",
        "newcounter",
        "DeclareMathOperator",
        "usetikzlibrary",
        "selectlanguage",
        "bibliography",
        "cline",
        "cmidrule",
        "fontfamily",
        "linespread",
        "captionsetup",
        "setstretch",
        "enlargethispage",
    ]
)
"""Commands whose arguments are no text."""
INCLUDES = frozenset(("input", "include", "subfile"))
"""Commands that name a file whose text belongs here."""
NOTES = frozenset(
    ["footnote", "footnotetext", "thanks", "marginpar", "marginnote", "endnote", "todo"]
)
"""Commands whose argument is a note."""
LINES = frozenset(
    [
        "part",
        "chapter",
        "section",
        "subsection",
        "subsubsection",
        "paragraph",
        "subparagraph",
        "title",
        "author",
        "date",
        "caption",
        "item",
        "par",
        "newline",
        "newpage",
        "clearpage",
    ]
)
"""Commands with which a line of its own begins."""
SKIPS = {"href": 1, "textcolor": 1, "colorbox": 1, "parbox": 1, "raisebox": 1, "multicolumn": 2}
SKIPS |= {"multirow": 2, "scalebox": 1, "resizebox": 2, "hyperref": 0, "foreignlanguage": 1}
"""Arguments that are no text, before the one that is."""
SIGNS = {
    **{sign: sign for sign in "%&_#${}"},
    **{" ": " ", "\n": " ", ",": "\u2009", ";": " ", ":": " ", "!": "", "-": "", "/": "", "@": ""},
    **{"ldots": "…", "dots": "…", "textellipsis": "…", "textbackslash": "\\", "ss": "ß", "ae": "æ"},
    **{"AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø", "l": "ł"},
    **{"L": "Ł", "i": "ı", "j": "ȷ", "S": "§", "P": "¶", "copyright": "©", "pounds": "£"},
    **{"euro": "€", "texteuro": "€", "textendash": "–", "textemdash": "—", "textdegree": "°"},
    **{"LaTeX": "LaTeX", "TeX": "TeX", "textquoteright": "’", "textquoteleft": "‘", "quad": " "},
    **{"qquad": " ", "textasciitilde": "~", "textasciicircum": "^", "textbar": "|"},
    **{"glqq": "„", "grqq": "“", "flqq": "«", "frqq": "»", "textless": "<", "textgreater": ">"},
}
"""Commands that are a sign."""
ACCENTS = {
    **{"'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304"},
    **{".": "\u0307", "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328"},
    **{"r": "\u030a", "d": "\u0323", "b": "\u0331"},
}
"""Commands that put an accent on the letter that follows."""
TYPED = {"---": "—", "--": "–", "``": "“", "''": "”", "`": "‘", "~": " ", "{": "", "}": ""}
"""What is typed for a sign, or groups."""

TOKEN = re.compile(
    r"\\begin\s*\{(?P<begin>[^{}\n]{1,40})\}|\\end\s*\{(?P<end>[^{}\n]{1,40})\}"
    r"|(?P<maths>\$\$|\$|\\\(|\\\[)"
    r"|\\verb\*?(?P<bar>[^\w\s*])(?P<verb>[^\n]*?)(?P=bar)"
    r"|\\(?P<name>[A-Za-z]+)\*?(?:[ \t]*\n(?![ \t]*\n)|[ \t]+)?"
    r"|\\(?P<sign>[^A-Za-z])|(?P<other>[{}~&%]|---?|``|''|`)"
)
"""All that is no running text."""
