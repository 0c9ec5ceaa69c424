"""CSV that leaves: what people and models wrote never becomes a formula."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from slm_core.csv_tables import csv_table
from slm_core.evaluation.ratings.rating_set import REAL, RatedPair, RatingSet, RatingSetRecord


def read(table: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table, newline="")))


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("//x")', "＝1", "－1"],
)
def test_a_text_that_would_be_a_formula_stays_a_text(text: str) -> None:
    assert read(csv_table(["a", "b"], [[text, "well"]]))[1:] == [["'" + text, "well"]]


def test_numbers_and_other_texts_are_written_as_they_are() -> None:
    row = [-0.25, 3, "", "a = b", 'say "no"', "two\nlines", "文本"]
    assert read(csv_table("abcdefg", [row])) == [list("abcdefg"), [str(value) for value in row]]


def test_what_a_model_wrote_is_guarded_in_the_votes(tmp_path: Path) -> None:
    pair = RatedPair("=cmd|' /C calc'!A0", "- an item", "well", "some-run", REAL)
    record = RatingSetRecord(("some-run",), ("Pumps",), "text", 0.0, (pair,))
    table = read(RatingSet("one", tmp_path, record).to_csv())
    assert table[1][:5] == ["0", "'" + pair.prompt, "'- an item", "well", "some-run"]
    other = replace(record, pairs=(replace(pair, prompt="Once"),))
    assert read(RatingSet("one", tmp_path, other).to_csv())[1][1] == "Once"
