"""What the library says of names and values that anybody chose is shown letter by letter."""

import ast
from pathlib import Path

import pytest

from pages.ui.text.markdown import escape_markdown, muted

PAGES = Path(__file__).parents[4] / "pages"
HOSTILE = "![seen](http://192.0.2.1/seen.png) **bold** `code` :material/error: <b>b</b>"


def test_no_page_shows_a_message_in_a_box_as_markdown():
    """A picture in an error would have the browser ask an outside host."""
    boxes = ("st.error", "st.warning", "st.info")
    found = [
        f"{path.relative_to(PAGES)}:{call.lineno}"
        for path in sorted(PAGES.glob("**/*.py"))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func) in boxes
        if call.args and ast.unparse(call.args[0]).startswith("translate(")
    ]
    assert found == []


@pytest.mark.parametrize("parameter", ["run", "race", "start", "like", "corpus"])
def test_an_address_shows_nothing_of_somebody_elses(open_page, parameter):
    page = open_page("training", **{parameter: HOSTILE})
    shown = [*page.error, *page.markdown, *page.caption]
    assert not [one.value for one in shown if "![seen](" in one.value or "**bold**" in one.value]


def test_what_cannot_be_seen_or_turns_the_text_around_is_spelled_out():
    shown = escape_markdown("a\u202eb\u2066c\x1b[31md\x00\r\te") + muted("\u202e")
    assert not set(shown) & set("\u202e\u2066\x1b\x00\r")
    assert shown.startswith(r"a\\u202eb\\u2066c\\u001b\[31md\\u0000\\u000d")
    assert escape_markdown("עברית \u200f العربية") == "עברית \u200f العربية"
