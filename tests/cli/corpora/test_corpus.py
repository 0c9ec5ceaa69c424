"""corpus add, extend, list and delete, on files and folders of every kind."""

import json
from pathlib import Path

import pytest

from slm_core.corpus.cleaning.recipe import READY_MADE
from slm_core.corpus.samples import add_sample
from tests.cli.shell import Shell

NOTES = [f"Round {n}: the  pump at gate {n % 7} was opened and closed." for n in range(90)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "my notes"
    (made / "older").mkdir(parents=True)
    (made / "a.txt").write_text("\n".join(NOTES), encoding="utf-8")
    (made / "older" / "b.csv").write_text(
        "id,note\n" + "\n".join(f"{n},{text}" for n, text in enumerate(NOTES)), encoding="utf-8"
    )
    (made / "older" / "empty.txt").touch()
    (made / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    return made


def test_a_folder_is_added_cleaned_extended_reported_and_deleted(
    shell: Shell, folder: Path
) -> None:
    recipe = folder.parent / "mine.json"
    recipe.write_text(json.dumps(READY_MADE["light"].to_json()), encoding="utf-8")
    said = shell("corpus", "add", folder, f"--recipe={recipe}", "--json")
    assert said.code == 0, said.err
    values = said.json()
    assert values["name"] == "my notes"
    assert values["documents"] == 1 + len(NOTES)
    assert [one["step"] for one in values["steps"]] == [one["step"] for one in values["recipe"]]
    assert values["steps"][1]["changes"] == 2 * len(NOTES)
    assert [sentence.split(":")[0] for sentence in values["refused"]] == ["empty.txt"]
    assert "1 file of another kind was passed over" in said.err
    assert "empty.txt: The file is empty" in said.err

    more = folder.parent / "more.jsonl"
    texts = [*NOTES[:5], *(f"{text} And new." for text in NOTES)]
    more.write_text("".join(json.dumps({"text": one}) + "\n" for one in texts), encoding="utf-8")
    child = shell("corpus", "extend", values["corpus"], more, "--name=More", "--json").json()
    assert child["parent"] == values["corpus"]
    assert child["recipe"] == values["recipe"]
    assert child["documents"] == values["documents"] + len(NOTES)

    assert f"extends {values['corpus']}" in shell("corpus", "list").out
    listed = shell("corpus", "list", "--json").json()
    assert [one["corpus"] for one in listed["corpora"]] == [child["corpus"], values["corpus"]]
    assert shell("corpus", "report", child["corpus"], "--json").json()["documents"] > len(NOTES)

    freed = shell("corpus", "forget", values["corpus"], "--json").json()["bytes"]
    assert freed == values["uncleaned_bytes"] > 0
    assert "No text before cleaning" in shell("corpus", "forget", values["corpus"]).out

    gone = shell("corpus", "delete", values["corpus"], "--yes", "--json")
    assert gone.json()["children"] == [child["corpus"]]
    assert child["corpus"] in gone.err
    assert not (shell.home / "corpora" / values["corpus"]).exists()
    assert shell("corpus", "delete", values["corpus"], "--yes").code == 2
    assert "--yes" in shell("corpus", "delete", child["corpus"]).err
    assert (shell.home / "corpora" / child["corpus"]).exists()


def test_a_locked_file_opens_with_its_password(shell: Shell, real_data: Path) -> None:
    path = real_data / "formats" / "password.pdf"
    assert shell("corpus", "add", path).code == 2
    said = shell("corpus", "add", path, "--password=openpassword", "--json")
    wrong = shell("corpus", "add", path, "--password=wrong")
    assert wrong.code == 2
    assert "password" in wrong.err
    assert said.code == 0, said.err
    assert said.json()["sources"][0]["read_as"].startswith("text of ")


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("no json", "no JSON"),
        ('[{"step": "polish"}]', "'polish', which is no step"),
        ('[{"step": "replace", "pattern": "(", "by": ""}]', "Step 1"),
        ('{"steps": 3}', "A recipe is a list"),
    ],
)
def test_a_bad_recipe_is_refused(shell: Shell, folder: Path, content: str, named: str) -> None:
    path = folder.parent / "r.json"
    path.write_text(content, encoding="utf-8")
    said = shell("corpus", "add", folder, f"--recipe={path}", "--json")
    assert said.code == 2
    assert named in said.json()["error"]
    assert not list((shell.home / "corpora").glob("*"))


