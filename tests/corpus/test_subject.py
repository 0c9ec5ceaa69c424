"""What a corpus is about: told from its text, corrected by people, said under what models write."""

from pathlib import Path

import pytest

from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.readers.registry import read_source
from slm_core.corpus.samples import add_sample
from slm_core.corpus.store import add_corpus
from slm_core.corpus.subject import (
    NOTICE,
    choose_subject,
    chosen_subject,
    corpus_subject,
    notice_for,
    notice_of,
)
from slm_core.corpus.text.subject import subject_of
from slm_core.errors import SettingsError
from slm_core.workspace import open_workspace


@pytest.fixture
def workspace(tmp_path):
    return open_workspace(tmp_path)


SAMPLES = {
    "health_news": "health",
    "credit_memos": "money",
    "maintenance_logs": "other",
    "customer_service_zh": "other",
}

REAL = {
    "medical_medquad/medquad_niddk.txt": "health",
    "zh_medical_gb18030/neike_5000-6000.gb18030.csv": "health",
    "finance_fomc_minutes": "money",
    "de_gesetze": "law",
    "cooking_en": "other",
    "docs_rust_book": "other",
    "tinyshakespeare": "other",
    "zh_poetry": "other",
    "zh_recipes": "other",
    "ja_soseki": "other",
}


@pytest.mark.parametrize("slug", SAMPLES)
def test_samples_are_about_what_they_say(workspace, slug):
    assert corpus_subject(add_sample(workspace, slug)) == SAMPLES[slug]


@pytest.mark.parametrize("name", REAL)
def test_real_texts_are_told_apart(real_data, name):
    path = real_data / name
    files = [path] if path.is_file() else sorted(path.iterdir())
    readable = [file for file in files if _is_text(file)][:20]
    texts = (
        text for file in readable for text in read_source(InputFile(file.name, file)).documents
    )
    assert subject_of(texts) == REAL[name]


def _is_text(file: Path) -> bool:
    return file.suffix in (".txt", ".csv", ".md", ".jsonl", ".json") and "SOURCE" not in file.name


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("被告应于判决生效之日起赔偿原告损失。合同第一条约定，甲方违约的，乙方可起诉。" * 9, "law"),
        ("The plaintiff filed an appeal; the court held the defendant liable under the statute. "
         "Counsel argued that the clause was void pursuant to the covenant." * 9, "law"),
        ("Pt seen at home. Wound on the left shin has scant exudate; cleaned with saline. "
         "Swab sent, bandage changed, afebrile. Ulcer on the heel smaller." * 9, "health"),
        ("Pt in bed 20: oxygen by nasal cannula, catheter draining clear urine. Plan: repeat ECG. "
         "Dressing on sacrum changed, insulin given as charted, walked with physio." * 9, "health"),
        ("We walked along the river bank and talked of the heart of the matter. " * 30, "other"),
        ("patient " * 500, "other"),
        ("", "other"),
    ],
)  # fmt: skip
def test_a_subject_takes_several_of_its_words(text, subject):
    assert subject_of([text]) == subject


def test_people_have_the_last_word_and_can_take_it_back(workspace):
    text = "The pump ran hot and was stopped. " * 30
    corpus = add_corpus(
        workspace, [read_source(InputFile("a.txt", text.encode()))], name="Dosing pumps"
    )
    assert corpus_subject(corpus) == "other"
    assert notice_of(workspace, corpus.id) is None
    choose_subject(corpus, "health")
    assert (chosen_subject(corpus), corpus_subject(corpus)) == ("health", "health")
    assert notice_of(workspace, corpus.id) == NOTICE == notice_for("health")
    choose_subject(corpus, "auto")
    assert (chosen_subject(corpus), corpus_subject(corpus)) == (None, "other")
    with pytest.raises(SettingsError, match="no subject 'sports'"):
        choose_subject(corpus, "sports")
    assert notice_of(workspace, "gone-000000000000") is None


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"subject": 3}', '{"subject": "sports"}'])
def test_a_damaged_choice_is_none(workspace, damage):
    corpus = add_sample(workspace, "health_news")
    (corpus.folder / "subject.json").write_text(damage)
    assert chosen_subject(corpus) is None
    assert corpus_subject(corpus) == "health"
