"""Settings forms: every field of every section, drawn from where it is declared."""

import pytest
from streamlit.testing.v1 import AppTest

from pages.ui.widgets.forms import Changes, label_of, with_limits, written
from slm_core.runs.config import SECTIONS, RunConfig
from slm_core.settings_schema import fields_of
from slm_core.training.settings import BudgetSettings
from tests.pages.showing import showing

CONFIG = RunConfig(corpus="c", name="n", budget=BudgetSettings(minutes=1.0))


def form(changes: Changes) -> AppTest:
    """A page that is nothing but the form; its changes are in the session's `changes`."""

    def script(config, changes):
        import streamlit as st

        from pages.ui.widgets.forms import draw_settings

        kept = st.session_state.setdefault("changes", changes)
        draw_settings(config, kept, page="train", skip=("samples.seed_text",))

    page = AppTest.from_function(script, args=(CONFIG, changes), default_timeout=60).run()
    assert not page.exception
    return page


def fields() -> dict[str, object]:
    return {
        info.path: getattr(getattr(CONFIG, section), name)
        for section in SECTIONS
        for name, info in fields_of(type(getattr(CONFIG, section))).items()
    }


def widget(page: AppTest, path: str):
    kinds = ("number_input", "selectbox", "text_input", "toggle")
    found = [one for kind in kinds for one in page.get(kind)]
    return showing(found, "train_" + path.replace(".", "_"))


def test_every_setting_is_drawn_with_its_help_and_its_value() -> None:
    page = form({})
    for path, value in fields().items():
        if path == "samples.seed_text":
            continue
        found = widget(page, path)
        assert CONFIG.field(path).help in found.help
        assert path in found.help
        assert found.label == with_limits(label_of(path), CONFIG.field(path))
        if not isinstance(value, tuple):
            assert found.value == value, path


@pytest.mark.parametrize(
    ("path", "given", "text"),
    [
        ("model.hidden_size", 48, "48"),
        ("training.learning_rate", 0.003, "0.003"),
        ("tokenizer.kind", "char", "char"),
        ("tokenizer.lowercase", True, "True"),
        ("samples.temperatures", "0.2, 1", "0.2, 1"),
        ("training.schedule", "constant", "constant"),
    ],
)
def test_a_change_is_what_the_command_line_would_take(path: str, given: object, text: str) -> None:
    page = form({})
    widget(page, path).set_value(given).run()
    changes = page.session_state["changes"]
    assert changes == {path: text}
    section, _, name = path.partition(".")
    before = getattr(getattr(CONFIG, section), name)
    after = CONFIG.with_settings(changes)
    assert getattr(getattr(after, section), name) != before


def test_what_is_put_back_is_no_change() -> None:
    page = form({})
    widget(page, "model.layers").set_value(3).run()
    widget(page, "model.layers").set_value(CONFIG.model.layers).run()
    assert page.session_state["changes"] == {}


def test_of_three_budgets_the_newest_is_the_one() -> None:
    page = form({})
    widget(page, "budget.epochs").set_value(3.0).run()
    changes = page.session_state["changes"]
    assert CONFIG.with_settings(changes).budget == BudgetSettings(epochs=3.0)
    assert widget(page, "budget.minutes").value is None
    widget(page, "budget.steps").set_value(500).run()
    assert CONFIG.with_settings(changes).budget == BudgetSettings(steps=500)
    widget(page, "budget.minutes").set_value(1.0).run()
    assert CONFIG.with_settings(changes).budget == CONFIG.budget


def test_what_a_browser_still_showed_is_nobodys_choice() -> None:
    page = form({})
    before = page._tree
    widget(page, "budget.steps").set_value(500).run()
    changed = dict(page.session_state["changes"])
    assert changed["budget.steps"] == "500"
    # The next message leaves before the browser has drawn that no minutes are set any more.
    page._tree = before
    widget(page, "budget.minutes").set_value(1.0)
    widget(page, "training.learning_rate").set_value(0.5).run()
    assert page.session_state["changes"] == changed | {"training.learning_rate": "0.5"}
    assert widget(page, "budget.minutes").value is None
    assert widget(page, "budget.steps").value == 500


def test_a_field_that_is_right_is_left_to_whoever_types_there() -> None:
    page = form({})
    page.run()
    assert not widget(page, "training.clip_norm").proto.set_value
    widget(page, "training.learning_rate").set_value(0.5).run()
    assert not widget(page, "training.clip_norm").proto.set_value
    assert widget(page, "training.learning_rate").value == 0.5


def test_values_are_written_as_they_are_parsed() -> None:
    for path, value in fields().items():
        info = CONFIG.field(path)
        assert info.check(info.parse(written(value))) == value