def test_what_is_not_there_is_named(shell: Shell, folder: Path) -> None:
    assert "nowhere.json" in shell("corpus", "add", folder, "--recipe=nowhere.json").err
    assert "Light" in shell("corpus", "add", folder, "--recipe=nowhere.json").err
    assert "Words only (as in tutorials)" in shell("corpus", "add", folder, "--recipe=nowhere").err
    assert shell("corpus", "add", folder, "--recipe=words ONLY (as in tutorials)").code == 0
    assert "'gone.txt'" in shell("corpus", "add", "gone.txt").err
    assert "'nobody'" in shell("corpus", "extend", "nobody", folder).err
    (folder.parent / "empty").mkdir()
    assert "no files we read" in shell("corpus", "add", folder.parent / "empty").err


def test_what_is_added_as_it_is_hears_which_recipe_suits_it(shell: Shell, folder: Path) -> None:
    said = shell("corpus", "add", folder / "a.txt")
    assert said.code == 0, said.err
    assert "Nothing was cleaned. --recipe 'Light' suits this text:" in said.err
    assert "Unicode normalised, blanks tidied, duplicate documents removed." in said.err
    cleaned = shell("corpus", "add", folder / "a.txt", "--recipe=Light")
    assert "Nothing was cleaned" not in cleaned.err


def test_documents_inside_a_text_and_columns_are_offered_and_taken(
    shell: Shell, tmp_path: Path
) -> None:
    names, faq = tmp_path / "names.txt", tmp_path / "faq.csv"
    names.write_text("".join(f"Elar{n}in\n" for n in range(60)), encoding="utf-8")
    rows = "".join(f"Where is card {n}?,On the quay.\n" for n in range(30))
    faq.write_text(f"question,answer\n{rows}", encoding="utf-8")

    said = shell("corpus", "add", names, faq, "--json")
    assert [one["suggestions"][0]["value"] for one in said.json()["sources"]] == [
        "line",
        "Q: {question}\nA: {answer}",
    ]
    assert "--documents line" in said.err and "60 documents" in said.err
    assert "--template 'Q: {question}\\nA: {answer}'" in said.err

    taken = shell("corpus", "add", names, "--documents", "line", "--json").json()
    assert taken["documents"] == 60
    assert taken["sources"][0]["read_as"] == "text, each line is a document"
    assert taken["sources"][0]["suggestions"] == []
    joined = shell("corpus", "add", faq, "--template", "Q: {question}\\nA: {answer}", "--json")
    assert joined.json()["characters"] > 30 * len("Q: Where is card 1?\nA: On the quay.")
    wrong = shell("corpus", "add", faq, "--template", "{ask}")
    assert wrong.code == 2 and 'There are "question", "answer"' in wrong.err
    assert shell("corpus", "add", names, "--documents", "rows").code == 2
    both = shell("corpus", "add", faq, "--template", "{answer}", "--column", "answer")
    assert both.code == 2 and "exclude each other" in both.err


def test_what_a_corpus_is_about_is_told_and_corrected(shell: Shell) -> None:
    corpus = add_sample(shell.workspace, "health_news").id
    assert shell("corpus", "subject", corpus).out.strip() == "health, as its text says"
    told = shell("corpus", "subject", corpus, "other", "--json").json()
    assert told == {"corpus": corpus, "subject": "other", "chosen": True}
    assert shell("corpus", "subject", corpus, "sports").code == 2
    assert shell("corpus", "subject", corpus, "auto").out.strip() == "health, as its text says"
