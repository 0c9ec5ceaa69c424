"""A run's model in this process, writing. Imports torch; only `generate` imports this."""

from collections.abc import Iterator

import torch

from slm_core.generation.settings import GenerationSettings
from slm_core.runs.load_model import load_run_model
from slm_core.runs.run import Run
from slm_core.serving.completion import complete
from slm_core.serving.model_cache import LoadedModel
from slm_core.serving.schema import CompletionSummary


class Writer:
    """One run's model, loaded. Raises RunError where the run has no checkpoint yet."""

    def __init__(self, run: Run) -> None:
        # As the model server has it, so that the same seed writes the same text there and here.
        torch.backends.mkldnn.set_flags(False, _fp32_precision=None)
        model = load_run_model(run)
        self._loaded = LoadedModel(model)
        self._summary: CompletionSummary | None = None

    @property
    def summary(self) -> CompletionSummary:
        """What is known of the text once all of it is written."""
        assert self._summary is not None, "nothing has been written yet"
        return self._summary

    def unknown(self, prompt: str) -> list[str]:
        """Words or characters of the prompt that the model does not know."""
        return self._loaded.run_model.tokenizer.unknown_in_prompt(prompt)

    def write(self, prompt: str, settings: GenerationSettings) -> Iterator[str]:
        """The text, in parcels as they are written."""
        for parcel in complete(self._loaded, prompt, settings, should_stop=lambda: False):
            if isinstance(parcel, CompletionSummary):
                self._summary = parcel
            else:
                yield parcel
