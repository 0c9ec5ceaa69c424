import re

import pytest

from slm_core.errors import SettingsError
from slm_core.generation.settings import GenerationSettings
from slm_core.settings_schema import fields_of


def test_every_setting_says_what_it_means():
    assert all(info.help for info in fields_of(GenerationSettings).values())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("temperature", -0.1),
        ("temperature", float("nan")),
        ("temperature", 6.0),
        ("top_k", -1),
        ("top_p", 0.0),
        ("top_p", 1.1),
        ("length", 0),
        ("length", 5001),
        ("seed", -1),
        ("seed", 1.5),
    ],
)
def test_what_cannot_be_is_refused_with_its_name_and_value(name, value):
    with pytest.raises(
        SettingsError, match=re.escape(f"generation.{name} is {value:,}".removesuffix(".0"))
    ):
        GenerationSettings(**{name: value})
