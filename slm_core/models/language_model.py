"""The common part of all networks: an embedding, layers, an output layer."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn

from slm_core.models.base import LanguageModel
from slm_core.models.embedding_transfer import ENDS, TABLES, transferred_embedding
from slm_core.models.layers.adaptive_softmax import AdaptiveSoftmax
from slm_core.models.layers.dropout import dropout
from slm_core.models.layers.init import init_weights
from slm_core.models.settings import ModelSettings


class LanguageModelBase(LanguageModel):
    """Embedding, layers, output; with tied weights embedding and output share one matrix.

    Tying is of Press & Wolf 2017, arXiv:1608.05859, and Inan et al. 2017, arXiv:1611.01462.
    """

    def __init__(
        self, settings: ModelSettings, vocabulary_size: int, *, layers: Mapping[str, nn.Module]
    ) -> None:
        """`layers` by name, as checkpoints have them."""
        super().__init__()
        self.settings = settings
        self.vocabulary_size = vocabulary_size
        self.embedding = nn.Embedding(vocabulary_size, settings.input_size)
        for name, module in layers.items():
            self.add_module(name, module)
        kind = AdaptiveSoftmax if settings.output == "adaptive" else nn.Linear
        self.output: nn.Linear | AdaptiveSoftmax = kind(settings.output_size, vocabulary_size)
        with torch.no_grad():
            if settings.initialisation == "recommended":
                self.reset_parameters()
            else:
                init_weights(self, settings.initialisation)
        if settings.tied_weights and isinstance(self.output, nn.Linear):
            self.output.weight = self.embedding.weight

    @abstractmethod
    def reset_parameters(self) -> None:
        """Initialise all weights as measured best for this architecture; without gradient."""

    @property
    def dropout(self) -> float:
        """See LanguageModel."""
        return self.settings.dropout

    def dropped(self, x: Tensor, p: float) -> Tensor:
        """`x` with dropout of probability `p`, in training."""
        return dropout(x, p, training=self.training, generator=self.generator)

    def head(self, hidden: Tensor) -> Tensor:
        """See LanguageModel: (…, hidden) to (…, vocabulary)."""
        return self.output(hidden)

    def token_losses(self, hidden: Tensor, targets: Tensor) -> tuple[Tensor, Tensor] | None:
        """See LanguageModel: the adaptive output needs not all logits."""
        adaptive = isinstance(self.output, AdaptiveSoftmax)
        return self.output.log_probs(hidden, targets) if adaptive else None

    def init_output_bias(self, frequencies: Tensor) -> None:
        """See LanguageModel: the output bias becomes the log of `frequencies` (vocabulary)."""
        if isinstance(self.output, AdaptiveSoftmax):
            self.output.init_output_bias(frequencies)
            return
        with torch.no_grad():
            self.output.bias.copy_(frequencies.clamp_min(1e-9).log())

    def transfer_embeddings(
        self, earlier: LanguageModel, vocabulary_map: Sequence[Sequence[int]], frequencies: Tensor
    ) -> None:
        """See LanguageModel. Layers are copied; an output that has no row for each token of its own
        is initialised anew."""
        weights, own = earlier.state_dict(), self.state_dict()
        layers = {name: value for name, value in weights.items() if not name.startswith(ENDS)}
        tables = {name: weights[name] for name in TABLES if name in weights}
        self.init_output_bias(frequencies)
        ends = transferred_embedding(tables, vocabulary_map, frequencies)
        self.load_state_dict({**own, **layers, **ends})

    def init_embedding_and_head(self, *, tied: bool) -> None:
        """Embedding with standard deviation 0.5, output zero: learning starts from token
        frequencies, not noise.

        A tied matrix is also the output, which must start small.
        """
        nn.init.normal_(self.embedding.weight, std=0.1 if tied else 0.5)
        if isinstance(self.output, AdaptiveSoftmax):
            self.output.zero_init()
            return
        nn.init.zeros_(self.output.weight)
        nn.init.zeros_(self.output.bias)
