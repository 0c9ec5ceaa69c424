"""corpus report and corpus compare, as people and programs ask for them."""

from tests.cli.shell import Shell


def test_a_report_in_words_and_as_json(shell: Shell) -> None:
    said = shell("corpus", "report", "credit_memos", "--json")
    values = said.json()
    assert said.code == 0
    assert values["documents"] > 0
    assert "word_counts" not in values
    assert [one["subject"] for one in values["verdict"]][:2] == ["characters", "words"]
    assert "counting words" in said.err
    again = shell("corpus", "report", values["corpus"])
    assert again.code == 0
    assert "for a character model" in again.out
    assert "loan" in again.out
    assert again.err == ""  # it was kept


def test_two_corpora_compared(shell: Shell) -> None:
    said = shell("corpus", "compare", "credit_memos", "maintenance_logs", "--json")
    assert said.code == 0
    assert 0 < said.json()["shared_words"] < 1
    shown = shell("corpus", "compare", "credit_memos", "maintenance_logs")
    assert "Different words that both have" in shown.out


def test_a_report_on_nothing_is_refused(shell: Shell) -> None:
    said = shell("corpus", "report", "nope")
    assert said.code == 2
    assert "nope" in said.err
