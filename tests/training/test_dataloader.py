import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from slm_core.training.dataloader import Batch, BpttLoader, LoaderState


def taken(streams: BpttLoader, start: LoaderState, count: int) -> list[Batch]:
    reading = streams.batches(start)
    return [next(reading) for _ in range(count)]


@given(
    tokens=st.integers(30, 400),
    batch_size=st.integers(1, 5),
    sequence_length=st.integers(1, 6),
    seed=st.integers(0, 99),
    epoch=st.integers(0, 5),
)
def test_an_epoch_predicts_every_token_once_but_for_a_tail(
    tokens, batch_size, sequence_length, seed, epoch
):
    streams = BpttLoader(np.arange(tokens, dtype=np.uint16), batch_size, sequence_length, seed)
    steps = streams.steps_per_epoch
    batches = taken(streams, LoaderState(epoch, 0), steps)
    assert all(batch.inputs.shape == (batch_size, sequence_length) for batch in batches)
    targets = torch.cat([batch.targets.flatten() for batch in batches])
    assert len(targets.unique()) == len(targets), "no token is predicted twice"
    left = tokens - len(targets)
    assert 0 <= left < batch_size * sequence_length + batch_size
    assert [batch.starts_epoch for batch in batches] == [True] + [False] * (steps - 1)
    assert batches[-1].after == LoaderState(epoch + 1, 0)


def test_streams_are_contiguous_and_targets_are_what_comes_next():
    streams = BpttLoader(np.arange(1000, dtype=np.uint16), 4, 8, 7)
    batches = taken(streams, LoaderState(), streams.steps_per_epoch)
    read = torch.cat([batch.inputs for batch in batches], 1)
    following = torch.cat([batch.targets for batch in batches], 1)
    assert torch.equal((read + 1) % 1000, following)
    assert torch.equal(read[:, 1:], following[:, :-1])
    assert read.dtype == torch.int64


@pytest.mark.parametrize("at", [0, 1, 5, 30, 31, 32, 70])
def test_reading_goes_on_from_any_cursor_as_if_never_interrupted(at):
    streams = BpttLoader(np.arange(1000, dtype=np.uint32), 4, 8, 7)
    assert streams.steps_per_epoch == 31
    whole = taken(streams, LoaderState(), 100)
    start = whole[at - 1].after if at else LoaderState()
    for one, two in zip(whole[at:], taken(streams, start, 100 - at), strict=True):
        assert torch.equal(one.inputs, two.inputs)
        assert torch.equal(one.targets, two.targets)
        assert (one.starts_epoch, one.after) == (two.starts_epoch, two.after)


def test_each_epoch_and_seed_has_borders_of_its_own():
    ids = np.arange(1000, dtype=np.uint16)
    firsts = {
        int(taken(BpttLoader(ids, 4, 8, seed), LoaderState(epoch, 0), 1)[0].inputs[0, 0])
        for seed in range(3)
        for epoch in range(3)
    }
    assert len(firsts) == 9


def test_a_memory_map_is_read_like_an_array(tmp_path):
    ids = np.arange(500, dtype=np.uint16)
    ids.tofile(tmp_path / "ids.bin")
    mapped = np.memmap(tmp_path / "ids.bin", dtype=np.uint16, mode="r")
    one, two = (taken(BpttLoader(x, 2, 5, 1), LoaderState(), 60) for x in (ids, mapped))
    assert all(torch.equal(a.inputs, b.inputs) for a, b in zip(one, two, strict=True))
