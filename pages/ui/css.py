"""CSS rules beside the theme: progress bars without animation, text in its own direction, small
text that can be read, and what has the keyboard's focus."""

import streamlit as st

_STILL = "[data-testid='stProgress'] [data-testid='stProgressBarTrack'] > * { transition: none; }"
"""A bar that glides to its new length has the browser draw 60 times a second where there is no
graphics card: a fifth of the processor time that watching a run takes from the trainer."""


def disable_bar_animation() -> None:
    """Let progress bars jump instead of glide, on the whole page."""
    st.html(f"<style>{_STILL}</style>")


_BY_ITS_FIRST_LETTER = (
    "[data-testid='stMarkdownContainer'] :is(p, li, blockquote), textarea, input[type='text']"
    " { unicode-bidi: plaintext; text-align: start; }"
)
"""What people and models write stands among our own words, so that no part of a page has one
direction: the first letter of a line decides, as it does in the text itself."""


def direction_by_script() -> None:
    """Let the first letter of a paragraph say where it begins, on the whole page."""
    st.html(f"<style>{_BY_ITS_FIRST_LETTER}</style>")


_READABLE = (
    "[data-testid='stCaptionContainer'], [data-testid='stMetricDeltaDescription']"
    " { color: inherit; }"
    " [data-testid='stCaptionContainer'] { opacity: 0.78; }"
    " svg.marks :is(.role-axis-label, .role-axis-title, .role-legend-label) text"
    " { fill: currentColor; fill-opacity: 0.78; }"
)
"""Streamlit writes captions at 60 % of the text's colour, and the axes of a light chart in a grey:
4.2 and 3.7 times from the ground, where people who see less well need 4.5."""


def readable_small_text() -> None:
    """Give captions and the text of charts enough contrast, in light and dark."""
    st.html(f"<style>{_READABLE}</style>")


_UNCUT = (
    ":has(> [data-testid='stMetricDeltaDescription']) { flex-wrap: wrap; row-gap: 0; }"
    " [data-testid='stMetricDeltaDescription'] { flex-basis: 100%; }"
    " [data-testid='stMetricDeltaDescription'] * { white-space: normal; }"
    " [data-testid='stMetric'] [data-testid='stMetricLabel'] :is(div, p) { white-space: normal; }"
    " [data-testid='stMetric'] > :first-child { padding-block: 0.3rem; }"
)
"""Beside its pill what a change is measured against has too little room on a card of four. Always
under it, it is as high for any number: nothing below moves when the pill grows. The cards give the
line the height they have around their text."""


def uncut_cards() -> None:
    """What stands under a number is shown whole, on the whole page."""
    st.html(f"<style>{_UNCUT}</style>")


_HEADS = (
    ":is(.st-key-train_head, .st-key-corpus_head, .st-key-race_head, .st-key-sweep_head,"
    " .st-key-scores_head)"
)
"""Keys of all that `title_row` draws."""
_TITLE_ROW = (
    "@media (min-width: 640px) {"
    f" {_HEADS} {{ flex-wrap: nowrap; }} }}"
    " [class*='_head_title'] { flex: 1 1 auto; min-width: 0; width: auto; }"
    " [class*='_head_title'] h1 { padding: 0; }"
    " [class*='_head_title'] [data-testid='stMarkdownContainer'] { margin-bottom: 0; }"
    " [class*='_head_title_long'] h1 { font-size: 1.35rem; line-height: 1.25; }"
    f" {_HEADS} button p {{ white-space: nowrap; }}"
)
"""Streamlit breaks a row that is too full, and the last button lands below the title."""


def keep_title_row() -> None:
    """Keep a page's title and its buttons in one row, on the whole page."""
    st.html(f"<style>{_TITLE_ROW}</style>")


_WHOLE_LINKS = (
    "[data-testid='stSidebarUserContent'] [data-testid='stPageLink-NavLink']"
    " { padding-left: 0; padding-right: 0; }"
    " [data-testid='stSidebarUserContent'] [data-testid='stPageLink-NavLink'] :is(div, p),"
    " [data-testid='stSidebarUserContent'] [data-testid='stPageLink-NavLink'] > span:last-child"
    " { white-space: normal; overflow-wrap: anywhere; }"
)
"""A link of Streamlit ends with its line, without a sign that there is more."""


def whole_sidebar_links() -> None:
    """Let the name of a run in the sidebar take a second line, on the whole page."""
    st.html(f"<style>{_WHOLE_LINKS}</style>")


_DANGER = (
    "[class*='_delete_for_good'] button"
    " { background-color: #B3261E; border-color: #B3261E; color: #FFFFFF; }"
    " [class*='_delete_for_good'] button:hover"
    " { background-color: #8C1D18; border-color: #8C1D18; color: #FFFFFF; }"
    " :is(.st-key-corpus_delete, .st-key-train_delete, .st-key-train_delete_damaged,"
    " .st-key-race_delete, .st-key-sweep_delete, .st-key-runs_delete, .st-key-rating_delete)"
    " button:hover"
    " { color: #B3261E; border-color: #B3261E; }"
)
"""The one button after which something is gone: white on red, 6.5 times as bright."""


def danger_style() -> None:
    """Buttons that delete look like it, on the whole page; `ask_before_deleting` names them."""
    st.html(f"<style>{_DANGER}</style>")


_WRAPPED = (
    "[data-testid='stButtonGroup'] button[data-testid='stBaseButton-segmented_control']"
    ":not(:hover)"
    " { border-inline-color: color-mix(in srgb, currentColor 20%, transparent) !important; }"
)
"""Streamlit takes the edge away that a button shares with the chosen one; where the row is broken
between them, that edge is missing."""


def whole_wrapped_buttons() -> None:
    """Let each of the buttons side by side keep its edges, on the whole page."""
    st.html(f"<style>{_WRAPPED}</style>")


_FOCUSED = (
    ":is(a, button, summary, [role='tab'], [role='slider'], [role='button'], [role='option'],"
    " [role='checkbox'], [role='radio'], [role='switch'], label:has(input)):focus-visible,"
    " label:has(input:is([type='checkbox'], [type='radio']):focus-visible),"
    " [data-baseweb='select']:has(input:focus-visible), textarea:focus-visible,"
    " input:is([type='text'], [type='password'], [type='number']):focus-visible"
    " { outline: 2px solid #2A9088 !important; outline-offset: 1px; }"
)
"""One green for both themes: it is 3.9 times as dark as the white page, and 4.6 times as bright as
the dark one."""


def show_focus() -> None:
    """A line around what has the keyboard's focus, on the whole page."""
    st.html(f"<style>{_FOCUSED}</style>")


_QUIET_DOWNLOADS = (
    "[class*='_download_box'] { position: relative; }"
    " [class*='_download_corner'] { position: absolute; right: 0; bottom: -0.5rem; width: auto; }"
    " [class*='_download_below'] { margin-left: auto; width: auto; }"
    " :is([class*='_download_corner'], [class*='_download_below']) button"
    " { min-height: 1.5rem; height: 1.5rem; padding: 0 0.1rem; opacity: 0.8; }"
    " :is([class*='_download_corner'], [class*='_download_below'])"
    " button:is(:hover, :focus-visible) { opacity: 1; }"
    " :is([class*='_download_corner'], [class*='_download_below'])"
    " button [data-testid='stMarkdownContainer']"
    " { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }"
)
"""A chart's menu is an icon in its corner, beside the title of its axis, and takes no room; its
words are for those who do not see it."""


def quiet_downloads() -> None:
    """Let the menu of a chart be small, on the whole page."""
    st.html(f"<style>{_QUIET_DOWNLOADS}</style>")
