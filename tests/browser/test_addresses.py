"""Every page, opened cold by its own address, on a server that nobody has visited yet."""

import pytest

from pages.ui.navigation import PAGES

pytestmark = pytest.mark.browser
ALWAYS = ("home", "training")
"""Pages of different kinds; the others, drawn cold in the same way, take minutes."""


@pytest.mark.parametrize(
    "address",
    [
        pytest.param(f"/{page.address}", marks=() if name in ALWAYS else pytest.mark.exhaustive)
        for name, page in PAGES.items()
    ],
)
def test_page_opens_cold_by_its_own_address(start_studio, open_tab, address):
    studio = start_studio()
    for theme, width in (("light", 1360), ("dark", 390)):
        tab = open_tab(studio, address, theme=theme, width=width)
        tab.check()
        assert tab.page.get_by_role("dialog").count() == 0  # such as "Page not found"
