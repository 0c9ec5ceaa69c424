"""Which architecture: the form offers them all, each with settings of its own."""

import pytest

from slm_core.corpus.store import Corpus
from slm_core.models.settings import MODEL_SETTINGS
from slm_core.settings_schema import fields_of
from tests.pages.conftest import OpenPage
from tests.pages.showing import letters, showing
from tests.pages.training.test_run import corpus, words  # noqa: F401 a fixture


def with_changes(open_page: OpenPage, corpus: Corpus, **changes: str):  # noqa: F811
    page = open_page("training", corpus=corpus.id)
    page.session_state["train_changes"] = {f"model.{name}": text for name, text in changes.items()}
    page.session_state["train_more_settings"] = True
    page.run()
    assert not page.exception
    return page


def model_keys(page) -> set[str]:
    kinds = ("number_input", "selectbox", "toggle")
    keys = {found.key.partition("__")[0] for kind in kinds for found in page.get(kind)}
    return {key.removeprefix("train_model_") for key in keys if key.startswith("train_model_")}


@pytest.mark.parametrize("kind", MODEL_SETTINGS)
def test_every_architecture_is_offered_with_its_own_settings(
    open_page: OpenPage,
    corpus: Corpus,  # noqa: F811
    kind: str,
) -> None:
    page = with_changes(open_page, corpus)
    choice = page.selectbox(key="train_model_kind")
    assert choice.value == "lstm"
    assert set(choice.options) == set(MODEL_SETTINGS)
    choice.set_value(kind).run()
    assert not page.exception
    assert not page.error
    assert f"**{MODEL_SETTINGS[kind].title}** with " in words(page)
    assert model_keys(page) == set(fields_of(MODEL_SETTINGS[kind]))


def test_what_only_another_architecture_has_is_forgotten(
    open_page: OpenPage,
    corpus: Corpus,  # noqa: F811
) -> None:
    page = with_changes(open_page, corpus, kind="transformer", heads="2", layers="5")
    assert "in 5 layers" in words(page)
    page.selectbox(key="train_model_kind").set_value("gru").run()
    assert page.session_state["train_changes"] == {"model.kind": "gru", "model.layers": "5"}
    page.selectbox(key="train_model_kind").set_value("lstm").run()
    assert page.session_state["train_changes"] == {"model.layers": "5"}
    assert not page.error


def test_another_kind_of_token_brings_a_vocabulary_that_suits_it(
    open_page: OpenPage,
    corpus: Corpus,  # noqa: F811
) -> None:
    page = with_changes(open_page, corpus)
    kind = showing(page.selectbox, "train_tokenizer_kind")
    assert kind.value == "char"
    characters = showing(page.number_input, "train_tokenizer_vocabulary_size").value
    kind.set_value("bpe").run()
    assert not page.exception
    assert "pieces of words" in words(page)
    assert showing(page.number_input, "train_tokenizer_vocabulary_size").value == 512 < characters
    showing(page.selectbox, "train_tokenizer_kind").set_value("char").run()
    assert showing(page.number_input, "train_tokenizer_vocabulary_size").value == characters
    assert page.session_state["train_changes"] == {}


def test_settings_that_do_not_fit_each_other_are_refused(
    open_page: OpenPage,
    corpus: Corpus,  # noqa: F811
) -> None:
    page = with_changes(open_page, corpus, kind="transformer", hidden_size="60", heads="7")
    assert "cannot be shared evenly" in letters(page.error[0])
    assert page.button(key="train_start").disabled


def test_whoever_starts_from_zero_is_told_that_nothing_is_learned(
    open_page: OpenPage,
    corpus: Corpus,  # noqa: F811
) -> None:
    assert "learn nothing" not in words(with_changes(open_page, corpus))
    page = with_changes(open_page, corpus, initialisation="zero")
    assert "the model will learn nothing but how often each token occurs" in words(page)
