"""Starting a run from an earlier one: settings that suit it, what is refused, what is taken along.

Free of torch: weights are copied as bytes. All that the new run needs of the earlier one then
stands in its own folder, so the earlier one may learn on or be deleted.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import safetensors

from slm_core import checksums
from slm_core.corpus.card import CorpusCard
from slm_core.corpus.store import open_corpus
from slm_core.errors import CorpusError, DamagedFileError, RunError, SettingsError
from slm_core.messages import Message, msg
from slm_core.runs.config import Cutting, RunConfig, StartSettings
from slm_core.runs.planning.architectures import for_architecture
from slm_core.runs.planning.defaults import fitting
from slm_core.runs.run import Run, open_run
from slm_core.settings_schema import fields_of, setting_name
from slm_core.storage import read_json, write_bytes, write_json
from slm_core.tokenizers.settings import check_installed
from slm_core.tokenizers.tokenizer import Tokenizer
from slm_core.training.checkpoints.checkpoint_paths import (
    FORMAT,
    best_weights_path,
    check_format,
    check_version,
    checkpoint_folders,
    newest_step,
)
from slm_core.workspace import Workspace, content_hash

FOLDER = "start"
"""Where a run keeps what it started from: weights, tokenizer, configuration."""
WEIGHTS, TOKENIZER, CONFIG, ABOUT = (
    "model.safetensors",
    "tokenizer.json",
    "config.json",
    "about.json",
)
RATE = 0.5
"""Largest learning rate, as a share of that the earlier run learned with."""
DROPOUTS = frozenset(
    {"dropout", "embedding_dropout", "hidden_dropout", "input_dropout", "weight_drop"}
)
"""Settings of a network that change nothing of its weights."""
_TRIES = 3
"""Times to look for a checkpoint again that went while it was read, since a newer one had come."""


def fine_tuned(
    config: RunConfig, earlier: Run, card: CorpusCard, *, tokenizer: Cutting = "same"
) -> RunConfig:
    """`config`, as chosen for the text of `card`, made to start from `earlier`.

    The network, and how it learned, are the earlier run's, with a lower learning rate, dropout as
    the text wants it and a batch that it can fill; also its tokenizer, unless a new one is wanted.
    Raises SettingsError where the earlier run's configuration is damaged.
    """
    known = earlier.config()
    cutting = known.tokenizer if tokenizer == "same" else config.tokenizer
    rate = known.training.learning_rate * (RATE if known.start is None else 1.0)
    training = replace(known.training, learning_rate=float(f"{rate:.3g}"))
    return replace(
        config,
        tokenizer=cutting,
        model=replace(known.model, **_dropouts(config, known)),
        training=fitting(training, card, cutting.kind),
        start=StartSettings(earlier.id, tokenizer),
        preset="",
    )


def _dropouts(config: RunConfig, known: RunConfig) -> dict[str, float]:
    """What is silenced as the text and its minutes want it, where that is known for the network."""
    if config.budget.epochs is not None:
        return {}
    suited = for_architecture(config, known.model.kind).model
    names = fields_of(type(suited))
    return {name: getattr(suited, name) for name in DROPOUTS if name in names}


def check_start(workspace: Workspace, config: RunConfig) -> None:
    """Refuse to start from what cannot be, without a look at the weights.

    Raises RunError where there is no such run, no checkpoint of it or only one of another version
    of Argot, SettingsError where the configuration is not one for its model.
    """
    if config.start is None:
        return
    run = open_run(workspace, config.start.run)
    known = run.config()
    if newest_step(run.folder) is None:
        raise RunError(_no_checkpoint(run))
    check_version(run.folder)
    _check_network(config, known, run)
    if config.start.tokenizer == "same":
        _check_tokenizer(config, known, run)
        check_installed(known.segmenter)


def _check_network(config: RunConfig, known: RunConfig, run: Run) -> None:
    for name in fields_of(type(known.model)):
        wanted, given = getattr(config.model, name, None), getattr(known.model, name)
        if name not in DROPOUTS and wanted != given:
            raise SettingsError(
                msg(
                    "A run that starts with the model of {id} has its network: {name} is "
                    "{wanted}, and {id} has {given}. Leave it as it is; only dropout "
                    "probabilities can differ.",
                    id=run.id,
                    name=setting_name(f"model.{name}"),
                    wanted=wanted,
                    given=given,
                )
            )


def _check_tokenizer(config: RunConfig, known: RunConfig, run: Run) -> None:
    for name in fields_of(type(known.tokenizer)):
        wanted, given = getattr(config.tokenizer, name), getattr(known.tokenizer, name)
        if wanted != given:
            raise SettingsError(
                msg(
                    "A run that starts with the model and tokenizer of {id} cuts text in the "
                    "same way: {name} is {wanted}, and {id} has {given}. Leave it as "
                    "it is, or let the run have a new tokenizer.",
                    id=run.id,
                    name=setting_name(f"tokenizer.{name}"),
                    wanted=wanted,
                    given=given,
                )
            )


@dataclass(frozen=True)
class StartSnapshot:
    """What a run takes along from an earlier one."""

    settings: StartSettings
    weights: bytes
    tokenizer: str
    config: RunConfig
    corpus_name: str
    """What the earlier run's corpus is called, "" where it was deleted."""

    def write(self, folder: Path) -> None:
        """Put it into the folder of the new run. Raises WorkspaceError."""
        target = folder / FOLDER
        target.mkdir()
        write_bytes(target / WEIGHTS, self.weights)
        write_bytes(target / TOKENIZER, self.tokenizer.encode())
        write_json(target / CONFIG, self.config.to_json())
        write_json(target / ABOUT, {"format": FORMAT, "corpus_name": self.corpus_name})
        checksums.seal(target)


