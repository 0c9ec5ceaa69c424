"""Every text that people see is collected, and translated with the same places in it."""

import ast
import string
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[4]
LOCALES = sorted((ROOT / "locale").glob("*.po"))
KEYWORDS = {"_": None, "ngettext": (1, 2), "msg": None, "plural": (1, 2)}


@cache
def collected() -> frozenset[str | tuple[str, ...]]:
    """What `make messages` collects: texts, and pairs where a number decides."""
    with open(ROOT / "locale" / "babel.cfg", encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT, methods, options, KEYWORDS)
    return frozenset(text for _file, _line, text, _comments, _context in found if text)


@cache
def translations(path: Path) -> Catalog:
    with open(path, "rb") as file:
        return read_po(file, locale=path.stem)


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else text


def places(text: str) -> set[tuple[str, str, str]]:
    """Names with how they are written: a number with its thousands apart stays one."""
    return {
        (name, form or "", conversion or "")
        for _before, name, form, conversion in string.Formatter().parse(text)
        if name is not None
    }


@pytest.mark.parametrize("path", LOCALES, ids=lambda path: path.name)
def test_every_text_is_translated_and_fills_the_same_places(path):
    catalog, lacking, wrong = translations(path), [], []
    for text in collected():
        message = catalog.get(text)
        told = forms(message.string) if message is not None else ()
        if not told or not all(told):
            lacking.append(text)
        elif any(places(form) != places(forms(text)[-1]) for form in told):
            wrong.append(text)
    assert not lacking, "`make messages` adds them to the file; translate them there"
    assert not wrong, "a place is missing, or written in another way"


@pytest.mark.parametrize("path", LOCALES, ids=lambda path: path.name)
def test_no_translation_is_of_a_text_that_is_gone(path):
    known = {forms(text)[0] for text in collected()}
    ids = (forms(message.id)[0] for message in translations(path) if message.id)
    assert not [text for text in ids if text not in known], "`make messages` takes them out"


def test_texts_of_pages_settings_and_library_are_collected():
    wanted = {"Train on this", "Hidden size", "starting up"}
    texts = {forms(text)[0] for text in collected()}
    assert wanted <= texts
    assert ("{n:,} page", "{n:,} pages") in collected()
    assert "There are no files in it. Add one with texts in it." in texts


def test_no_text_hides_in_an_f_string_where_nobody_would_collect_it():
    hidden = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in (ROOT / "pages").rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for node in ast.walk(text)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in KEYWORDS
        if isinstance(node.args[0], ast.Constant)
    ]
    assert not hidden


def test_forms_that_a_number_chooses_between_are_collected_as_a_pair():
    """A name `_` inside the call hides the second form from the collector."""
    alone = {text for text in collected() if isinstance(text, str)}
    calls = (
        node
        for folder in ("pages", "slm_core")
        for file in (ROOT / folder).rglob("*.py")
        if "plural(" in (source := file.read_text(encoding="utf-8")) or "ngettext(" in source
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    )
    firsts = {
        node.args[0].value
        for node in calls
        if node.func.id in ("plural", "ngettext")
        if isinstance(node.args[0], ast.Constant) and node.args[0].value != node.args[1].value
    }
    assert not firsts & alone


@pytest.mark.parametrize("path", LOCALES, ids=lambda path: path.name)
def test_no_translation_is_only_a_guess(path):
    """What is marked fuzzy is left out when translations are loaded."""
    assert [message.id for message in translations(path) if message.id and message.fuzzy] == []
