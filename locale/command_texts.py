"""Babel extractor for the command line: docstrings of commands, and the help of their options."""

import ast
import inspect
from collections.abc import Collection, Iterator, Mapping
from typing import IO, Any

from babel.messages.extract import extract_python

Text = tuple[int, None, str, list[str]]
"""Line, no function, text, comments: what Babel wants of an extractor."""


def extract(
    file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Any
) -> Iterator[tuple]:
    """Every paragraph that --help may print, and what is marked in the file as in any other."""
    yield from extract_python(file, keywords, comment_tags, options)
    file.seek(0)
    tree = ast.parse(file.read())
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("typer."):
            yield from _of_option(node)
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and _is_command(node):
            about = inspect.cleandoc(ast.get_docstring(node) or "")
            for paragraph in filter(None, about.split("\n\n")):
                yield node.lineno, None, " ".join(paragraph.split()), []


def _of_option(node: ast.Call) -> Iterator[Text]:
    for keyword in node.keywords:
        value = keyword.value
        if keyword.arg == "help" and isinstance(value, ast.Constant):
            yield node.lineno, None, str(value.value), []


def _is_command(node: ast.FunctionDef) -> bool:
    """Whether typer makes a command of this function: it takes options or is decorated as one."""
    decorated = any(
        "command" in ast.unparse(one)
        or "callback" in ast.unparse(one)
        or "with_options" in ast.unparse(one)
        for one in node.decorator_list
    )
    kinds = [ast.unparse(one.annotation) for one in node.args.args if one.annotation]
    takes = any(kind in ("Home", "AsJson", "RunName") or "typer." in kind for kind in kinds)
    return not node.name.startswith("_") and (decorated or takes)
