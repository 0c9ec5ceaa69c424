"""Reading vectors instead of tokens: what asking for the gradient of an input needs."""

from collections.abc import Generator
from contextlib import contextmanager

from torch import Tensor

from slm_core.models.base import LanguageModel


def token_embeddings(model: LanguageModel) -> Tensor:
    """The embedding of every token: (vocabulary, size)."""
    return model.get_submodule("embedding").get_parameter("weight")


@contextmanager
def reading(model: LanguageModel, embedded: Tensor) -> Generator[None]:
    """Within the block the model's `features` reads these (batch, time, size) as the embeddings of
    whatever ids of that shape it is given."""
    hook = model.get_submodule("embedding").register_forward_hook(lambda *_: embedded)
    try:
        yield
    finally:
        hook.remove()
