"""Copies of the training text, beside a control; a planted secret, remembered or not."""

import random
from dataclasses import replace

import numpy as np
import pytest
import torch

from slm_core import checksums
from slm_core.evaluation.memorisation.canary import canary_exposure, sequence_nats
from slm_core.evaluation.memorisation.memorise import LEAST, LEAST_WIDE, find_copies
from slm_core.evaluation.memorisation.records import CanaryExposure
from slm_core.evaluation.report import Continuation
from slm_core.evaluation.summary import canary_words, copy_words
from slm_core.metrics.ngram import token_counts
from slm_core.metrics.overlap import NgramIndex
from slm_core.runs.load_model import load_run_model
from slm_core.storage import write_json
from slm_core.tokenizers.settings import TokenizerSettings
from slm_core.tokenizers.tokenizer import EOS, UNK
from slm_core.tokenizers.train import train_tokenizer
from slm_core.training.canary import draw_canaries, with_canary
from slm_core.training.settings import TrainingSettings
from tests.serving.writers import new_run, put_checkpoint
from tests.tiny import make_trainer, workspace_in


def invented(characters: int, seed: int, letters: str = "abcdefghij ") -> str:
    return "".join(random.Random(seed).choices(letters, k=characters))


TRAIN = invented(50_000, 1)
INDEX = NgramIndex(TRAIN)


def written(text: str) -> Continuation:
    return Continuation("a prompt", text, "")


def test_a_planted_duplicate_is_found_with_where_it_stands() -> None:
    copied = TRAIN[1_000:1_120]
    texts = [written(invented(240, 2)), written("so " + copied + " it said")]
    found = find_copies(texts, [invented(240, 3), invented(240, 4)], INDEX)
    assert found.longest >= 120
    assert found.longest_real < 12
    assert found.copied == pytest.approx(120 / (240 + 120 + 11), abs=0.03)
    assert found.copied_real == 0
    (copy,) = found.copies
    first, second = found.nearest
    assert first == copy
    near = second.written[second.span.start : second.span.start + second.span.length]
    assert 2 < len(near) < LEAST
    assert near in TRAIN
    assert copied in copy.written[copy.span.start : copy.span.start + copy.span.length]
    assert TRAIN[940:1_000].endswith(copy.span.before[-40:])
    assert found.light == "red"
    assert "repeats its training text" in str(copy_words(found))


def test_what_real_text_shares_as_well_is_no_memorising() -> None:
    template = TRAIN[2_000:2_060]
    texts = [written(template + invented(100, 5)), written(invented(160, 6))]
    real = [template + invented(100, 7), template + invented(100, 8)]
    found = find_copies(texts, real, INDEX)
    assert found.copied > 0.1
    assert found.light == "green"
    assert "hardly more than real text does" in str(copy_words(found))


def test_scripts_without_blanks_have_shorter_copies() -> None:
    letters = "".join(map(chr, range(0x4E00, 0x4E00 + 300)))
    train = invented(5_000, 1, letters)
    found = find_copies([written(train[100:120])], [invented(20, 2, letters)], NgramIndex(train))
    assert found.least == LEAST_WIDE < LEAST
    assert found.copied == 1


def test_every_character_of_a_copy_is_marked_and_no_other() -> None:
    piece = TRAIN[300_00:300_40]
    texts = ["!" + piece + "!", "", piece[:20], piece + "?" + piece]
    marks = INDEX.copied(texts, 25)
    assert [int(mark.sum()) for mark in marks] == [40, 0, 0, 80]
    assert not marks[0][0] and not marks[0][-1] and not marks[3][40]
    assert [len(mark) for mark in marks] == list(map(len, texts))


def test_a_secret_that_was_learned_is_exposed_and_one_that_was_not_is_not() -> None:
    tokenizer = train_tokenizer([TRAIN], TokenizerSettings(kind="char"))
    ids = np.concatenate([[EOS], tokenizer.encode(TRAIN[:4_000])]).astype(np.uint16)
    settings = TrainingSettings(canaries=60)
    planted = with_canary(ids, tokenizer, settings)
    assert planted.dtype == ids.dtype
    assert len(planted) == len(ids) + 60 * 10
    counts = token_counts(ids, tokenizer.vocabulary_size)
    canary = draw_canaries(counts, tokenizer, seed=settings.seed, number=1)
    assert UNK not in canary and EOS not in canary
    places = np.lib.stride_tricks.sliding_window_view(planted, 10)
    assert (places == [EOS, *canary[0], EOS]).all(1).sum() == 60
    assert with_canary(ids, tokenizer, TrainingSettings()) is ids

    trainer = make_trainer(planted, vocabulary=tokenizer.vocabulary_size)
    others = draw_canaries(counts, tokenizer, seed=settings.seed + 1, number=500)
    model = trainer.model.eval()
    before = sequence_nats(model, np.concatenate((canary, others)))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    row = torch.from_numpy(np.concatenate([[EOS], canary[0]])).unsqueeze(0)
    for _ in range(60):
        logits, _state = model(row[:, :-1])
        loss = torch.nn.functional.cross_entropy(logits[0], row[0, 1:])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    after = sequence_nats(model, np.concatenate((canary, others)))
    assert 1 + int((after[1:] < after[0]).sum()) == 1
    assert 1 + int((before[1:] < before[0]).sum()) > 5


def test_a_secret_that_is_like_all_others_is_not_exposed(tmp_path) -> None:
    text = "a a. a, a! " * 300  # its only token that is written is one letter
    run = new_run(workspace_in(tmp_path), text=text, name="one letter")
    config = replace(run.config(), training=TrainingSettings(canaries=5))
    write_json(run.folder / "config.json", config.to_json())
    checksums.seal(run.folder, "config.json")
    put_checkpoint(run, 10, text=text)
    source = load_run_model(run)
    counts = token_counts(source.tokenizer.encode(text), source.tokenizer.vocabulary_size)
    found = canary_exposure(source, counts)
    assert found.exposure == 0
    assert found.light == "green"


@pytest.mark.parametrize(("rank", "light"), [(1, "red"), (20, "amber"), (900, "green")])
def test_the_rank_of_a_secret_decides_its_light(rank: int, light: str) -> None:
    exposure = float(np.log2(2048 / rank))
    found = CanaryExposure("a b c", 10, rank, 2047, exposure, 11.0)
    assert found.light == light
    assert "planted 10 times" in str(canary_words(found)[1])
    copies = find_copies([written("xyz")], ["xyz"], INDEX)
    assert replace(copies, canary=found).light == light
    assert copies.light == "green"
