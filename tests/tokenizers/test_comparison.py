"""What a process beside says of the tokens of a text is what is said here."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from slm_core.corpus.store import Corpus
from slm_core.errors import WorkspaceError
from slm_core.processes.pool import WorkerPool
from slm_core.tokenizers.comparison import train_candidates, view_tokens
from slm_core.tokenizers.token_view import view
from slm_core.workspace import Workspace, open_workspace
from tests.tiny import make_corpus, text_of

TEXTS = ["The old pump was hot.\n", "", "Ω 泵轴承 ok", "a\ud800b"]


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(1) as made:
        yield made


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(tmp_path)


def made(workspace: Workspace) -> Corpus:
    return make_corpus(workspace, text_of(8_000) + "泵轴承过热，已更换密封圈。" * 40)


def test_it_says_the_same(pool: WorkerPool, workspace: Workspace) -> None:
    corpus = made(workspace)
    found = train_candidates(workspace, corpus)
    which = [one.which for one in found]
    told = view_tokens(pool, workspace, corpus.id, which, TEXTS)
    assert list(told) == which
    for one, name in zip(found, which, strict=True):
        assert told[name] == [view(text, one.tokenizer) for text in TEXTS]


def test_tokenizers_that_are_gone_are_left_out_until_they_are_back(
    pool: WorkerPool, workspace: Workspace
) -> None:
    corpus = made(workspace)
    assert view_tokens(pool, workspace, corpus.id, [("char", 30)], TEXTS) == {}
    [first, *_] = train_candidates(workspace, corpus)
    assert list(view_tokens(pool, workspace, corpus.id, [first.which], TEXTS)) == [first.which]


def test_a_bad_corpus_is_a_sentence(pool: WorkerPool, workspace: Workspace) -> None:
    with pytest.raises(WorkspaceError, match="not the name of anything"):
        view_tokens(pool, workspace, "../x", [("char", 30)], TEXTS)
