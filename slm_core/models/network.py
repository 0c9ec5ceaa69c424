"""What all networks here share: a table of tokens going in, layers, a table coming out."""

from abc import abstractmethod
from collections.abc import Mapping

import torch
from torch import Tensor, nn

from slm_core.models.dropout import single
from slm_core.models.initialise import draw
from slm_core.models.interface import LanguageModel
from slm_core.models.settings import ModelSettings


class Network(LanguageModel):
    """Embedding, layers, output; with tied weights the two ends are one table.

    Tying is of Press & Wolf 2017, arXiv:1608.05859, and Inan et al. 2017, arXiv:1611.01462.
    """

    def __init__(
        self, settings: ModelSettings, vocabulary_size: int, *, layers: Mapping[str, nn.Module]
    ) -> None:
        """`layers` come under their names, which are those in checkpoints."""
        super().__init__()
        self.settings = settings
        self.vocabulary_size = vocabulary_size
        self.embedding = nn.Embedding(vocabulary_size, settings.input_size)
        for name, module in layers.items():
            self.add_module(name, module)
        self.output = nn.Linear(settings.output_size, vocabulary_size)
        with torch.no_grad():
            if settings.initialisation == "recommended":
                self.draw_recommended()
            else:
                draw(self, settings.initialisation)
        if settings.tied_weights:
            self.output.weight = self.embedding.weight

    @abstractmethod
    def draw_recommended(self) -> None:
        """Draw all weights as measured best for this architecture; without gradient."""

    def dropped(self, x: Tensor, share: float) -> Tensor:
        """`x` with a `share` of its numbers silenced, in training."""
        return single(x, share, training=self.training, generator=self.generator)

    def head(self, hidden: Tensor) -> Tensor:
        """See LanguageModel: (…, hidden) to (…, vocabulary)."""
        return self.output(hidden)

    def start_from(self, frequencies: Tensor) -> None:
        """See LanguageModel: the output bias becomes the log of `frequencies` (vocabulary)."""
        with torch.no_grad():
            self.output.bias.copy_(frequencies.clamp_min(1e-9).log())

    def draw_ends(self, *, tied: bool) -> None:
        """Embedding with deviation 0.5, output zero: learning starts from counting, not noise.

        A tied table is also the output, which must start small.
        """
        nn.init.normal_(self.embedding.weight, std=0.1 if tied else 0.5)
        nn.init.zeros_(self.output.weight)
        nn.init.zeros_(self.output.bias)
