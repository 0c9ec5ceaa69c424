"""The corpora written for this project can be listed and added, and nothing else as them."""

from pathlib import Path

import pytest

from slm_core.corpus.samples import add_sample, list_samples
from slm_core.errors import CorpusError
from slm_core.workspace import Workspace, open_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path / "home")


def test_every_sample_becomes_the_corpus_its_card_says(workspace: Workspace) -> None:
    samples = list_samples()
    assert samples
    for sample in samples:
        corpus = add_sample(workspace, sample.slug)
        card = corpus.card
        assert (card.name, card.sample) == (sample.name, sample.slug)
        assert (card.language, card.seed_text) == (sample.language, sample.seed_text)
        assert card.counts.documents == sample.documents
        assert (card.counts.characters, card.counts.bytes) == (sample.characters, sample.bytes)
        assert card.warnings == ()
        assert add_sample(workspace, sample.slug) == corpus


@pytest.mark.parametrize("slug", ["nothing", "../tests", "", "health_news/.."])
def test_other_names_are_refused_with_the_list(workspace: Workspace, slug: str) -> None:
    with pytest.raises(CorpusError, match=r"no sample corpus .* Choose one of \w+"):
        add_sample(workspace, slug)


def test_half_written_samples_are_not_listed(tmp_path: Path) -> None:
    for name, card in (("a", "{"), ("b", '{"name": "B"}')):
        (tmp_path / name).mkdir()
        (tmp_path / name / "card.json").write_text(card)
    assert list_samples(tmp_path) == []
