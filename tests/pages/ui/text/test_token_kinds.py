"""Notes on tokens as they are shown."""

from pages.ui.text.token_kinds import signs_note


def test_only_signs_that_are_shown_are_explained() -> None:
    assert signs_note(["the", "␣of"]) == "␣ is a blank\\."
    note = signs_note(["↵", "\\xef"])
    assert note.startswith("↵ is a line break")
    assert "part of a character" in note
    assert signs_note(["the", "of"]) == ""
