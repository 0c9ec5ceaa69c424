"""The command `preflight`: what to expect of a run, measured by a few real steps, and warnings."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer

from slm_core.cli.arguments import FoundFiles, corpus_for_run
from slm_core.cli.commands.training.run_config import TrainRequest
from slm_core.cli.options import Texts, with_options
from slm_core.cli.output.terminal import answer, say, told
from slm_core.corpus.store import Corpus
from slm_core.errors import RunError
from slm_core.hardware.machine import describe_machine
from slm_core.messages import msg
from slm_core.runs.config import RunConfig
from slm_core.runs.launching.create import check_fits
from slm_core.runs.planning.speed import known_runs
from slm_core.runs.planning.suggestions import Suggestion
from slm_core.runs.preflight.outlook import outlook_messages
from slm_core.runs.preflight.preflight import Preflight
from slm_core.runs.preflight.preflight import preflight as looked_ahead
from slm_core.runs.preflight.speed_test import RunningSpeedTest
from slm_core.workspace import Workspace


@with_options
def preflight(
    texts: Texts,
    request: TrainRequest,
    measure: Annotated[
        bool, typer.Option(help="Take a few real steps; without, the speed is estimated.")
    ] = True,
) -> None:
    """Tell what a run would be like.

    Takes the options of train, and trains nothing: size, memory, speed, how often the text will be
    read, the score to expect, and what should be set otherwise. A few steps are taken to measure.
    """
    request.check()
    with corpus_for_run(request, texts) as found:
        home, slots = request.home, request.slots
        config = request.config(found.corpus, known=known_runs(home), slots=slots)
        tell_words(request, found.corpus)
        if measure:
            _measure(home, config, slots=request.at_once())
        expected = looked_ahead(home, config, found.corpus, machine=describe_machine(), slots=slots)
        _tell(expected, config, found, as_json=request.as_json)
        tell_advice(expected.advice)
        check_fits(config, found.corpus)  # where there cannot be such a run that is the answer
    if found.is_new:
        corpus = found.corpus.id
        say(msg("The text is kept as corpus {corpus}; train takes that name.", corpus=corpus))


def tell_words(request: TrainRequest, corpus: Corpus) -> None:
    """Say where words are taken for those of a dictionary."""
    if request.cuts_words(corpus):
        say(
            msg(
                "This language has no blanks between words, so a dictionary cuts them "
                "(--tokenizer segmented)."
            )
        )


def tell_advice(advice: Sequence[Suggestion]) -> None:
    """Each with what mends it, on standard error."""
    for one in advice:
        say(msg("Note: {sentence}", sentence=one.sentence))
        if one.fix:
            say(f"      {_options(one)}")


def _options(advice: Suggestion) -> str:
    if "start.tokenizer" in advice.fix:
        return "--new-tokenizer"
    return " ".join(f"--set {path}={value}" for path, value in advice.fix.items())


def _measure(home: Workspace, config: RunConfig, *, slots: int) -> None:
    trial = RunningSpeedTest(home, config, slots=slots)
    say(msg("Taking a few steps to measure …"))
    try:
        trial.wait()
    except RunError as error:  # what can be told without it is told all the same
        say(error.message)
    finally:
        trial.cancel()


def _tell(expected: Preflight, config: RunConfig, found: FoundFiles, *, as_json: bool) -> None:
    settings = {"settings": config.to_json()}
    values = {"corpus": found.corpus.id, **asdict(expected), **settings, **found.values}
    text = "\n".join(map(told, outlook_messages(config, expected)))
    answer(values, text=text, as_json=as_json)
