"""Any text under real runs: tokens that join to it, bits that add up, oddities that are found."""

from pathlib import Path

import pytest

from slm_core.corpus.readers.document import ReadResult
from slm_core.corpus.store import add_corpus
from slm_core.errors import CorpusError, RunError
from slm_core.evaluation.surprisal.limits import check_runs
from slm_core.evaluation.surprisal.records import oddest_tokens
from slm_core.evaluation.surprisal.score_texts import score_texts
from slm_core.evaluation.texts.other_text import Other
from slm_core.messages import as_given
from slm_core.runs.launching.create import create_run
from slm_core.runs.run import Run
from slm_core.runs.trainer import main
from slm_core.training.settings import BudgetSettings
from slm_core.workspace import Workspace
from tests.tiny import make_config, text_of, workspace_in

KINDS = ("char", "word", "bpe")
STRANGE = "Ünï: 泵很热 👩‍🔧 zygote!"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return workspace_in(tmp_path_factory.mktemp("surprisal"))


@pytest.fixture(scope="module")
def runs(home: Workspace) -> dict[str, Run]:
    """One with each kind of token, of 250 notes."""
    texts = [text_of(60, seed=seed) for seed in range(250)]
    read = ReadResult(documents=texts, read_as=as_given("text"), encoding="UTF-8", name="notes")
    corpus = add_corpus(home, [read], name="Notes")
    made = {}
    for kind in KINDS:
        settings = {
            "tokenizer": {"kind": kind, "vocabulary_size": 300},
            "training": {"learning_rate": 0.02},
        }
        config = make_config(corpus, budget=BudgetSettings(steps=120), **settings)
        made[kind] = create_run(home, config)
        assert main.main(str(home.root), made[kind].id) == 0
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_tokens_join_to_the_text_and_their_bits_to_its(runs: dict[str, Run], kind: str) -> None:
    texts = [text_of(60, seed=900), STRANGE, "x"]
    found = score_texts([runs[kind]], Other("given", texts)).runs[0]
    for document, text in zip(found.documents, texts, strict=True):
        assert document.text == text
        assert document.bytes == len(text.encode())
        assert sum(one.bits for one in document.tokens) == pytest.approx(document.bits, abs=0.01)
    assert found.documents[1].bits_per_byte > 2 * found.documents[0].bits_per_byte


def test_a_document_costs_the_same_beside_any_other(runs: dict[str, Run]) -> None:
    text = text_of(60, seed=901)
    alone = score_texts([runs["bpe"]], Other("given", [text]))
    among = score_texts([runs["bpe"]], Other("given", [STRANGE, "  ", text, "x"]))
    assert among.left_out == 1
    assert among.runs[0].documents[1].bits == pytest.approx(
        alone.runs[0].documents[0].bits, rel=1e-4
    )


def test_odd_documents_are_told_from_usual_ones(runs: dict[str, Run]) -> None:
    usual = [text_of(60, seed=1_000 + seed) for seed in range(60)]
    odd = ["".join(reversed(text)) for text in usual[:10]]
    found = score_texts([runs["char"]], Other("given", [*usual, *odd]), false_alarms=0.1).runs[0]
    assert found.threshold is not None
    flagged = [found.is_odd(document) for document in found.documents]
    assert sum(flagged[:60]) <= 15
    assert all(flagged[60:])
    typical = [document.typicality for document in found.documents[60:]]
    assert max(one for one in typical if one is not None) < 0.1
    dearest = oddest_tokens(found, most=5)
    assert [one.token.bits for one in dearest] == sorted(
        (one.token.bits for one in dearest), reverse=True
    )
    assert all(one.token.expected for one in dearest)


def test_several_runs_say_which_finds_a_text_most_natural(runs: dict[str, Run]) -> None:
    report = score_texts(list(runs.values()), Other("given", [text_of(60, seed=77)]))
    bits = [run.documents[0].bits for run in report.runs]
    assert bits[report.most_natural(0)] == min(bits)


def test_what_cannot_be_scored_is_a_sentence(runs: dict[str, Run], home: Workspace) -> None:
    with pytest.raises(CorpusError, match="no text to score"):
        score_texts([runs["char"]], Other("given", [" ", ""]))
    with pytest.raises(CorpusError, match="up to 10,000,000"):
        score_texts([runs["char"]], Other("given", ["oil " * 2_600_000]))
    new = create_run(home, runs["char"].config())
    with pytest.raises(RunError, match="no complete checkpoint"):
        check_runs([new])


def test_a_text_in_one_piece_has_no_threshold_and_says_why(home: Workspace, tmp_path: Path) -> None:
    read = ReadResult(
        documents=[text_of(9_000)], read_as=as_given("text"), encoding="UTF-8", name="book"
    )
    corpus = add_corpus(home, [read], name="Book")
    run = create_run(home, make_config(corpus, budget=BudgetSettings(steps=5)))
    assert main.main(str(home.root), run.id) == 0
    found = score_texts([run], Other("given", ["The pump was hot."])).runs[0]
    assert found.threshold is None
    assert "at least 20" in str(found.without_threshold)
