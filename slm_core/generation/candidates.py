"""The likeliest next tokens by a model's logits, as people may read them."""

from torch import Tensor

from slm_core.generation.output import TokenProbability
from slm_core.generation.sampling import Filters, next_probabilities
from slm_core.tokenizers.tokenizer import Tokenizer

_NONE = Filters()


def likeliest(
    tokenizer: Tokenizer, logits: Tensor, count: int, *, filters: Filters = _NONE
) -> tuple[TokenProbability, ...]:
    """The `count` likeliest tokens by `logits` (vocabulary), with their probabilities after these
    filters: 0 for one that is cut off."""
    own = next_probabilities(logits)
    # Ranked by the model's own: a low temperature leaves many with nothing to rank them by.
    ids = own.topk(min(count, len(own) - 1)).indices  # UNKNOWN is none
    values = next_probabilities(logits, filters)[ids]
    return tuple(
        TokenProbability(index, _text_of(tokenizer, index), tokenizer.shown(index), probability)
        for index, probability in zip(ids.tolist(), values.tolist(), strict=True)
    )


def _text_of(tokenizer: Tokenizer, index: int) -> str:
    try:
        return tokenizer.token_text(index).decode("utf-8")
    except UnicodeDecodeError:
        return ""
