"""Text whose tokens can be pointed at, in the browser; what one is stands below."""

from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

_HERE = Path(__file__).parent


def token_sheet(name: str, own: Path) -> ComponentRenderer:
    """Such a component, which is drawn with `label` and `words` among its data, `hint` in these.

    `own` without its ending names the script and the look that are the component's own; what the
    script has to declare stands in token_sheet.js.
    """
    return st.components.v2.component(
        name,
        html='<div class="sheet" tabindex="0" role="group"></div>\n'
        '<div class="told" role="status"></div>\n',
        css=_both(_HERE / "token_sheet.css", own.with_suffix(".css")),
        js=_both(own.with_suffix(".js"), _HERE / "token_sheet.js"),
    )


def _both(first: Path, second: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in (first, second))
