"""A model of names, a line each, learns where a name ends; of one document it cannot."""

import random
from pathlib import Path

import pytest

from slm_core.corpus.readers.document import InputFile, ReadOptions
from slm_core.corpus.readers.registry import read_source
from slm_core.corpus.split import split_corpus
from slm_core.corpus.store import add_corpus
from slm_core.corpus.text.division.boundaries import boundary_named
from slm_core.generation.generate import generate
from slm_core.generation.settings import GenerationSettings
from slm_core.runs.launching.create import create_run
from slm_core.runs.load_model import load_run_model
from slm_core.runs.trainer import main
from slm_core.tokenizers.tokenizer import EOS
from slm_core.training.settings import BudgetSettings
from tests.tiny import make_config, workspace_in

WRITTEN, LONGEST = 8, 40


def names(count: int) -> str:
    draw = random.Random(5)
    starts, middles = ("Gal", "Bel", "Fer", "Cor", "Dan", "El"), ("o", "a", "i", "en", "ur")
    parts = (starts, middles, ("rin", "mir", "la"))
    return "".join("".join(map(draw.choice, parts)) + "\n" for _ in range(count))


@pytest.mark.parametrize("cut", [True, False])
def test_a_name_ends_where_each_line_is_a_document(tmp_path: Path, cut: bool) -> None:
    source = InputFile("names.txt", names(600).encode())
    read = read_source(source)
    if cut:
        (offered,) = read.suggestions
        read = read_source(source, options=ReadOptions(documents=boundary_named(offered.value)))
    workspace = workspace_in(tmp_path)
    corpus = add_corpus(workspace, [read], name="Names")
    config = make_config(
        corpus,
        budget=BudgetSettings(steps=120),
        model={"hidden_size": 32},
        training={"batch_size": 8, "sequence_length": 16, "learning_rate": 0.02},
    )
    split = split_corpus(corpus, config.split)
    texts = list(corpus.documents())
    # Whole names from anywhere in the file, where a piece of one text would be its last lines.
    assert len(split.validation) == (60 if cut else 1)
    for span in split.validation if cut else ():
        assert (span.start, span.end) == (0, len(texts[span.document]))

    run = create_run(workspace, config)
    assert main.main(str(workspace.root), run.id) == 0, run.status().error
    trained = load_run_model(run)
    lengths = []
    for seed in range(WRITTEN):
        settings = GenerationSettings(length=LONGEST, seed=seed)
        pieces = list(generate(trained.model, trained.tokenizer, "Gal", settings))
        lengths.append(len(pieces) if pieces[-1].id == EOS else None)
    if cut:
        assert all(length is not None and length < 15 for length in lengths), lengths
    else:
        assert lengths == [None] * WRITTEN
