"""What the library says to people, as templates with named places. Knows no translations.

slm_core knows no languages: it raises and returns English sentences, many of them f-strings. Here
they are read from its code, `f"{broken:,} places"` as `{n_broken} places`, so that they can be
translated; `pages.ui.said` finds the template of a sentence again.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

SAYING = (
    "corpus/*.py",
    "corpus/text/*.py",
    "corpus/encodings/*.py",
    "corpus/readers/*.py",
    "corpus/cleaning/**/*.py",
    "corpus/ingest/*.py",
    "processes/*.py",
    "hardware/*.py",
    "models/settings.py",
    "profiling/profile.py",
    "runs/**/*.py",
    "serving/client.py",
    "serving/lifecycle.py",
    "serving/requests.py",
    "tokenizers/*.py",
    "training/**/*.py",
    "*.py",
)
"""Files of slm_core whose sentences reach a page."""
_SILENT = frozenset(("language", "comparison", "presets", "preview", "seed"))
"""Modules among them whose texts are samples, or names that stay."""
_CALLED = (
    "TypeError ValueError KeyError AssertionError PermissionError compile print warning exception "
    "startswith endswith removeprefix find split get frozenset"
)
_UNSEEN = frozenset(_CALLED.split())
"""What is called with texts that nobody reads."""
_SHORT = frozenset(("counted", "kind", "read_as"))
"""Names of arguments in which single words are said too."""
_NUMBER = re.compile(r",|[gdf%]$")
_OF_FILE = "{name}: "
"""Before what is said of a file; pages take it away, or any sentence may have it."""
_FIELD = re.compile(r"\{[a-z_]+\}")
_WORDS = re.compile(r"(?:[A-Za-z]|^)[,.;:’)\"]* ['\"(<“]*[A-Za-z]")
_WORD = re.compile("[a-z]+")


def library_texts(root: Path) -> Iterator[tuple[str, str]]:
    """Every template, a line each, with the file where it stands."""
    paths = (path for names in SAYING for path in root.glob(f"slm_core/{names}"))
    for path in sorted(path for path in paths if path.stem not in _SILENT):
        for text in _said(ast.parse(path.read_text(encoding="utf-8"))):
            for line in text.split("\n"):
                told = line.strip().removeprefix(_OF_FILE)
                if re.search("[A-Za-z]", re.sub(r"\{[^{}]*\}", "", told)):
                    yield told, path.relative_to(root).as_posix()


def _said(node: ast.AST, *, short: bool = False, top: bool = False) -> Iterator[str]:
    """The templates below a node; `short` for single words too, `top` for sentences only."""
    match node:
        case ast.Constant(value=str(text)):
            is_sentence = _WORDS.search(text) and (text.endswith(".") or not top)
            if is_sentence or (short and _WORD.fullmatch(text)):
                yield text if _FIELD.search(text) else _escaped(text)
        case ast.JoinedStr(values=parts):
            template = _template(parts)
            if _WORDS.search(_FIELD.sub("x", template)):
                yield template
            for part in parts:
                if isinstance(part, ast.FormattedValue):
                    yield from _said(part.value, short=True)
        case ast.Call():
            yield from _given(node)
        case _:
            is_assigned = isinstance(node, ast.Assign | ast.AnnAssign)
            for child in _below(node):
                yield from _said(
                    child,
                    short=short and isinstance(node, ast.IfExp | ast.BoolOp),
                    top=isinstance(node, ast.Module) or (top and is_assigned),
                )


def _given(call: ast.Call) -> Iterator[str]:
    """The templates among what a function is called with."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name == "counted":
        nouns = (one for one in call.args if isinstance(one, ast.Constant))
        yield from (f"{{n_number}} {noun.value}" for noun in nouns)
    elif name not in _UNSEEN:
        for keyword in call.keywords:
            yield from _said(keyword.value, short=keyword.arg in _SHORT)
        receiver = getattr(call.func, "value", call.func)
        for child in call.args if _is_text(receiver) else (receiver, *call.args):
            yield from _said(child)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _below(node: ast.AST) -> Iterator[ast.AST]:
    """What may hold texts for people: no documentation, no annotation, no name of anything."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Assert() | ast.Compare() | ast.Subscript():
            return
        case ast.Dict(values=values):
            yield from values
        case ast.AnnAssign(value=value):
            yield from filter(None, [value])
        case ast.FunctionDef(body=body) | ast.ClassDef(body=body):
            yield from body
        case _:
            yield from ast.iter_child_nodes(node)


def _template(parts: list[ast.expr]) -> str:
    """An f-string with {names} where values come in."""
    names: list[str] = []
    written: list[str] = []
    for part in parts:
        if isinstance(part, ast.FormattedValue):
            names.append(_name(part))
            count = names.count(names[-1])
            written.append(f"{{{names[-1]}{'_again' * (count - 1)}}}")
        elif isinstance(part, ast.Constant):
            written.append(_escaped(str(part.value)))
    return "".join(written)


def _escaped(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _name(part: ast.FormattedValue) -> str:
    """What to call a value: as its variable; what is written as a number begins with n_."""
    spec = _template(part.format_spec.values) if isinstance(part.format_spec, ast.JoinedStr) else ""
    found = _variable(part.value).strip("_").lower()
    return f"n_{found}" if _NUMBER.search(spec) else found


def _variable(node: ast.AST) -> str:
    """The name that comes first in an expression."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Constant(value=str(word)) if _WORD.match(word):
            return word.split()[0]
        case ast.Call(func=ast.Name(id="counted"), args=[_, _, many]):
            return _variable(many)
        case ast.Call(func=ast.Attribute(value=first), args=[]):
            return _variable(first)
        case ast.Call(args=[first, *_]) | ast.Subscript(value=first) | ast.BinOp(left=first):
            return _variable(first)
        case ast.Call(func=first) | ast.IfExp(body=first) | ast.BoolOp(values=[first, *_]):
            return _variable(first)
    return "value"
