"""What to expect of a run is read off the most similar one before it."""

import socket
from dataclasses import asdict, replace

from slm_core.corpus.store import Corpus
from slm_core.durable import write_json
from slm_core.evaluation.floors import Floors
from slm_core.runs.config import RunConfig
from slm_core.runs.create import create_run
from slm_core.runs.estimate import Estimate, estimate, known_runs
from slm_core.runs.run import Facts
from slm_core.runs.status import RunStatus, write_status
from slm_core.workspace import Workspace
from tests.tiny import make_config, make_corpus, workspace_in


def trained(workspace: Workspace, corpus: Corpus, *, speed: float, **model: object) -> None:
    """A run that is over, with its speed in tokens a second."""
    chosen = make_config(corpus, model=model, tokenizer={"vocabulary_size": 30})
    config = replace(chosen, name=f"{model['kind']} at {speed:g}")
    run = create_run(workspace, config)
    facts = Facts(
        vocabulary_size=30,
        parameters=config.model.parameters(30),
        train_tokens=10_000,
        validation_tokens=1000,
        characters_per_token=1.0,
        bytes_per_token=1.0,
        tokenizer_seconds=0.1,
        unknown_share=0.0,
        device="cpu",
        threads=1,
        floors=Floors(uniform_loss=3.4, frequency_loss=3.0, commonest_accuracy=0.1),
    )
    write_json(run.folder / "facts.json", asdict(facts))
    status = RunStatus(state="finished", asked=1.0, seconds=10.0, tokens=int(10 * speed))
    write_status(run.folder, replace(status, host=socket.gethostname()))


def expected(workspace: Workspace, config: RunConfig) -> Estimate:
    return estimate(known_runs(workspace), config, vocabulary_size=30)


def test_a_run_of_the_same_architecture_tells_more_than_one_of_the_same_size(tmp_path):
    workspace = workspace_in(tmp_path)
    corpus = make_corpus(workspace)
    trained(workspace, corpus, kind="lstm", speed=50_000)
    wanted = make_config(corpus, model={"kind": "transformer"}, tokenizer={"vocabulary_size": 30})
    assert expected(workspace, wanted).based_on == "lstm at 50000", "better than none"
    trained(workspace, corpus, kind="transformer", layers=6, speed=9_000)
    found = expected(workspace, wanted)
    assert found.based_on == "transformer at 9000"
    assert found.tokens_per_second is not None
    assert 9_000 < found.tokens_per_second < 30_000, "scaled by the work"


def test_the_same_text_cut_alike_tells_how_long_its_tokens_are(tmp_path):
    workspace = workspace_in(tmp_path)
    corpus = make_corpus(workspace)
    assert expected(workspace, make_config(corpus)) == Estimate(None)
    trained(workspace, corpus, kind="lstm", speed=50_000)
    alike = make_config(corpus, tokenizer={"vocabulary_size": 30})
    assert expected(workspace, alike).characters_per_token == 1.0
    other = make_config(corpus, tokenizer={"kind": "word"})
    assert expected(workspace, other).characters_per_token is None
