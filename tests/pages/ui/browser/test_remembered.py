"""What a new session of the same browser finds again, and what it must not."""

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.browser import remembered
from tests.pages.conftest import ROOT

ROUTER = str(ROOT / "pages" / "router.py")


@pytest.fixture(autouse=True)
def nobody_connected(monkeypatch):
    """AppTest's sessions have one id; here each has its own, and all are over unless named."""
    connected: set[str] = set()
    monkeypatch.setattr(remembered, "_is_connected", connected.__contains__)
    remembered._kept().sessions.clear()
    return connected


def visit(cookie: str, place: str = "training") -> AppTest:
    page = AppTest.from_file(ROUTER, default_timeout=60)
    page.context = {"cookies": {"argot_browser": cookie} if cookie else {}}
    page.run()
    page.switch_page(str(ROOT / "pages" / place / "page.py")).run()
    assert not page.exception
    return page


@pytest.mark.parametrize(
    ("key", "value", "kept"),
    [
        ("train_name", "My run", True),
        ("train_minutes", 7.5, True),
        ("race_kinds", ["lstm", "gru"], True),
        ("train_start", False, False),
        ("corpus_files_0", [], False),
        ("corpus_password_1", "secret", False),
        ("privacy_rows_1", {"edited_rows": {}}, False),
        ("corpus_draft", object(), True),
        ("language_shown", "zh", False),
    ],
)
def test_words_and_numbers_of_forms_are_kept_and_buttons_files_and_passwords_are_not(
    key, value, kept
):
    assert remembered._is_kept(key, value) is kept


def test_a_session_takes_over_what_the_browsers_last_one_held(nobody_connected):
    store = remembered._kept()
    store.sessions["a" * 22, "old"] = {"train_name": "first"}
    store.sessions["a" * 22, "new"] = {"train_name": "second"}
    store.sessions["b" * 22, "other"] = {"train_name": "of somebody else"}
    assert remembered._taken("a" * 22) == {"train_name": "second"}
    assert remembered._taken("c" * 22) == {}
    nobody_connected.add("old")  # a tab that is still open keeps its own
    assert remembered._taken("a" * 22) == {}
    assert ("b" * 22, "other") in store.sessions


def test_the_newest_sessions_alone_are_kept(workspace, monkeypatch):
    monkeypatch.setattr(remembered, "_MOST", 2)
    for place in range(4):
        remembered._kept().sessions[f"{place}", "x"] = {}
    AppTest.from_file(ROUTER, default_timeout=60).run()
    assert len(remembered._kept().sessions) == 2
