"""Labelled tables: rows in order with their labels, and sentences for what is none."""

from pathlib import Path

import pytest

from slm_core.errors import CorpusError
from slm_core.evaluation.classification.labelled_texts import check_labels, read_labelled

ROWS = """id,kind,note
1,heat,"The pump of line two was hot, and noisy"
2,leak,"Oil leaked from the seal
again"
3,,A note that nobody labelled
4,heat,
5,leak,泵漏油了，换了油封
"""


def written(folder: Path, text: str, name: str = "notes.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_texts_and_labels_stay_together(tmp_path: Path) -> None:
    found = read_labelled(written(tmp_path, ROWS), label="Kind")
    assert found.labels == ("heat", "leak", "leak")
    assert found.texts[1:] == ("Oil leaked from the seal\nagain", "泵漏油了，换了油封")
    assert (found.text_column, found.label_column) == ("note", "kind")
    assert (found.without_label, found.without_text) == (1, 1)


def test_json_lines_have_fields(tmp_path: Path) -> None:
    lines = '{"said": "hot pump today", "is": "a"}\n{"said": "cold seal today", "is": "b"}\n'
    found = read_labelled(written(tmp_path, lines, "n.jsonl"), label="is", text="said")
    assert list(zip(found.texts, found.labels, strict=True)) == [
        ("hot pump today", "a"), ("cold seal today", "b"),
    ]  # fmt: skip


def test_what_is_no_labelled_table_is_a_sentence(tmp_path: Path) -> None:
    table = written(tmp_path, ROWS)
    with pytest.raises(CorpusError, match='no column "colour"'):
        read_labelled(table, label="colour")
    with pytest.raises(CorpusError, match='no column "words"'):
        read_labelled(table, label="kind", text="words")
    with pytest.raises(CorpusError, match="no two columns"):
        read_labelled(written(tmp_path, "A plain text. It has no columns.", "t.txt"), label="kind")
    with pytest.raises(CorpusError, match="no file"):
        read_labelled(tmp_path / "nowhere.csv", label="kind")
    empty = "kind,note\n" + ",the pump was hot and noisy\n" * 3
    with pytest.raises(CorpusError, match="both a text"):
        read_labelled(written(tmp_path, empty, "e.csv"), label="kind")


def test_too_few_and_too_many_labels_are_a_sentence(tmp_path: Path) -> None:
    one = "kind,note\n" + "heat,the pump was hot and noisy\n" * 5
    with pytest.raises(CorpusError, match="All 5 texts"):
        check_labels(read_labelled(written(tmp_path, one, "one.csv"), label="kind"))
    many = "kind,note\n" + "".join(f"label{n},the pump number {n} was hot\n" for n in range(10_000))
    with pytest.raises(CorpusError, match="10,000 different labels"):
        read_labelled(written(tmp_path, many, "many.csv"), label="kind")
