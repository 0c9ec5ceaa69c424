"""Addresses that people guess lead to a page, and every other one says that it leads nowhere."""

import pytest

from pages.ui.addresses import page_guessed
from pages.ui.navigation import PAGES


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("train", "training"),
        ("Train", "training"),
        ("TRAINING", "training"),
        ("corpus", "corpus"),
        ("Corpora", "corpus"),
        ("upload", "corpus"),
        ("write", "writing"),
        ("generate", "writing"),
        ("home", "home"),
        ("start", "home"),
        ("index.html", "home"),
        ("runs", "runs"),
        ("models", "runs"),
        ("versus", "compare"),
        ("race", "training"),
    ],
)
def test_a_guess_leads_to_the_page_that_is_meant(address, page):
    meant = page_guessed(address)
    assert meant is not None
    assert meant[0] == page


def test_scores_and_a_new_race_are_found_by_their_names():
    assert page_guessed("scores") == ("scores", {})
    assert page_guessed("races") == ("training", {"race": "new"})


@pytest.mark.parametrize("address", ["nowhere", "wp-login.php", "", "train2", "运行"])
def test_what_nobody_means_leads_nowhere(address):
    assert page_guessed(address) is None or address in {info.address for info in PAGES.values()}
