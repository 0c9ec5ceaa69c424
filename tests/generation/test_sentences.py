import pytest

from slm_core.generation.sentences import sentence_end


@pytest.mark.parametrize(
    ("text", "count", "first"),
    [
        ("It rose. Then", 1, "It rose."),
        ("It rose.", 1, None),
        ("It rose to 3.5 points. Then", 1, "It rose to 3.5 points."),
        ("Dr. Lee said so! Then", 1, "Dr. Lee said so!"),
        ("He said “no.” Then it fell. And", 1, "He said “no.”"),
        ("He said “no.” Then it fell. And", 2, "He said “no.” Then it fell."),
        ("Name\nMore text", 1, "Name"),
        ("她说：“没事。”然后", 1, "她说：“没事。”"),
        ("没事。然后走了！再", 2, "没事。然后走了！"),
        ("see J. S. Bach. Then", 1, "see J. S. Bach."),
    ],
)
def test_where_a_sentence_ends(text, count, first):
    end = sentence_end(text, count)
    assert (None if end is None else text[:end]) == first
