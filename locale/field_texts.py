"""Babel extractor for settings: names, choices and docstrings of fields, which forms show."""

import ast
from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any

from babel.messages.extract import extract_python

Text = tuple[int, None, str, list[str]]
"""Line, no function, text, comments: what Babel wants of an extractor."""


def extract(
    file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Any
) -> Iterator[tuple]:
    """Every text of the settings in a file, and what is marked in it as in any other.

    With the option `steps` they are cleaning steps: the first line of each class says what it
    does, and choices have names on the page.
    """
    yield from extract_python(file, keywords, comment_tags, options)
    file.seek(0)
    for node in ast.parse(file.read()).body:
        if isinstance(node, ast.ClassDef):
            about = ast.get_docstring(node)
            if options.get("steps") and node.name.startswith("_"):
                continue  # no step of a recipe
            if options.get("steps") and about:
                yield node.lineno, None, about.splitlines()[0], []
            if options.get("steps") or node.name.endswith("Settings"):
                yield from _of_fields(node, choices=not options.get("steps"))
                yield from _paths(node)
        elif isinstance(node, ast.Assign) and not options.get("steps"):
            # Choices with a name of their own, such as Activation = Literal["tanh", "relu"].
            yield from ((node.lineno, None, choice, []) for choice in _choices(node.value))


def _of_fields(node: ast.ClassDef, *, choices: bool) -> Iterator[Text]:
    for field, after in zip(node.body, node.body[1:], strict=False):
        if not (isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)):
            continue
        has_help = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
        if not has_help or "ClassVar" in ast.unparse(field.annotation):
            continue
        assert isinstance(after, ast.Expr)
        assert isinstance(after.value, ast.Constant)
        yield field.lineno, None, field.target.id.replace("_", " ").capitalize(), []
        yield after.lineno, None, " ".join(str(after.value.value).split()), []
        if choices:
            yield from ((field.lineno, None, choice, []) for choice in _choices(field.annotation))


def _paths(node: ast.ClassDef) -> Iterator[Text]:
    """What messages call each setting: section and name, such as training.learning_rate."""
    fields = [field for field in node.body if isinstance(field, ast.AnnAssign) and field.value]
    names = {ast.unparse(field.target): field.value for field in fields}
    section = names.get("section")
    sections = [str(section.value)] if isinstance(section, ast.Constant) else []
    if not sections and [ast.unparse(base) for base in node.bases] == ["Settings"]:
        return  # it is of no section: a base class of others
    sections = sections or ["model"]  # whose classes inherit it
    for field in node.body:
        if isinstance(field, ast.AnnAssign) and "ClassVar" not in ast.unparse(field.annotation):
            name = ast.unparse(field.target)
            yield from ((field.lineno, None, f"{one}.{name}", []) for one in sections)


def _choices(annotation: ast.expr) -> Iterator[str]:
    for node in ast.walk(annotation):
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "Literal":
            yield from (
                item.value
                for item in ast.walk(node.slice)
                if isinstance(item, ast.Constant) and isinstance(item.value, str)
            )
