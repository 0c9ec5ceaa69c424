"""The proof of a score: what a model's probabilities are worth, to the bit, and every byte back."""

import math
import random
from itertools import pairwise

import numpy as np
import pytest
import torch

from slm_core.corpus.text.passages import Passage
from slm_core.errors import StoppedError
from slm_core.evaluation.proof.arithmetic_coder import ArithmeticDecoder, ArithmeticEncoder
from slm_core.evaluation.proof.prove import prove
from slm_core.evaluation.report import Proof
from slm_core.evaluation.texts.scored_text import ScoredText, read_for_scoring
from slm_core.metrics.evaluate import predict_tokens
from slm_core.models.registry import build
from slm_core.runs.load_model import RunModel
from slm_core.runs.run import Run
from slm_core.tokenizers.encoded.unknown_cost import UnknownWordModel
from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.tokenizers.tokenizer import Tokenizer
from slm_core.tokenizers.train import train_tokenizer
from slm_core.workspace import Workspace
from tests.tiny import make_settings

ENGLISH = "The pump was hot. The seal was cold, and nobody changed the oil of line two.\n"
CHINESE = "水泵很热。密封很冷，二号线没有人换机油。\n"
EMOJI = "Pump 🔧👩‍🔧 ok 👍🏽, seal 🙂!\n"
SPELLER_OF = {"train": [ENGLISH * 8, CHINESE * 8, EMOJI * 8]}


def source_of(kind: str, *, model: str = "lstm", **settings: object) -> RunModel:
    chosen = TokenizerSettings(kind=kind, vocabulary_size=300, **settings)
    tokenizer = train_tokenizer(SPELLER_OF["train"], chosen)
    torch.manual_seed(1)
    network = build(make_settings({"kind": model}), tokenizer.vocabulary_size)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.normal_(0, 0.3)
    return RunModel(Run(Workspace.__new__(Workspace), "none"), network.eval(), tokenizer, 1)


def spelling_of(tokenizer: Tokenizer) -> UnknownWordModel:
    return UnknownWordModel(
        {word for text in SPELLER_OF["train"] for word in tokenizer.words(text)}
    )


def read(source: RunModel, texts: list[str], *, ends: bool = True) -> ScoredText:
    last = len(texts) - 1
    passages = [
        Passage(
            text.lower() if source.tokenizer.lowercase else text, place, 0, ends or place < last
        )
        for place, text in enumerate(texts)
    ]
    return read_for_scoring(
        passages, source.tokenizer, spelling=lambda: spelling_of(source.tokenizer)
    )


def proven(source: RunModel, text: ScoredText) -> Proof:
    said = predict_tokens(source.model, text.ids)
    return prove(source, text, said, spelling=lambda: spelling_of(source.tokenizer))


@pytest.mark.parametrize("kind", ["char", "word", "segmented", "bpe"])
@pytest.mark.parametrize(
    "texts",
    [
        [ENGLISH, "A gearbox  broke\tagain; “Ωmega” it said.\r\n", "", "The seal."],
        [CHINESE, "齿轮箱坏了，鬱金香 and 泵。"],
        [EMOJI + "🫠 Gear\u200bbox\x00 𝔘nicode \U0010ffff"],
    ],
    ids=["English", "Chinese", "emoji"],
)
def test_every_byte_comes_back_at_the_size_that_is_claimed(kind: str, texts: list[str]) -> None:
    source = source_of(kind)
    found = proven(source, read(source, texts))
    assert found.decoded
    assert abs(found.compressed_bits - found.claimed_bits) < 4
    assert found.whole
    assert found.bytes == sum(len(text.encode()) for text in texts)
    assert found.largest_gap < 1e-5
    assert found.holds


@pytest.mark.parametrize("model", ["rnn", "gru", "awd-lstm", "transformer"])
def test_every_architecture_is_proven(model: str) -> None:
    source = source_of("word", model=model)
    found = proven(source, read(source, [ENGLISH * 3 + "Zygote."], ends=False))
    assert found.holds
    assert abs(found.difference) < 0.01


def test_small_letters_are_what_comes_back_where_only_these_are_read() -> None:
    source = source_of("word", lowercase=True)
    assert proven(source, read(source, ["The SEAL of a Gearbox."])).holds


def test_a_claim_that_is_too_low_is_found_out() -> None:
    source = source_of("char")
    text = read(source, [ENGLISH * 4])
    said = predict_tokens(source.model, text.ids)
    boasting = type(said)(
        said.targets, said.nats * 0.97, said.predicted, said.confidence, said.in_top5
    )
    found = prove(source, text, boasting, spelling=lambda: spelling_of(source.tokenizer))
    assert found.decoded
    assert not found.holds


def test_it_can_be_stopped_and_says_how_far_it_is() -> None:
    source, heard = source_of("char"), []
    text = read(source, [ENGLISH * 4])
    said = predict_tokens(source.model, text.ids)

    def stop() -> bool:
        return bool(heard) and heard[-1] > 0.5

    with pytest.raises(StoppedError):
        prove(
            source,
            text,
            said,
            spelling=lambda: spelling_of(source.tokenizer),
            tell=heard.append,
            should_stop=stop,
        )
    assert heard == sorted(heard)


def test_the_coder_needs_as_many_bits_as_the_probabilities_say() -> None:
    draw = random.Random(1)
    total = 1 << 48
    borders = [0, 1, 2, 1 << 20, 1 << 40, (1 << 47) + 3, total - 1, total]
    stretches = list(pairwise(borders))
    symbols = [draw.randrange(len(stretches)) for _ in range(2_000)]
    encoder = ArithmeticEncoder()
    for symbol in symbols:
        start, end = stretches[symbol]
        encoder.encode(start, end - start, total)
    data = encoder.finish()
    cost = sum(
        math.log2(total / (end - start)) for start, end in map(stretches.__getitem__, symbols)
    )
    assert cost <= encoder.bits < cost + 2.1
    assert len(data) == -(-encoder.bits // 8)
    decoder = ArithmeticDecoder(data)
    back = []
    for _ in symbols:
        target = decoder.target(total)
        back.append(int(np.searchsorted(borders, target, side="right")) - 1)
        start, end = stretches[back[-1]]
        decoder.take(start, end - start, total)
    assert back == symbols
