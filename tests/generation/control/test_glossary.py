import json

import pytest

from slm_core.errors import ArgotError, SettingsError
from slm_core.generation.control.glossary import (
    Glossary,
    read_glossary,
    terms_in,
    write_glossary,
)


def test_terms_are_tidied_and_kept_in_a_folder(tmp_path):
    glossary = Glossary(terms_in("  heart   attack\n\naspirin\naspirin\n"), ("阿司匹林",), 3.0)
    assert glossary.forbidden == ("heart attack", "aspirin")
    assert not read_glossary(tmp_path)
    write_glossary(tmp_path, glossary)
    assert read_glossary(tmp_path) == glossary


def test_what_either_forbids_is_forbidden():
    of_corpus = Glossary(("aspirin",), ("insulin", "Heart"), 1.0)
    of_run = Glossary(("heart",), ("Aspirin", "pump"), 4.0)
    assert of_corpus.joined(of_run) == Glossary(("aspirin", "heart"), ("insulin", "pump"), 4.0)
    assert of_corpus.joined(Glossary()).strength == 1.0


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"forbidden": ("Aspirin",), "preferred": ("aspirin",)}, "both forbidden and preferred"),
        ({"forbidden": tuple(map(str, range(1001)))}, "1,001 terms of one kind; 1,000"),
        ({"preferred": ("x" * 201,)}, "has 201 characters; 200 are the most"),
        ({"preferred": ("x",), "strength": float("inf")}, "is inf; it must be from 0 to 10"),
        ({"preferred": ("x",), "strength": -1.0}, "is -1.0; it must be from 0 to 10"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(values, said):
    with pytest.raises(SettingsError, match=said):
        Glossary(**values)


@pytest.mark.parametrize("content", ["{", "[]", json.dumps({"forbidden": [1]})])
def test_a_damaged_file_is_told(tmp_path, content):
    (tmp_path / "glossary.json").write_text(content)
    with pytest.raises(ArgotError, match=r"glossary\.json"):
        read_glossary(tmp_path)
