import threading

import numpy as np
import pytest
import torch

from slm_core.generation.decoder import CHUNK, Reader, prefill, step_of
from slm_core.generation.generate import generate
from slm_core.generation.processors.chain import TextPlan
from slm_core.generation.prompt_cache import PromptCache
from slm_core.generation.settings import GenerationSettings
from slm_core.generation.shared_steps import SharedSteps
from slm_core.generation.writing import Writing
from slm_core.models.registry import build
from slm_core.models.settings import TransformerSettings
from slm_core.tokenizers.tokenizer import EOS
from tests.generation.tiny_models import TEXT, made

THREADS, LENGTH = 6, 60


class Counted(SharedSteps):
    """Notes how many streams each step of the model has."""

    def __init__(self, model):
        super().__init__(model)
        self.rows = []
        plain = self._step

        def counted(ids, state):
            self.rows.append(len(ids))
            return plain(ids, state)

        self._step = counted


@pytest.mark.parametrize("kind", ["lstm", "transformer"])
def test_requests_that_meet_share_steps_and_each_text_is_its_own(kind):
    model, tokenizer = made("char", end=-20)
    if kind == "transformer":
        torch.manual_seed(2)
        settings = TransformerSettings(hidden_size=16, heads=2, layers=2, context=24)
        model = build(settings, tokenizer.vocabulary_size).eval()
    steps = Counted(model)
    reader, texts = Reader(steps), [[] for _ in range(THREADS)]
    plans = [
        TextPlan(TEXT[: 5 * number], GenerationSettings(length=LENGTH, seed=number))
        for number in range(THREADS)
    ]
    together = threading.Barrier(THREADS)

    def write(number):
        writing = Writing(model, tokenizer, [plans[number]], reader=reader)
        together.wait()
        texts[number] += [piece.id for _, piece in writing.pieces()]

    threads = [threading.Thread(target=write, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(steps.rows) == sum(len(ids) - 1 for ids in texts)
    assert max(steps.rows) > 1
    for plan, ids in zip(plans, texts, strict=True):
        alone = generate(model, tokenizer, plan.prompt, plan.settings)
        assert ids == [piece.id for piece in alone]


def test_an_error_reaches_who_waited_and_the_next_goes_on():
    model, tokenizer = made("char")
    reading = prefill(model, tokenizer, "The", reader=Reader(SharedSteps(model)))
    with pytest.raises(IndexError):
        reading.read(torch.tensor([10_000]))
    reading.read(torch.tensor([5]))


def test_a_prompt_is_read_once_and_of_one_that_was_edited_only_the_end():
    model, tokenizer = made("char", end=-20)
    prompt = (TEXT * 9)[: 3 * CHUNK + 100]
    reader = Reader(step_of(model), PromptCache())
    lengths = []
    features = model.features

    def counted(ids, state=None):
        lengths.append(ids.shape[1])
        return features(ids, state)

    model.features = counted
    plain = prefill(model, tokenizer, prompt)
    first = prefill(model, tokenizer, prompt, reader=reader)
    assert lengths == [CHUNK, CHUNK, CHUNK, 101] * 2
    del lengths[:]
    again = prefill(model, tokenizer, prompt, reader=reader)
    assert lengths == []
    edited = prefill(model, tokenizer, prompt[:-10] + "The end.", reader=reader)
    assert lengths == [99]
    for reading in (first, again):
        assert torch.equal(reading.logits, plain.logits)
        assert all(map(torch.equal, reading.state, plain.state))
    whole = prefill(model, tokenizer, prompt[:-10] + "The end.")
    assert torch.equal(edited.logits, whole.logits)


def test_what_was_read_longest_ago_makes_room():
    model, tokenizer = made("char")
    one = prefill(model, tokenizer, "T")
    size = sum(part.nbytes for part in one.state) + one.logits.nbytes
    prompts = PromptCache(most_bytes=2 * size)
    for prompt in ("T", "h", "T", "e"):
        prefill(model, tokenizer, prompt, reader=Reader(step_of(model), prompts))
    known = {
        prompt: prompts.longest(np.array([EOS, *tokenizer.encode(prompt)]), CHUNK) is not None
        for prompt in "The"
    }
    assert known == {"T": True, "h": False, "e": True}
