"""A saved corpus in a real Chromium: report, comparison, tokens, personal data, deleting."""

import pytest
from playwright.sync_api import expect

from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.readers.registry import read_source
from slm_core.corpus.samples import add_sample
from slm_core.corpus.store import Corpus, add_corpus, list_corpora
from slm_core.profiling.build import build_profile
from slm_core.profiling.cache import cached_profile
from tests.browser.conftest import OpenTab, Tab, choose
from tests.browser.studio import Studio
from tests.tiny import text_of

pytestmark = pytest.mark.browser

MOST_MEMORY = 250_000_000

CALLS = "".join(
    f'{{"text": "Call {n}: write to anna.keller@example.com or call +49 30 1234567."}}\n'
    for n in range(60)
)
ARABIC = "كَانَ المَرِيضُ يَشْكُو مِنْ صُدَاعٍ شَدِيدٍ. أوصى الطبيب بالراحة.\n"


def added(studio: Studio, name: str, text: str, ending: str = "txt", **kwargs: bool) -> Corpus:
    source = InputFile(f"{name}.{ending}", text.encode())
    corpus = add_corpus(studio.workspace, [read_source(source)], name=name)
    if kwargs.get("known"):
        build_profile(studio.workspace, corpus)
    return corpus


def address(corpus: Corpus, **parameters: str) -> str:
    rest = "".join(f"&{name}={value}" for name, value in parameters.items())
    return f"/corpora?corpus={corpus.id}{rest}"


def view(tab: Tab, name: str) -> None:
    tab.page.get_by_role("radio", name=name, exact=True).or_(
        tab.page.get_by_role("button", name=name, exact=True)
    ).first.click()


def test_the_report_comes_by_itself_with_the_verdict_on_the_first_screen(
    shared_studio: Studio, open_tab: OpenTab
) -> None:
    corpus = add_sample(shared_studio.workspace, "health_news")
    tab = open_tab(shared_studio, address(corpus))
    view(tab, "Report")
    sentence = tab.page.get_by_text("Enough for a character model.")
    sentence.wait_for()
    tab.settle()  # the page with the report takes the place of the one that waited for it
    box = sentence.bounding_box()
    assert box
    assert box["y"] < 500
    expect(tab.page.locator("svg.marks, canvas.marks").nth(6)).to_be_visible()
    assert "show=report" in tab.page.url
    tab.page.reload()
    tab.settle()
    sentence.wait_for()
    tab.check()
    assert cached_profile(shared_studio.workspace, corpus.id)


def test_a_chinese_report_fits_a_phone_in_the_dark(
    shared_studio: Studio, open_tab: OpenTab
) -> None:
    corpus = add_sample(shared_studio.workspace, "customer_service_zh")
    build_profile(shared_studio.workspace, corpus)
    where = address(corpus, show="report")
    tab = open_tab(shared_studio, where, theme="dark", width=390, height=844, locale="zh-CN")
    tab.page.get_by_text("够用来做什么").wait_for()
    tab.page.locator("svg.marks, canvas.marks").nth(6).wait_for()
    tab.check()
    view(tab, "词元")
    tab.page.locator(".sheet span").first.wait_for()
    tab.settle()
    tab.check()


def test_two_corpora_are_compared_from_the_report_by_an_address_to_share(
    shared_studio: Studio, open_tab: OpenTab
) -> None:
    first = added(shared_studio, "Pumps", text_of(9_000), known=True)
    second = added(shared_studio, "Fans", text_of(9_000, seed=7).replace("pump", "fan"), known=True)
    tab = open_tab(shared_studio, address(first, show="report"))
    choose(tab.page.get_by_label("Compare with another corpus"), "Fans")
    tab.page.get_by_role("heading", name="Pumps and Fans").wait_for()
    assert f"with={second.id}" in tab.page.url
    again = open_tab(shared_studio, tab.page.url.removeprefix(shared_studio.url))
    again.page.get_by_role("heading", name="Pumps and Fans").wait_for()
    again.page.get_by_text("of their different words").wait_for()
    again.page.locator("svg.marks, canvas.marks").nth(2).wait_for()
    again.check()


