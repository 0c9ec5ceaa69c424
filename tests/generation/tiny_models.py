"""Tokenizers of each kind, and models that were not trained, whose output is awake."""

import torch

from slm_core.models.registry import build
from slm_core.models.settings import LstmSettings
from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.tokenizers.tokenizer import EOS
from slm_core.tokenizers.train import train_tokenizer

TEXT = "The nurse called the doctor. 医生说没事。\n" * 20
MIXED = (
    "The nurse gave 10 mg aspirin to Mr. Lee at 8:30 - no fever; heart rate 72!\n"
    "医生说没事，病人服用阿司匹林两片。\n"
    'Café “naïve” (ok?) 🙂👍🏽 x=1, {"a": [true, null]} abcdefghijklmnopqrstuvwxyz 0123456789\n'
) * 10


def made(kind="char", *, text=TEXT, wake=1.5, end=0.0, **model):
    """A tokenizer and an untrained model whose output is awake, with END as likely as wanted."""
    tokenizer = train_tokenizer([text], TokenizerSettings(kind=kind, vocabulary_size=300))
    torch.manual_seed(7)
    settings = LstmSettings(**{"embedding_size": 16, "hidden_size": 24, "layers": 2, **model})
    network = build(settings, tokenizer.vocabulary_size).eval()
    with torch.no_grad():
        if wake:
            network.output.weight.normal_(0, wake)
        network.output.bias[EOS] = end
    return network, tokenizer


def text_of(pieces):
    return "".join(piece.text for piece in pieces)


def learned(kind, text, *, vocabulary="", steps=60, hidden=24):
    """A tokenizer, also for the text `vocabulary`, and a model that has only read this `text`."""
    tokenizer = train_tokenizer(
        [text * 20 + vocabulary], TokenizerSettings(kind=kind, vocabulary_size=300)
    )
    torch.manual_seed(7)
    settings = LstmSettings(embedding_size=16, hidden_size=hidden, layers=1)
    network = build(settings, tokenizer.vocabulary_size)
    ids = torch.tensor([EOS, *tokenizer.encode(text).tolist()])
    optimizer = torch.optim.Adam(network.parameters(), 0.03)
    for _ in range(steps):
        logits, _ = network(ids[None, :-1])
        loss = torch.nn.functional.cross_entropy(logits[0], ids[1:])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        network.output.bias[EOS] = -20
    return network.eval(), tokenizer
