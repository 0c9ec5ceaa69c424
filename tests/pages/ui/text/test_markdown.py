"""What the library says of names and values that anybody chose is shown letter by letter."""

import ast
from pathlib import Path

import pytest

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
