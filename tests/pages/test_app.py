"""The shell: navigation, language, workspace, sidebar."""

import subprocess
import sys

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.navigation import PAGES, address_of
from tests.pages.conftest import ROOT
from tests.pages.run_folders import write_run, write_score

ROUTER = str(ROOT / "pages" / "router.py")


def sidebar_words(page):
    texts = [element.value for element in page.sidebar.caption]
    links = [element.value for element in page.sidebar.get("page_link")]
    return "\n".join([*texts, *links, *(bar.text for bar in page.sidebar.progress)])


@pytest.mark.parametrize("place", PAGES)
def test_every_page_opens_on_an_empty_workspace(open_page, place):
    page = open_page(place)
    assert page.title
    assert not page.error


def test_the_browsers_language_decides_until_somebody_chooses(workspace):
    page = AppTest.from_file(ROUTER, default_timeout=20)
    page.context = {"locale": "zh-CN"}
    page.run()
    assert page.session_state["language_shown"] == "zh"
    page.button(key="language_en").click().run()
    assert page.session_state["language_shown"] == "en"
    assert page.query_params["lang"] == "en"


def test_the_address_has_the_last_word_on_language(open_page):
    page = open_page("corpus", lang="zh")
    assert page.session_state["language_shown"] == "zh"
    page = open_page("corpus", lang="tlh")
    assert page.session_state["language_shown"] == "en"


def test_a_chosen_language_stays_in_the_address_on_the_next_page(open_page):
    page = open_page("home", lang="zh")
    del page.query_params["lang"]
    page.switch_page(str(ROOT / "pages" / "corpus" / "page.py")).run()
    assert page.query_params["lang"] == "zh"


def test_an_address_names_the_page_and_what_it_shows():
    assert address_of("home") == "/"
    assert address_of("training", run="a-1") == "/training?run=a-1"


@pytest.mark.parametrize(
    ("variables", "arguments", "said"),
    [
        ({"ARGOT_HOME": "/dev/null/nowhere"}, [], "/dev/null/nowhere"),
        ({"ARGOT_SLOTS": "many"}, [], "ARGOT_SLOTS is 'many'"),
        ({}, ["--slots", "0"], "--slots is '0'"),
        ({}, ["--slots", "two"], "invalid int value: 'two'"),
        ({}, ["--worskpace", "x"], "'--worskpace', which it does not know"),
    ],
)
def test_what_cannot_be_is_said_on_a_page_of_its_own(
    workspace, monkeypatch, variables, arguments, said
):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.argv", ["app.py", *arguments])
    page = AppTest.from_file(ROUTER, default_timeout=20).run()
    assert not page.exception
    assert page.title[0].value == "The studio cannot start"
    assert said in page.error[0].value.replace("\\", "")
    assert not page.button


def test_the_workspace_can_be_given_on_the_command_line(workspace, monkeypatch, tmp_path):
    monkeypatch.setattr("sys.argv", ["app.py", "--workspace", str(tmp_path / "other")])
    page = AppTest.from_file(ROUTER, default_timeout=20).run()
    assert not page.exception
    assert (tmp_path / "other" / "runs").is_dir()


def test_the_sidebar_shows_the_run_at_work_and_who_waits(workspace, open_page):
    folder = write_run(workspace, "running", name="health-news")
    waiting = write_run(workspace, "queued", name="later")
    words = sidebar_words(open_page("corpus"))
    assert "health\\-news · LSTM" in words
    assert "training · 37 s of 1 min" in words
    assert "bits per byte" in words
    assert "1 run waits · 1 trains at a time" in words
    folder.lock.release()
    waiting.lock.release()


def test_the_sidebar_tells_of_a_run_that_has_just_ended(workspace, open_page):
    write_score(write_run(workspace, "finished", name="health-news"), bits_per_byte=1.25)
    assert "finished · final 1.25 bits per byte" in sidebar_words(open_page("corpus"))


def test_a_damaged_run_spoils_nothing(workspace, open_page):
    folder = workspace.runs / "broken"
    folder.mkdir()
    (folder / "config.json").write_text("{")
    (workspace.runs / "stray.txt").write_text("x")
    page = open_page("home")
    assert not page.exception
    assert page.title


@pytest.mark.parametrize("place", PAGES)
def test_every_page_opens_on_a_workspace_that_may_only_be_read(
    workspace, open_page, place, make_read_only
):
    run = write_run(workspace, "finished", name="health-news")
    write_score(run, bits_per_byte=1.25)
    make_read_only(workspace.root)
    page = open_page(place)
    assert page.title
    # The run is made up: Inside finds no tokenizer in it, and says so.
    assert not [one.value for one in page.error if "tokenizer" not in one.value]


def test_no_page_imports_torch():
    script = (
        "import sys\n"
        "from streamlit.testing.v1 import AppTest\n"
        "sys.argv = ['app.py']\n"
        f"page = AppTest.from_file({ROUTER!r}, default_timeout=60).run()\n"
        "for name in ('corpus', 'training', 'writing'):\n"
        f"    page.switch_page({str(ROOT)!r} + f'/pages/{{name}}/page.py').run()\n"
        "    assert not page.exception\n"
        "assert 'torch' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT, timeout=120)
