"""Whether a text fills the batches it is to be read in. Free of torch."""

from slm_core.errors import CorpusError, SettingsError
from slm_core.runs.config import RunConfig


def check_batch_fits(config: RunConfig, tokens: int, *, counted: str) -> None:
    """Refuse a training part of `tokens` that cannot fill one batch. Raises CorpusError, and
    SettingsError on one that its processes cannot share."""
    training, processes = config.training, config.machine.processes
    if training.batch_size < processes:
        raise SettingsError(
            f"A batch of {training.batch_size} cannot be shared by machine.processes "
            f"({processes}). Set training.batch_size={processes} or more."
        )
    needed = training.batch_size * training.sequence_length
    if tokens > needed:
        return
    fitting = max(1, tokens // (2 * training.sequence_length))
    length = max(1, min(training.sequence_length, tokens // 4))
    remedy = f"training.batch_size={fitting}"
    if length < training.sequence_length:
        remedy = f"{remedy} and training.sequence_length={length}"
    raise CorpusError(
        f"The training part has {counted} {tokens:,} tokens, fewer than one batch of "
        f"{training.batch_size} × {training.sequence_length} = {needed:,}. "
        f"Add text, or set {remedy}."
    )
