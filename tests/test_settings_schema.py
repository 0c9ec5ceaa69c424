from dataclasses import fields
from typing import Annotated, ClassVar, Literal

import pytest
from pydantic import Field
from pydantic.dataclasses import dataclass, is_pydantic_dataclass

from slm_core.corpus.split import SplitSettings
from slm_core.errors import SettingsError
from slm_core.generation.settings import GenerationSettings
from slm_core.models.settings import MODEL_SETTINGS
from slm_core.settings_schema import Settings, fields_of, from_dict
from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.training.settings import (
    BudgetSettings,
    MachineSettings,
    SampleSettings,
    TrainingSettings,
)

ALL = [
    SplitSettings,
    TokenizerSettings,
    TrainingSettings,
    BudgetSettings,
    SampleSettings,
    MachineSettings,
    GenerationSettings,
    *MODEL_SETTINGS.values(),
]


@dataclass(frozen=True)
class Toy(Settings):
    """Settings of every kind."""

    section: ClassVar[str] = "toy"

    count: Annotated[int, Field(ge=1, le=10)] = 2
    """How many,
    over two lines."""
    share: Annotated[float, Field(ge=0.0, le=1.0)] = 0.5
    """How much."""
    kind: Literal["a", "b"] = "a"
    """Which."""
    on: bool = False
    """Whether."""
    name: str = ""
    """What."""
    heats: Annotated[tuple[float, ...], Field(min_length=1)] = (1.0,)
    """Several."""
    most: Annotated[int | None, Field(ge=0, le=5)] = None
    """At most."""


@pytest.mark.parametrize("settings", ALL, ids=lambda cls: cls.__name__)
def test_every_setting_is_documented_and_its_default_is_allowed(settings):
    assert is_pydantic_dataclass(settings), "another dataclass decorator checks nothing"
    known = fields_of(settings)
    assert list(known) == [field.name for field in fields(settings)]
    for info in known.values():
        assert len(info.help) > 10, f"{info.path} has no line under it"
        assert info.help.endswith("."), info.path
        assert info.check(info.default) == info.default
        if info.kind in (int, float):
            assert info.low is not None, f"{info.path} has no range"


def test_what_is_known_comes_from_the_class_alone():
    known = fields_of(Toy)
    assert known["count"].help == "How many, over two lines."
    assert (known["count"].low, known["count"].high) == (1, 10)
    assert known["kind"].choices == ("a", "b")
    assert known["most"].optional
    assert known["most"].high == 5
    assert known["heats"].kind is tuple
    assert known["share"].path == "toy.share"


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("count", " 3 ", 3),
        ("share", "1e-1", 0.1),
        ("on", "YES", True),
        ("on", "false", False),
        ("kind", "b", "b"),
        ("name", " kept as it is ", " kept as it is "),
        ("heats", "0.5, 1", (0.5, 1.0)),
        ("most", "none", None),
        ("most", "", None),
        ("most", "4", 4),
    ],
)
def test_text_becomes_a_value(name, text, value):
    info = fields_of(Toy)[name]
    assert info.check(info.parse(text)) == value


@pytest.mark.parametrize(
    ("name", "text"), [("count", "1.5"), ("share", "much"), ("on", "maybe"), ("heats", "1,,2")]
)
def test_text_that_is_no_value_is_named_with_what_is_wanted(name, text):
    with pytest.raises(SettingsError, match=f"toy.{name} is '{text}'; it must be "):
        fields_of(Toy)[name].parse(text)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"count": 0}, "toy.count is 0; it must be from 1 to 10"),
        ({"count": 11}, "toy.count is 11; it must be from 1 to 10"),
        ({"count": 2.5}, r"toy.count is 2\.5; it must be a whole number"),
        ({"count": True}, "toy.count is True; it must be a number"),
        ({"count": "3"}, "toy.count is '3'; it must be a number"),
        ({"count": None}, "toy.count is None; it must be a number"),
        ({"share": float("nan")}, "toy.share is nan; it must be a finite number"),
        ({"share": 10**400}, "toy.share is larger than any number it could be"),
        ({"share": float("inf")}, "toy.share is inf; it must be a finite number"),
        ({"kind": "c"}, "toy.kind is 'c'; it must be one of a, b"),
        ({"on": 1}, "toy.on is 1; it must be true or false"),
        ({"name": 3}, "toy.name is 3; it must be text"),
        ({"heats": 1.5}, "toy.heats is 1.5; it must be one or more numbers"),
        ({"heats": (True,)}, "toy.heats is True; it must be a number"),
        ({"count": 10**400}, "toy.count is larger than any number it could be"),
        ({"count": float("nan")}, "toy.count is nan; it must be a finite number"),
        ({"heats": ()}, r"toy.heats is \(\); it must be one or more numbers"),
        ({"heats": ("x",)}, "toy.heats is 'x'; it must be a number"),
        ({"most": 6}, "toy.most is 6; it must be from 0 to 5"),
        ({"wrong": 1}, "toy.wrong is not a setting. toy has: count, share"),
    ],
)
def test_what_cannot_be_is_refused_with_the_value_and_the_remedy(values, said):
    with pytest.raises(SettingsError, match=said):
        from_dict(Toy, values)


def test_values_are_made_what_they_are_declared():
    toy = from_dict(Toy, {"count": 3.0, "share": 1, "heats": [1, 2]})
    assert (toy.count, type(toy.count)) == (3, int)
    assert (toy.share, type(toy.share)) == (1.0, float)
    assert toy.heats == (1.0, 2.0)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (BudgetSettings, "here it is none of them. Choose one"),
        (lambda: BudgetSettings(minutes=1, steps=2), "here it is minutes and steps. Choose one"),
        (
            lambda: MODEL_SETTINGS["lstm"](hidden_size=0),
            "model.hidden_size is 0; it must be from 1",
        ),
        (
            lambda: MODEL_SETTINGS["lstm"](tied_weights=True, embedding_size=8),
            r"embedding_size \(8\) equal to model.hidden_size \(\d+\)\. Make them equal",
        ),
        (lambda: TokenizerSettings(vocabulary_size=100), "is 100; byte pairs need 258"),
        (lambda: SampleSettings(temperatures=(0.0,)), "has 0; each must be above 0"),
        (lambda: SplitSettings(train=80, validation=30), "adds up to 120 percent"),
    ],
)
def test_settings_that_cannot_be_together_say_so(make, said):
    with pytest.raises(SettingsError, match=said):
        make()


def test_a_wrong_argument_without_its_name_is_named_all_the_same() -> None:
    first = next(iter(fields_of(Toy)))
    with pytest.raises(SettingsError, match=rf"toy\.{first} is "):
        Toy([object()])  # ty: ignore
