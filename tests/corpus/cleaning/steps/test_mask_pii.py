"""Personal data masked by a label or a shape."""

import pytest

from slm_core.corpus.cleaning.recipe import Recipe
from slm_core.corpus.cleaning.steps.mask_pii import Privacy
from slm_core.corpus.pii.mask import same_shape


@pytest.mark.parametrize(
    ("step", "before", "after", "changes"),
    [
        (Privacy(), "Dr. Smith: a@b.org", "Dr. ⟨name⟩: ⟨e-mail⟩", 2),
        (Privacy(name=False), "Dr. Smith: a@b.org", "Dr. Smith: ⟨e-mail⟩", 1),
        (Privacy(replacement="shape"), "Dr. Smith: a@b.org", "Dr. Xxxxx: x@x.xxx", 2),
        (Privacy(names="Acme Ltd, 小舟"), "At Acme Ltd 小舟 said", "At ⟨name⟩ ⟨name⟩ said", 2),
        (Privacy(), "身份证号：11010519491231002X。", "身份证号：⟨证件号⟩。", 1),
        (Privacy(language="en"), "电话：010-62345678", "电话：⟨phone⟩", 1),
        (Privacy(), "Order 4711 of 2020", "Order 4711 of 2020", 0),
    ],
)
def test_a_text_is_masked(step: Privacy, before: str, after: str, changes: int) -> None:
    assert step.apply(before) == (after, changes)


@pytest.mark.parametrize("replacement", ["label", "shape"])
def test_masked_text_is_masked_no_further(replacement: str) -> None:
    text = "Mrs Li, born 3 May 1970, +1 212-555-0123, DE89370400440532013000, 84.1.200.7, 王先生"
    step = Privacy(replacement=replacement)
    once, changes = step.apply(text)
    assert changes == 6
    assert step.apply(once) == (once, 0)


def test_a_shape_keeps_marks_and_length() -> None:
    assert same_shape("Jöhn O'X 3-王") == "Xxxx X'X 0-某"


def test_the_step_is_written_down_in_a_recipe() -> None:
    recipe = Recipe((Privacy(name=False, replacement="shape"),))
    assert Recipe.from_json(recipe.to_json()) == recipe
