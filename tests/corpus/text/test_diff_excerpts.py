"""Excerpts show what changed, and nothing that did not."""

from slm_core.corpus.text.diff_excerpts import Change, excerpts


def test_a_text_that_repeats_itself_does_not_lead_astray() -> None:
    before = "\n".join(["Hello, here is some text without a meaning", "and here it goes on."] * 40)
    after = before.replace("\nand", " and")
    found = list(excerpts([(before, after)]))
    assert len(found) == 5
    for change in found:
        assert change.after is not None
        assert change.before.replace("\nand", " and") == change.after
        assert change.before != change.after


def test_a_dropped_document_has_nothing_after() -> None:
    assert list(excerpts([("x" * 500, None)])) == [Change("x" * 160, None)]


def test_changes_come_from_several_documents() -> None:
    pairs = [(f"{n} " * 400, f"{n}_" * 400) for n in range(3)]
    assert {change.before[0] for change in excerpts(pairs)} == {"0", "1", "2"}


def test_the_whole_text_may_go_or_come() -> None:
    assert list(excerpts([("abc", "")])) == [Change("abc", "")]
    assert list(excerpts([("", "abc")])) == [Change("", "abc")]
    assert list(excerpts([])) == []
