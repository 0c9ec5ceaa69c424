"""What training a classifier consists of: corpora, held-out texts, and the configuration of each
run. Starts nothing and loads no torch."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from slm_core.corpus.readers.document import ReadResult
from slm_core.corpus.split import SplitSettings, split_corpus, split_text
from slm_core.corpus.store import SHORTEST, Corpus, add_corpus
from slm_core.errors import CorpusError
from slm_core.evaluation.classification.labelled_texts import LabelledTexts, check_labels
from slm_core.hardware.machine import describe_machine
from slm_core.messages import msg
from slm_core.runs.config import RunConfig
from slm_core.runs.fine_tuning.setup import fine_tuned
from slm_core.runs.planning.presets import recommend
from slm_core.runs.run import Run
from slm_core.training.settings import BudgetSettings
from slm_core.workspace import Workspace

FEWEST_TEXTS = 8
"""Of a label, for a model of its own."""
_BASE_SHARE = 0.5
"""Of the minutes, for the model that all others start with."""
_LEAST_MINUTES = 0.01  # that a run may be asked for
_SPLIT = SplitSettings(train=90, validation=10, test=0)
_LONGEST_NAME = 40  # characters of a label in names
_NAMED = 8


@dataclass(frozen=True)
class TrainingRequest:
    """What somebody asked for."""

    rows: LabelledTexts
    name: str
    """What to call it; its runs and corpora begin with that."""
    minutes: float
    """Of training time, for all models together."""


@dataclass(frozen=True)
class TrainingPlan:
    """Which texts are learned from, and which are held out of every run."""

    request: TrainingRequest
    base: Corpus
    """The texts of all labels that are learned from, in random order."""
    by_label: Mapping[str, Corpus]
    """All texts of each label; the held-out ones are the validation part of its run."""
    learned: LabelledTexts
    held_out: LabelledTexts

    def base_config(self) -> RunConfig:
        """The run that learns from all labels."""
        minutes = max(_LEAST_MINUTES, self.request.minutes * _BASE_SHARE)
        return self._recommended(self.base, minutes, self.request.name)

    def label_config(self, label: str, base: Run, *, slots: int) -> RunConfig:
        """The run of one label, which starts with the model of `base`."""
        count = len(self.by_label)
        minutes = self.request.minutes * (1 - _BASE_SHARE) * min(slots, count) / count
        corpus = self.by_label[label]
        config = self._recommended(
            corpus, max(_LEAST_MINUTES, minutes), run_name(self.request.name, label)
        )
        config = replace(config, samples=replace(config.samples, length=0))
        return fine_tuned(config, base, corpus.card)

    def _recommended(self, corpus: Corpus, minutes: float, name: str) -> RunConfig:
        config = recommend(corpus.card, minutes=minutes, machine=describe_machine())
        budget = BudgetSettings(minutes=minutes)
        return replace(config, corpus=corpus.id, name=name, budget=budget, split=_SPLIT, preset="")


def plan_training(workspace: Workspace, request: TrainingRequest) -> TrainingPlan:
    """Add the corpora, and divide the texts. Raises CorpusError where labels cannot be learned, or
    have too few texts, SettingsError where the minutes cannot be."""
    BudgetSettings(minutes=request.minutes)
    check_labels(request.rows)
    _check_amount(request.rows)
    by_label, learned, held_out = {}, [], []
    for label in request.rows.counts():
        texts = request.rows.of_label(label)
        corpus = _corpus(workspace, texts, run_name(request.name, label), request.rows.name)
        split = split_corpus(corpus, _SPLIT)
        by_label[label] = corpus
        learned += [(text, label) for text in split_text(corpus, split.train)]
        held_out += [(text, label) for text in split_text(corpus, split.validation)]
    random.Random(1).shuffle(learned)
    texts = [text for text, _ in learned]
    base = _corpus(workspace, texts, request.name, request.rows.name)
    name = request.rows.name
    parts = (_rows(pairs, name) for pairs in (learned, held_out))
    return TrainingPlan(request, base, by_label, *parts)


def run_name(name: str, label: str) -> str:
    """What the run and the corpus of a label are called."""
    short = label if len(label) <= _LONGEST_NAME else label[: _LONGEST_NAME - 1] + "…"
    return f"{name} · {short}"


def _check_amount(rows: LabelledTexts) -> None:
    poor = [
        label
        for label, count in rows.counts().items()
        if count < FEWEST_TEXTS or sum(map(len, rows.of_label(label))) < 2 * SHORTEST
    ]
    if poor:
        named = ", ".join(poor[:_NAMED]) + (", …" if len(poor) > _NAMED else "")
        raise CorpusError(
            msg(
                "Labels with too little text for a model of their own: {named}. Each needs at "
                "least {texts} texts and {characters} characters. Leave them out, or join them "
                "under one label.",
                named=named,
                texts=FEWEST_TEXTS,
                characters=2 * SHORTEST,
            )
        )


def _corpus(workspace: Workspace, texts: Sequence[str], name: str, file: str) -> Corpus:
    read_as = msg("texts with a label")
    found = ReadResult(documents=list(texts), read_as=read_as, encoding="UTF-8", name=file)
    return add_corpus(workspace, [found], name=name)


def _rows(pairs: Sequence[tuple[str, str]], name: str) -> LabelledTexts:
    texts = tuple(text for text, _ in pairs)
    return LabelledTexts(name, texts, tuple(label for _, label in pairs))
