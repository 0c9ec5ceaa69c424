"""The sample corpora: size, variety, and files that are what the grammar writes."""

import json
import random
import re
from pathlib import Path

import pytest

from sample_corpora import build, labelled_examples
from sample_corpora.grammar import expand, read_rules, write_documents
from sample_corpora.grammar import read_documents as parse_documents
from sample_corpora.unusual_memos import UNUSUAL

FOLDERS = sorted(path.parent for path in build.FOLDER.glob("*/card.json"))
SAMPLES = {sample.slug: sample for sample in build.SAMPLES}

each_corpus = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def read_card(folder: Path) -> dict[str, object]:
    return json.loads((folder / "card.json").read_text(encoding="utf-8"))


def read_documents(folder: Path) -> list[str]:
    lines = (folder / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]


@each_corpus
def test_corpus_has_a_line_in_the_table(folder: Path) -> None:
    assert folder.name in SAMPLES


@each_corpus
def test_card_counts_equal_recomputed_counts(folder: Path) -> None:
    counts = build.count(read_documents(folder))
    card = read_card(folder)
    assert {name: card[name] for name in counts} == counts


@each_corpus
def test_corpus_is_between_100_and_300_kilobytes_of_varied_sentences(folder: Path) -> None:
    counts = build.count(read_documents(folder))
    assert 100_000 <= counts["bytes"] <= 300_000
    assert counts["distinct_sentences"] >= 1_500


@each_corpus
def test_seed_text_is_at_home_in_the_corpus(folder: Path) -> None:
    card = read_card(folder)
    seed_text, text = str(card["seed_text"]), "\n".join(read_documents(folder))
    if card["language"] == "en":
        assert set(re.findall(r"\w+", seed_text)) <= set(re.findall(r"\w+", text))
    else:
        assert set(seed_text) <= set(text)


@each_corpus
def test_excerpt_is_short_and_ends_a_sentence(folder: Path) -> None:
    excerpt = str(read_card(folder)["excerpt"])
    assert len(excerpt) <= 60
    assert excerpt[-1] in ".!?…。！？"


@each_corpus
def test_no_two_documents_are_equal_and_no_slot_is_left(folder: Path) -> None:
    documents = read_documents(folder)
    assert len(set(documents)) == len(documents)
    assert not [text for text in documents if "{" in text or "}" in text or text != text.strip()]


@each_corpus
def test_files_equal_what_the_grammar_writes(folder: Path) -> None:
    assert list(build.stale_files(SAMPLES[folder.name])) == []


@each_corpus
def test_no_sentence_makes_up_much_of_the_corpus(folder: Path) -> None:
    documents = read_documents(folder)
    sentences = [
        sentence.strip()
        for text in documents
        for sentence in re.split(r"(?<=[.!?。！？])\s*|\n+", text)
        if len(sentence.strip()) > 20
    ]
    most = max(set(sentences), key=sentences.count)
    assert sentences.count(most) <= 0.02 * len(sentences), most


def test_labelled_tables_equal_what_the_grammars_write() -> None:
    assert list(build.stale_examples()) == []


def test_labelled_tables_ask_for_more_than_remembering() -> None:
    corpus = set(read_documents(build.FOLDER / "credit_memos"))
    memos = labelled_examples.memos()
    assert not corpus & {text for text, _kind in memos}
    assert [kind for _text, kind in memos].count("unusual") == len(UNUSUAL)
    learned, tested = labelled_examples.fault_notes()
    assert {crew for _note, crew in learned} == set(labelled_examples.CREWS)
    sentences = [one for text, _crew in learned for one in text.split(". ")]
    assert not set(sentences) & {one for text, _crew in tested for one in text.split(". ")}
    assert not [text for text, _crew in learned + tested if re.search(r"[A-Z]{1,2}-\d", text)]


def test_check_names_a_file_that_differs(tmp_path: Path) -> None:
    sample = SAMPLES[FOLDERS[0].name]
    folder = tmp_path / sample.slug
    folder.mkdir()
    files = build.write_sample(sample)
    (folder / "card.json").write_text(files["card.json"], encoding="utf-8")
    (folder / "documents.jsonl").write_text("changed\n", encoding="utf-8")
    assert list(build.stale_files(sample, tmp_path)) == [folder / "documents.jsonl"]


def test_kept_names_stay_the_same_and_articles_fit() -> None:
    rules = {"document": ("{firm=f} is {kind.a}. {f} again.",), "firm": ("A", "B"), "kind": ("ox",)}
    text = expand("{document}", rules, random.Random(1), {})
    assert text in ("A is an ox. A again.", "B is an ox. B again.")


@pytest.mark.parametrize(
    ("word", "article"),
    [("hour", "an"), ("unit", "a"), ("8 per cent", "an"), ("18-month", "an"), ("180 beds", "a")],
)
def test_article_follows_the_sound(word: str, article: str) -> None:
    assert expand("{x.a}", {"x": (word,)}, random.Random(1), {}) == f"{article} {word}"


def test_a_rule_gives_every_alternative_once_before_it_repeats_one() -> None:
    text = expand("{x}{x}{x}", {"x": ("1", "2", "3")}, random.Random(1), {})
    assert sorted(text) == ["1", "2", "3"]


def test_facts_are_kept_from_the_beginning_of_a_document() -> None:
    rules = {"document": ("{half} and {half} make {whole}",)}

    def facts(rng: random.Random) -> dict[str, str]:
        half = rng.randint(1, 10_000)
        return {"half": str(half), "whole": str(2 * half)}

    for text in write_documents(rules, seed=1, target_bytes=200, core=(), facts=facts):
        half, whole = (int(text.split()[n]) for n in (0, -1))
        assert whole == 2 * half


def test_rules_and_documents_are_read_from_wrapped_text() -> None:
    rules = read_rules("kind: ox | cow\nline:\n- One {kind}¶\n  more.\n- Two: yes.\n")
    assert rules == {"kind": ("ox", "cow"), "line": ("One {kind}\nmore.", "Two: yes.")}
    assert parse_documents("Head\n\nFirst\nline.\n---\nOther.\n") == ("Head\nFirst line.", "Other.")