CONTRASTS = """() => {
    const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const over = (top, ground) => {
        const [r, g, b, a = 1] = top;
        return [r, g, b].map((part, at) => part * a + ground[at] * (1 - a));
    };
    const light = (colour) => {
        const [r, g, b] = colour.map((part) => part / 255).map(
            (part) => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const contrast = (one, other) => {
        const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
        return (high + 0.05) / (low + 0.05);
    };
    const app = document.querySelector('[data-testid=stApp]');
    const page = numbers(getComputedStyle(app).backgroundColor).slice(0, 3);
    const grounds = [], texts = [];
    for (const name of ['c0', 'c1', 'c2', 'c3']) {
        const piece = document.querySelector('[data-testid=stBidiComponentRegular], '
            + '[data-testid^=stBidi]') && find(name);
        const style = getComputedStyle(piece);
        const ground = over(numbers(style.backgroundColor), page);
        grounds.push(ground);
        texts.push(contrast(numbers(style.color).slice(0, 3), ground));
    }
    const steps = grounds.map((ground, at) => contrast(ground, grounds[(at + 1) % 4]));
    return {texts, steps};
    function find(name) {
        const hosts = [...document.querySelectorAll('*')].filter((part) => part.shadowRoot);
        for (const host of hosts) {
            const found = host.shadowRoot.querySelector('.' + name);
            if (found) return found;
        }
    }
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_tokens_are_legible_and_tell_what_they_are(
    shared_studio: Studio, open_tab: OpenTab, theme: str
) -> None:
    corpus = added(shared_studio, f"Notes {theme}", text_of(9_000, seed=3), known=True)
    tab = open_tab(shared_studio, address(corpus, show="tokens"), theme=theme)
    sheet = tab.page.locator(".sheet").first
    sheet.locator("span").nth(8).wait_for()
    seen = tab.page.evaluate(CONTRASTS)
    assert min(seen["texts"]) > 4.5
    assert min(seen["steps"]) > 1.07, "neighbours are told apart by their brightness too"
    sheet.locator("span").nth(5).hover()
    told = tab.page.locator(".told").first
    expect(told).to_contain_text("token")
    expect(told).to_contain_text("1 byte")
    before = told.inner_text()
    sheet.focus()
    tab.page.keyboard.press("ArrowRight")
    expect(told).not_to_have_text(before)
    tab.check()


def test_right_to_left_text_runs_from_the_right_with_its_marks(
    shared_studio: Studio, open_tab: OpenTab
) -> None:
    corpus = added(shared_studio, "Arabic", ARABIC * 60, known=True)
    tab = open_tab(shared_studio, address(corpus, show="tokens"))
    line = tab.page.locator(".sheet p").first
    line.locator("span").first.wait_for()
    assert line.evaluate("line => getComputedStyle(line).direction") == "rtl"
    assert line.inner_text().strip() == ARABIC.strip()
    first, second = (line.locator("span").nth(place).bounding_box() for place in (0, 1))
    assert first
    assert second
    assert first["x"] > second["x"]
    assert line.locator("span").first.inner_text() == "كَ"
    tab.check()


def test_a_text_that_is_pasted_is_never_taken_for_markup(
    shared_studio: Studio, open_tab: OpenTab
) -> None:
    corpus = added(shared_studio, "Plain", text_of(9_000, seed=4), known=True)
    tab = open_tab(shared_studio, address(corpus, show="tokens"))
    view(tab, "Another text")
    area = tab.page.get_by_role("textbox", name="Paste or type any text")
    area.fill("<img src=x onerror=alert(1)> **bold** :red[x]")
    area.press("Control+Enter")
    sheet = tab.page.locator(".sheet").first
    expect(sheet).to_have_text("<img src=x onerror=alert(1)> **bold** :red[x]")
    assert sheet.locator("img").count() == 0
    tab.check()


def test_personal_data_is_hidden_shown_and_masked_into_a_new_corpus(
    shared_studio: Studio, open_tab: OpenTab
) -> None:
    corpus = added(shared_studio, "Calls", CALLS, "jsonl")
    tab = open_tab(shared_studio, address(corpus, show="privacy"))
    tab.page.get_by_text("120 pieces of personal data").wait_for()
    table = tab.page.get_by_test_id("stDataFrame").first
    cells = table.locator("[role=gridcell]")
    cells.filter(has_text="xxxx.xxxxxx@xxxxxxx.xxx").first.wait_for(state="attached")
    assert "anna.keller" not in tab.page.content()
    tab.page.get_by_text("Show the values").click()
    cells.filter(has_text="anna.keller@example.com").first.wait_for(state="attached")
    tab.settle()
    second_row = {"x": 38, "y": 35 * 2 + 17}  # the table is a drawing
    table.click(position=second_row)
    tab.page.get_by_text("60 pieces will be masked").wait_for()
    tab.page.get_by_text("Show the values").click()  # what was ticked stays so
    tab.settle()
    tab.page.get_by_text("60 pieces will be masked").wait_for()
    tab.page.get_by_role("button", name="Mask and save as a new corpus").click()
    tab.page.get_by_role("heading", name="Calls, masked").wait_for()
    tab.settle()
    tab.page.get_by_text("Mask personal data").wait_for()
    masked = next(
        one for one in list_corpora(shared_studio.workspace) if one.card.name == "Calls, masked"
    )
    text = "\n".join(masked.documents())
    assert "anna.keller" not in text
    assert "⟨e-mail⟩" in text
    assert "+49 30 1234567" in text
    tab.check()


def test_deleting_says_what_goes_and_leads_to_the_list(
    shared_studio: Studio, open_tab: OpenTab
) -> None:
    corpus = added(shared_studio, "Gone soon", text_of(9_000, seed=5), known=True)
    tab = open_tab(shared_studio, address(corpus))
    tab.page.get_by_role("button", name="Delete", exact=True).click()
    dialog = tab.page.get_by_role("dialog")
    expect(dialog).to_contain_text("its text: 1 document")
    expect(dialog).to_contain_text("its report, its tokenizers")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_have_count(0)
    assert corpus.folder.exists()
    tab.page.get_by_role("button", name="Delete", exact=True).click()
    tab.page.get_by_role("dialog").get_by_role("button", name="Delete for good").click()
    tab.page.get_by_role("heading", name="Corpus", exact=True).wait_for()
    assert not corpus.folder.exists()
    assert not shared_studio.workspace.corpus_cache(corpus.id).exists()
    tab.check()


@pytest.mark.exhaustive
def test_the_server_stays_small(shared_studio: Studio, open_tab: OpenTab) -> None:
    corpus = add_sample(shared_studio.workspace, "customer_service_zh")
    build_profile(shared_studio.workspace, corpus)
    for shown in ("overview", "report", "tokens", "privacy"):
        open_tab(shared_studio, address(corpus, show=shown))
    assert shared_studio.memory() < MOST_MEMORY
