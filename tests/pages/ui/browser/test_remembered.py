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


@pytest.mark.parametrize(
    ("key", "value", "kept"),
    [
        ("train_name", "My run", True),
        ("train_minutes", 7.5, True),
        ("race_kinds", ["lstm", "gru"], True),
        ("train_rate", 0.001, False),
        ("train_dropout_pumps-1", 0.2, False),
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


def test_a_page_loaded_anew_waits_for_its_last_session_and_takes_no_older_one(
    nobody_connected, monkeypatch
):
    store = remembered._kept()
    store.sessions["a" * 22, "older"] = {"train_name": "stale"}
    store.sessions["a" * 22, "last"] = {"train_name": "fresh"}
    nobody_connected.add("last")
    monkeypatch.setattr(remembered.time, "sleep", lambda _seconds: nobody_connected.discard("last"))
    remembered._wait_for_the_last("a" * 22)
    assert remembered._taken("a" * 22) == {"train_name": "fresh"}


def test_the_newest_sessions_alone_are_kept(workspace, monkeypatch):
    monkeypatch.setattr(remembered, "_MOST", 2)
    for place in range(4):
        remembered._kept().sessions[f"{place}", "x"] = {}
    AppTest.from_file(ROUTER, default_timeout=60).run()
    assert len(remembered._kept().sessions) == 2
