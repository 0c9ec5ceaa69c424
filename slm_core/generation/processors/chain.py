"""The processors that settings and control ask for, in the order in which they change logits."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from slm_core.errors import SettingsError
from slm_core.generation.control.control import Control
from slm_core.generation.decoder import prompt_ids
from slm_core.generation.processors.choices import ChoiceProcessor
from slm_core.generation.processors.grammar import GrammarProcessor
from slm_core.generation.processors.penalties import NoRepeatNgrams, PenaltyProcessor
from slm_core.generation.processors.processor import LogitsProcessor
from slm_core.generation.processors.terms import TermProcessor
from slm_core.generation.processors.utf8 import Utf8Constraint
from slm_core.generation.settings import GenerationSettings
from slm_core.messages import msg
from slm_core.tokenizers.tokenizer import UNK, Tokenizer


@dataclass(frozen=True)
class TextPlan:
    """A text to be written: where it begins, and how it goes on."""

    prompt: str
    settings: GenerationSettings


class ProcessorChain:
    """Penalties first, then what is preferred, and what is barred last."""

    def __init__(
        self,
        tokenizer: Tokenizer,
        plans: Sequence[TextPlan],
        control: Control,
        device: torch.device,
    ) -> None:
        """Raises SettingsError where the constraint cannot be met."""
        self._parts: list[LogitsProcessor] = [*_penalties(tokenizer, plans, device)]
        if control.glossary:
            prompts = [plan.prompt for plan in plans]
            self._parts.append(TermProcessor(tokenizer, control.glossary, prompts, device))
        if tokenizer.utf8_steps is not None:
            self._parts.append(Utf8Constraint(tokenizer, streams=len(plans), device=device))
        if control.constraint is not None:
            self._parts.append(_held(tokenizer, control, len(plans), device))
        self._may_end_up_nowhere = (
            control.constraint is not None
            or bool(control.glossary.forbidden)
            or any(isinstance(part, NoRepeatNgrams) for part in self._parts)
        )

    @torch.inference_mode()
    def process(self, logits: Tensor) -> Tensor:
        """Changed `logits` (streams, vocabulary); a row of minus infinity where nothing may come
        next."""
        for part in self._parts:
            logits = part.process(logits)
        return logits

    def check(self, logits: Tensor) -> None:
        """Raises SettingsError where in some stream of these nothing may come next."""
        if self._may_end_up_nowhere and not _all_go_on(logits):
            raise SettingsError(
                msg(
                    "The text cannot go on: nothing that this model can spell is allowed next by "
                    "the constraint, the forbidden terms and the n-gram rule together. Loosen one "
                    "of them."
                )
            )

    def read(self, ids: Sequence[int]) -> None:
        """Go on by one token in each stream."""
        for part in self._parts:
            part.read(ids)

    def select(self, chosen: Sequence[int]) -> None:
        """Go on with these of the streams; one may be chosen repeatedly."""
        for part in self._parts:
            part.select(chosen)


def _held(
    tokenizer: Tokenizer, control: Control, streams: int, device: torch.device
) -> LogitsProcessor:
    """What holds texts to the constraint."""
    constraint = control.constraint
    assert constraint is not None, "there is one"
    if constraint.kind == "choices":
        return ChoiceProcessor(tokenizer, control, streams=streams)
    return GrammarProcessor(tokenizer, control, streams=streams, device=device)


def _all_go_on(logits: Tensor) -> bool:
    return bool((logits[:, UNK + 1 :].amax(-1) > -torch.inf).all())


def _penalties(
    tokenizer: Tokenizer, plans: Sequence[TextPlan], device: torch.device
) -> list[LogitsProcessor]:
    settings = [plan.settings for plan in plans]
    penalised = any(map(PenaltyProcessor.is_needed, settings))
    sizes = [one.no_repeat_ngram for one in settings]
    if not penalised and not any(sizes):
        return []
    known = {prompt: prompt_ids(tokenizer, prompt) for prompt in {plan.prompt for plan in plans}}
    prompts = [known[plan.prompt] for plan in plans]
    parts: list[LogitsProcessor] = []
    if penalised:
        parts.append(PenaltyProcessor(settings, prompts, tokenizer.vocabulary_size, device))
    if any(sizes):
        parts.append(NoRepeatNgrams(sizes, prompts))
    return parts
