"""What counting reaches on a corpus: found once, kept, and not for large texts unasked."""

import pytest

from slm_core.corpus.split import SplitSettings
from slm_core.errors import CorpusError
from slm_core.metrics.ngram import ngram_bits_per_byte
from slm_core.runs.planning import ngram_baseline as module
from slm_core.runs.planning.ngram_baseline import (
    cached_ngram_baseline,
    ngram_baseline,
    ngram_baseline_if_cached,
)
from tests.tiny import make_corpus, text_of, workspace_in

SPLIT = SplitSettings(train=80, validation=10, test=10)


def test_it_is_counted_once_and_kept_with_the_corpus(tmp_path, monkeypatch):
    workspace = workspace_in(tmp_path)
    text = text_of(20_000)
    corpus = make_corpus(workspace, text)
    assert cached_ngram_baseline(workspace, corpus, SPLIT) is None
    bits = ngram_baseline(workspace, corpus, SPLIT)
    assert bits == pytest.approx(ngram_bits_per_byte(text[:16_000], text[16_000:18_000]), rel=0.05)
    monkeypatch.setattr(module, "ngram_bits_per_byte", None)  # nothing counts again
    assert (
        ngram_baseline(workspace, corpus, SPLIT)
        == ngram_baseline_if_cached(workspace, corpus, SPLIT)
        == bits
    )
    assert cached_ngram_baseline(workspace, corpus, SplitSettings(50, 50, 0)) is None


def test_of_a_large_text_only_what_is_known_is_told(tmp_path, monkeypatch):
    workspace = workspace_in(tmp_path)
    corpus = make_corpus(workspace)
    monkeypatch.setattr(module, "_AT_ONCE", corpus.card.counts.characters - 1)
    assert ngram_baseline_if_cached(workspace, corpus, SPLIT) is None
    bits = ngram_baseline(workspace, corpus, SPLIT)
    assert ngram_baseline_if_cached(workspace, corpus, SPLIT) == bits > 0


def test_a_part_without_text_is_told_and_what_is_damaged_is_counted_anew(tmp_path):
    workspace = workspace_in(tmp_path)
    with pytest.raises(CorpusError):
        ngram_baseline(workspace, make_corpus(workspace, "ab"), SPLIT)
    corpus = make_corpus(workspace)
    bits = ngram_baseline(workspace, corpus, SPLIT)
    (kept,) = workspace.corpus_cache(corpus.id).glob("counting-*.json")
    kept.write_text('{"counting_bits": "many"}')
    assert ngram_baseline(workspace, corpus, SPLIT) == bits
