"""A part cut by somebody else's tokenizer is the one in the token files."""

import pytest

from slm_core.corpus.split import SplitSettings
from slm_core.errors import CorpusError
from slm_core.tokenizers.encoded.encode_for_scoring import encode_for_scoring
from slm_core.tokenizers.encoded.token_store import prepare_tokens
from slm_core.tokenizers.settings import TokenizerSettings
from tests.tiny import make_corpus, text_of, workspace_in

SPLIT = SplitSettings()


@pytest.mark.parametrize(
    "settings",
    [
        TokenizerSettings(kind="char", vocabulary_size=20),
        TokenizerSettings(kind="word", vocabulary_size=16, lowercase=True),
        TokenizerSettings(kind="bpe", vocabulary_size=300),
    ],
    ids=lambda settings: settings.kind,
)
def test_the_whole_part_is_that_of_the_token_files(tmp_path, settings):
    workspace = workspace_in(tmp_path)
    corpus = make_corpus(workspace)
    store = prepare_tokens(workspace, corpus, SPLIT, settings)
    judged = encode_for_scoring(corpus, SPLIT, store.tokenizer(), most=1_000_000)
    assert judged.ids.tolist() == store.ids("validation").tolist()
    assert judged.part == store.parts["validation"]
    assert (judged.part.unknown > 0) == (settings.kind != "bpe")


def test_no_more_is_read_than_was_asked_for(tmp_path):
    workspace = workspace_in(tmp_path)
    corpus = make_corpus(workspace, text_of(8_000))
    store = prepare_tokens(workspace, corpus, SPLIT, TokenizerSettings(kind="char"))
    judged = encode_for_scoring(corpus, SPLIT, store.tokenizer(), most=100)
    assert judged.part.characters == 100
    assert judged.ids.tolist() == store.ids("validation")[:101].tolist()


def test_a_part_without_text_is_refused(tmp_path):
    workspace = workspace_in(tmp_path)
    corpus = make_corpus(workspace)
    store = prepare_tokens(workspace, corpus, SPLIT, TokenizerSettings(kind="char"))
    with pytest.raises(CorpusError, match="has no text to predict"):
        encode_for_scoring(corpus, SPLIT, store.tokenizer(), most=0)