def copy_start(workspace: Workspace, config: RunConfig) -> StartSnapshot | None:
    """What `config` starts from, None where that is nothing. As `check_start`, and raises RunError
    where the weights or the tokenizer cannot be read, or are no longer those asked for."""
    check_start(workspace, config)
    if config.start is None:
        return None
    run = open_run(workspace, config.start.run)
    known = run.config()
    weights = _weights_of(run)
    found = content_hash(weights)
    if config.start.weights not in ("", found):
        raise RunError(
            msg(
                "{id} has been trained longer since this configuration was written, so that it "
                "would not give the same run. Start a new run with its model.",
                id=run.id,
            )
        )
    before = known.start.learned_from if known.start else ()
    learned = tuple(dict.fromkeys((*before, known.corpus)))
    return StartSnapshot(
        settings=replace(config.start, weights=found, learned_from=learned),
        weights=weights,
        tokenizer=Tokenizer.load(run.folder / TOKENIZER).definition,
        config=known,
        corpus_name=_corpus_name(workspace, known.corpus),
    )


def _weights_of(run: Run) -> bytes:
    problem: Exception | None = None
    for _ in range(_TRIES):
        before = checkpoint_folders(run.folder)
        for checkpoint in before:
            try:
                source = best_weights_path(checkpoint)[0]
                checksums.check(source)
                data = source.read_bytes()
                safetensors.deserialize(data)
                return data
            except (DamagedFileError, safetensors.SafetensorError, OSError) as error:
                problem = error  # damaged: the one before it may be whole
        if before == checkpoint_folders(run.folder):
            break
    if problem is None:
        raise RunError(_no_checkpoint(run))
    raise RunError(
        msg(
            "The weights of {id} cannot be read ({problem}). Start with another run's model, "
            "or train it again.",
            id=run.id,
            problem=problem,
        )
    )


def _no_checkpoint(run: Run) -> Message:
    return msg(
        "{id} has no complete checkpoint yet, so there is no model to start with. Wait until "
        "it has trained for a few seconds, or choose another run.",
        id=run.id,
    )


def _corpus_name(workspace: Workspace, corpus: str) -> str:
    try:
        return open_corpus(workspace, corpus).card.name
    except CorpusError:
        return ""


def check_start_version(run: Run) -> None:
    """Refuse a run that another version of Argot made from an earlier one. Raises RunError."""
    about = read_json(run.folder / FOLDER / ABOUT)
    if about is not None:  # else it is damaged, and so may the weights be
        check_format(about.get("format", 1), run_id=run.id)


def corpus_name_at_start(run: Run) -> str:
    """What the corpus of the run that `run` started from was called then; "" if it was gone."""
    about = read_json(run.folder / FOLDER / ABOUT) or {}
    return str(about.get("corpus_name", ""))
