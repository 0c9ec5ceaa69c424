"""Cache of models in memory: loaded on first use, always the newest checkpoint."""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from slm_core.errors import RunError, SettingsError
from slm_core.generation.decoder import Reader
from slm_core.generation.prompt_cache import PromptCache
from slm_core.generation.shared_steps import SharedSteps
from slm_core.metrics.overlap import NgramIndex
from slm_core.runs.int8_cost import Int8Cost, rounded_to_int8
from slm_core.runs.load_model import RunModel, load_run_model, training_text
from slm_core.runs.model_name import ModelName
from slm_core.runs.run import Run, list_runs, open_run
from slm_core.training.checkpoints.checkpoint import no_checkpoint
from slm_core.training.checkpoints.checkpoint_paths import newest_step
from slm_core.workspace import Workspace

MOST_MODELS = 4
MOST_BYTES = 2 * 1024**3
MOST_REQUESTS = 16
"""That one model writes for at once; further ones wait."""


Mark = tuple[int | None, int]
"""Tells a run's checkpoints apart: the newest one's step, and when one last came or went. A run
that ends writes its last step again, with weights that may be better."""


@dataclass
class LoadedModel:
    """A run's model in memory."""

    run_model: RunModel
    checkpoint: Mark = (None, 0)
    """Of the checkpoint it came from; the best weights in it may be of an earlier step."""
    turns: threading.BoundedSemaphore = field(
        default_factory=lambda: threading.BoundedSemaphore(MOST_REQUESTS)
    )
    """Taken by each request that writes with the model."""
    int8: Int8Cost | None = None
    """What its weights in int8 cost; None where they are not, or nothing tells."""
    _training_text: NgramIndex | None = None

    def __post_init__(self) -> None:
        """Nothing has been read yet."""
        self.reader = Reader(SharedSteps(self.run_model.model), PromptCache())
        """How requests read with the model: steps together, and the same beginning once."""

    def copied_from(self) -> NgramIndex:
        """The training text to look for copies in; read when first asked for.

        Raises CorpusError where it was deleted.
        """
        if self._training_text is None:
            self._training_text = NgramIndex(training_text(self.run_model.run))
        return self._training_text

    def bytes(self) -> int:
        """Memory of the weights and of the training text."""
        weights = self.run_model.model.parameters()
        text = self._training_text
        return sum(part.nbytes for part in weights) + (text.bytes() if text else 0)

    def renewed(
        self, run_model: RunModel, checkpoint: Mark, int8: Int8Cost | None
    ) -> "LoadedModel":
        """The same run at a newer checkpoint; who waits for a turn goes on waiting for it."""
        return LoadedModel(
            run_model, checkpoint, self.turns, int8=int8, _training_text=self._training_text
        )


class ModelCache:
    """The models of one workspace. Safe to use from many threads."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        most_models: int = MOST_MODELS,
        most_bytes: int = MOST_BYTES,
        int8: bool = False,
    ) -> None:
        self.workspace = workspace
        self._most_models = most_models
        self._most_bytes = most_bytes
        self._int8 = int8
        self._loaded: OrderedDict[str, LoadedModel] = OrderedDict()
        self._lock = threading.Lock()

    def runs(self) -> list[tuple[Run, int]]:
        """Runs that can write, newest first, each with the step of its newest checkpoint."""
        found = ((run, newest_step(run.folder)) for run in list_runs(self.workspace))
        return [(run, step) for run, step in found if step is not None]

    def find(self, run_id: str) -> tuple[Run, int]:
        """One of these runs. Raises RunError, WorkspaceError as `load` does."""
        run = open_run(self.workspace, run_id)
        step = newest_step(run.folder)
        if step is None:
            raise no_checkpoint(run.folder)
        return run, step

    def load(self, name: str) -> LoadedModel:
        """The model of this name: RUN at its newest checkpoint, or RUN@STEP.

        Raises RunError where there is no such run or it has no such checkpoint, WorkspaceError on
        a wild name.
        """
        with self._lock:
            try:
                return self._newest(name)
            except (RunError, SettingsError):
                self._loaded.pop(name, None)
                raise

    def _newest(self, name: str) -> LoadedModel:
        wanted = ModelName.of(name)
        run = open_run(self.workspace, wanted.run)
        mark = _mark(run)  # before loading, so that one that comes meanwhile is noticed next time
        known = self._loaded.get(name)
        if known is None or mark != known.checkpoint:
            run_model = load_run_model(run, step=wanted.step)  # raises where there is none
            cost = rounded_to_int8(run_model) if self._int8 else None
            known = (
                known.renewed(run_model, mark, cost)
                if known
                else LoadedModel(run_model, mark, int8=cost)
            )
            self._loaded[name] = known
        self._loaded.move_to_end(name)
        self._evict()
        return known

    def _evict(self) -> None:
        while len(self._loaded) > 1 and (
            len(self._loaded) > self._most_models
            or sum(model.bytes() for model in self._loaded.values()) > self._most_bytes
        ):
            self._loaded.popitem(last=False)


def _mark(run: Run) -> Mark:
    folder = run.folder / "checkpoints"
    return newest_step(run.folder), folder.stat().st_mtime_ns if folder.is_dir() else 0
