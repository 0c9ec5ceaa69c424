"""The list of personal data that people go through before they mask it."""

import pytest

from slm_core.corpus.cleaning.mask_choice import MaskChoice
from slm_core.corpus.cleaning.steps.mask_pii import Privacy, listed_names
from slm_core.corpus.pii import review as module
from slm_core.corpus.pii.review import review
from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.readers.registry import read_source
from slm_core.corpus.review import review_corpus
from slm_core.corpus.store import add_corpus
from slm_core.corpus.text.passages import Passage
from slm_core.errors import CorpusError
from slm_core.processes.pool import WorkerPool
from slm_core.workspace import open_workspace

TEXTS = [
    "Dear Ms Anna Keller, write to anna@example.com or call +49 30 1234567.",
    "The pump was oiled.",
    "Again: anna@example.com and anna@example.com.\nBruno Fehr came too.",
]


def passages(texts=TEXTS):
    return [Passage(text, number, 0, True) for number, text in enumerate(texts)]


def test_each_value_stands_once_with_how_often_and_where():
    seen = review(passages())
    [mail] = [one for one in seen.found if one.kind == "email"]
    assert (mail.text, mail.times, mail.documents, mail.document) == ("anna@example.com", 3, 2, 0)
    assert seen.counts["email"] == 3
    assert seen.counts["name"] == 1
    assert (seen.documents, seen.documents_with) == (3, 2)
    assert seen.is_whole
    assert seen.total == sum(seen.counts.values())


def test_the_words_around_show_no_other_personal_data():
    seen = review(passages())
    [mail] = [one for one in seen.found if one.kind == "email"]
    assert "Keller" not in mail.before
    assert "⟨name⟩" in mail.before
    assert "1234567" not in mail.after
    assert mail.after.startswith(" or call ⟨phone⟩")


def test_names_that_were_listed_are_found_too():
    seen = review(passages(), names=listed_names("Bruno Fehr, Clara"))
    assert "Bruno Fehr" in [one.text for one in seen.found]


def test_a_long_document_counts_once_however_many_passages_it_has():
    parts = [Passage("anna@example.com ", 0, 0, False), Passage("anna@example.com", 0, 17, True)]
    seen = review(parts)
    assert (seen.documents, seen.documents_with) == (1, 1)
    assert (seen.found[0].times, seen.found[0].documents) == (2, 1)


def test_it_ends_where_it_should():
    seen = review(passages(), most=len(TEXTS[0]) + 3)
    assert not seen.is_whole
    assert seen.characters == len(TEXTS[0]) + 3
    assert not review(passages(), should_stop=lambda: True).is_whole


def test_more_values_than_are_listed_are_counted(monkeypatch):
    monkeypatch.setattr(module, "VALUES", 2)
    seen = review(passages([f"user{number % 4}@example.com" for number in range(8)]))
    assert len(seen.found) == 2
    assert seen.counts["email"] == 8


def test_a_process_beside_says_the_same_of_a_corpus(tmp_path):
    workspace = open_workspace(tmp_path)
    rows = "".join(f'{{"text": "{n}: {text}"}}\n' for n in range(20) for text in TEXTS[:2])
    corpus = add_corpus(workspace, [read_source(InputFile("a.jsonl", rows.encode()))], name="A")
    with WorkerPool(1) as pool:
        names = ("pump",)
        told = review_corpus(pool, corpus, names=names, large=0)
        assert told == review_corpus(pool, corpus, names=names)
        assert told == review(corpus.passages(), names=names)
        assert told.counts["email"] == 20
        corpus.texts.unlink()
        with pytest.raises(CorpusError, match=r"^The text of corpus .* cannot be read"):
            review_corpus(pool, corpus, large=0)


def test_what_is_kept_stays_as_it_is():
    step = Privacy(keep="anna@example.com | Anna Keller")
    text, changes = step.apply(TEXTS[0])
    assert changes == 1
    assert text == TEXTS[0].replace("+49 30 1234567", "⟨phone⟩")


def test_a_choice_masks_what_is_ticked():
    passages = [Passage("Write to a@example.com and b@example.com, a@example.com.", 0, 0, True)]
    seen = review(passages)
    choice = MaskChoice("x", kinds=("email",))
    assert choice.count(seen) == 3
    choice.kept.add(("email", "a@example.com"))
    assert choice.count(seen) == 1
    text, _changes = choice.step("label").apply(passages[0].text)
    assert text == "Write to a@example.com and ⟨e-mail⟩, a@example.com."


def test_of_each_kind_some_are_listed_and_all_are_counted():
    mails = " ".join(f"user{n}@example.com" for n in range(600))
    seen = review([Passage(f"{mails} Call +49 30 1234567.", 0, 0, True)])
    found, more = seen.most_frequent(("email", "phone"))
    assert more
    assert len(found) == 201
    assert found[-1].kind == "phone"
    assert MaskChoice("x", kinds=("email", "phone")).count(seen) == 601
    assert seen.most_frequent(("phone",))[1] is False
