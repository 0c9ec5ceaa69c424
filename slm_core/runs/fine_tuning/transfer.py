"""The model a run started from: its weights put into the new one, and both of them scored."""

from dataclasses import dataclass, replace

import torch
from safetensors import SafetensorError
from torch import Tensor

from slm_core import checksums
from slm_core.corpus.split import SplitSettings
from slm_core.corpus.store import open_corpus
from slm_core.errors import CorpusError, DamagedFileError, RunError
from slm_core.messages import msg
from slm_core.metrics.evaluate import evaluate
from slm_core.models.base import LanguageModel, device_of
from slm_core.models.registry import build
from slm_core.runs.config import RunConfig, read_config
from slm_core.runs.fine_tuning.setup import (
    CONFIG,
    FOLDER,
    TOKENIZER,
    WEIGHTS,
    check_start_version,
    corpus_name_at_start,
)
from slm_core.runs.run import Run
from slm_core.runs.transfer_scores import (
    CorpusScore,
    TransferScores,
    read_before_after,
    write_before_after,
)
from slm_core.tokenizers.encoded.encode_for_scoring import encode_for_scoring
from slm_core.tokenizers.tokenizer import Tokenizer
from slm_core.tokenizers.vocabulary_map import VocabularyMap, map_vocabulary
from slm_core.training.checkpoints.checkpoint import load_into
from slm_core.training.validation import evaluate_split

MOST_CHARACTERS = 1_000_000
"""Of a validation part that are read to compare: four readings of so many take about a minute."""


@dataclass(frozen=True)
class StartModel:
    """A model with its tokenizer."""

    model: LanguageModel
    tokenizer: Tokenizer


def start_tokenizer(run: Run) -> Tokenizer:
    """The tokenizer of what the run started from. Raises RunError where it cannot be read."""
    return Tokenizer.load(run.folder / FOLDER / TOKENIZER)


def initialise_from(run: Run, new: StartModel, frequencies: Tensor) -> None:
    """Make the new model what the run starts from, and note how good that is on its text.

    `frequencies` (vocabulary) are those of its training part. Draws no random numbers. Raises
    RunError where what it starts from cannot be read.
    """
    earlier = _earlier(run, new)
    vocabulary_map = None
    if new.tokenizer.definition == earlier.tokenizer.definition:
        new.model.load_state_dict(earlier.model.state_dict())
    else:
        vocabulary_map = map_vocabulary(new.tokenizer, earlier.tokenizer)
        new.model.transfer_embeddings(earlier.model, vocabulary_map, frequencies)
    config = run.config()
    known = _earlier_config(run)
    text = _name_of(run, config.corpus)
    found = TransferScores(
        earlier=CorpusScore(known.corpus, corpus_name_at_start(run)),
        new=replace(text, before=_score(run, earlier, config.corpus, config.split)),
        most_characters=MOST_CHARACTERS,
    )
    if vocabulary_map is not None:
        carried = _score(run, new, config.corpus, config.split)
        found = replace(found, carried=carried, shared_tokens=_shared(vocabulary_map))
    write_before_after(run, found)


def score_before_and_after(run: Run, new: StartModel) -> None:
    """Score the model the run started from and the new one on the validation parts of both texts.

    A text that was deleted has no scores, and the report says so.
    """
    config, known = run.config(), _earlier_config(run)
    earlier = _earlier(run, new)
    noted = read_before_after(run)
    found = TransferScores(
        earlier=_both(run, (earlier, new), known.corpus, known.split),
        new=_both(run, (earlier, new), config.corpus, config.split),
        carried=noted.carried if noted else None,
        shared_tokens=noted.shared_tokens if noted else None,
        most_characters=MOST_CHARACTERS,
    )
    if not found.earlier.name:
        earlier_text = replace(found.earlier, name=corpus_name_at_start(run))
        found = replace(found, earlier=earlier_text)
    write_before_after(run, found)


def _both(
    run: Run, speakers: tuple[StartModel, StartModel], corpus: str, split: SplitSettings
) -> CorpusScore:
    try:
        before, after = (_score(run, speaker, corpus, split) for speaker in speakers)
    except CorpusError as error:
        return replace(_name_of(run, corpus), problem=str(error))
    return replace(_name_of(run, corpus), before=before, after=after)


def _score(run: Run, speaker: StartModel, corpus: str, split: SplitSettings) -> float:
    """Bits per byte. Raises CorpusError where the corpus is gone."""
    text = open_corpus(run.workspace, corpus)
    judged = encode_for_scoring(text, split, speaker.tokenizer, most=MOST_CHARACTERS)
    return evaluate_split(evaluate(speaker.model, judged.ids), judged.part).bits_per_byte


def _name_of(run: Run, corpus: str) -> CorpusScore:
    try:
        return CorpusScore(corpus, open_corpus(run.workspace, corpus).card.name)
    except CorpusError:
        return CorpusScore(corpus, "")


def _shared(vocabulary_map: VocabularyMap) -> int:
    return sum(len(ids) == 1 for ids in vocabulary_map)


def _earlier_config(run: Run) -> RunConfig:
    return read_config(run.folder / FOLDER / CONFIG)


def _earlier(run: Run, new: StartModel) -> StartModel:
    """The model the run started from, on the device of the new one. Raises RunError."""
    check_start_version(run)
    tokenizer, device = start_tokenizer(run), device_of(new.model)
    # On the CPU, where building it draws from the generator that is set back.
    with torch.random.fork_rng(devices=[]):
        model = build(_earlier_config(run).model, tokenizer.vocabulary_size)
    path = run.folder / FOLDER / WEIGHTS
    try:
        checksums.check(path)
        load_into(model, path)
    except (DamagedFileError, SafetensorError, RuntimeError, OSError) as error:
        raise RunError(
            msg(
                "The model that {id} started with cannot be read: {path} is damaged ({error}). "
                "Start a new run with the earlier one's model.",
                id=run.id,
                path=path,
                error=error,
            )
        ) from error
    return StartModel(model.to(device), tokenizer)
