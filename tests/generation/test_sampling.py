import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from slm_core.generation.sampling import next_probabilities, sample
from slm_core.tokenizers.tokenizer import UNK

scores = st.lists(st.floats(-30, 30, width=32), min_size=2, max_size=40).map(torch.tensor)
heats = st.sampled_from([1e-9, 1e-5, 0.1, 0.8, 1.0, 3.0, 5.0])
quick = settings(max_examples=60, deadline=None)


def known(logits):
    """The plain probabilities of everything but UNKNOWN, which is id 0."""
    assert UNK == 0
    return torch.softmax(logits[1:].double(), -1)


@quick
@given(scores, heats, st.integers(0, 50), st.floats(0.001, 1.0))
def test_probabilities_are_whole_and_never_of_the_unknown(logits, heat, top_k, top_p):
    found = next_probabilities(logits, temperature=heat, top_k=top_k, top_p=top_p)
    assert abs(float(found.sum()) - 1) < 1e-9
    assert found[UNK] == 0
    assert (found >= 0).all()


@quick
@given(scores)
def test_untouched_settings_give_the_models_own_probabilities(logits):
    assert torch.allclose(next_probabilities(logits)[1:], known(logits))


@quick
@given(scores, st.integers(1, 50))
def test_top_k_keeps_the_k_likeliest(logits, top_k):
    found = next_probabilities(logits, top_k=top_k)[1:]
    kept = found > 0
    assert int(kept.sum()) == min(top_k, len(found), int((known(logits) > 0).sum()))
    if not kept.all():
        assert known(logits)[kept].min() >= known(logits)[~kept].max()


@quick
@given(scores, st.floats(0.01, 0.999))
def test_top_p_keeps_the_smallest_set_that_reaches_p(logits, top_p):
    found = next_probabilities(logits, top_p=top_p)[1:]
    kept = known(logits)[found > 0]
    assert kept.sum() >= top_p - 1e-9
    assert kept.sum() - kept.min() < top_p + 1e-9
    assert torch.allclose(found[found > 0], kept / kept.sum())


@quick
@given(scores, st.sampled_from([0.0, 1e-9]))
def test_no_temperature_is_the_likeliest_token(logits, heat):
    found = next_probabilities(logits, temperature=heat)
    assert found.argmax() == logits[1:].argmax() + 1
    assert found.max() == 1


def test_lower_temperature_is_surer():
    logits = torch.tensor([9.0, 2.0, 1.0, 0.0])
    tops = [float(next_probabilities(logits, temperature=t).max()) for t in (5, 1, 0.5, 0.1)]
    assert tops == sorted(tops)


def test_rows_are_independent():
    logits = torch.randn(4, 9, generator=torch.Generator().manual_seed(3))
    together = next_probabilities(logits, temperature=0.7, top_k=5, top_p=0.9)
    alone = [next_probabilities(row, temperature=0.7, top_k=5, top_p=0.9) for row in logits]
    assert torch.equal(together, torch.stack(alone))


def test_the_logits_are_left_as_they_were():
    logits = torch.randn(9)
    before = logits.clone()
    next_probabilities(logits, top_k=2, top_p=0.5)
    assert torch.equal(logits, before)


def test_draws_follow_the_probabilities_and_repeat_with_the_seed():
    wanted = torch.tensor([0.0, 0.1, 0.2, 0.7], dtype=torch.float64)
    rows = wanted.expand(20_000, 4)
    drawn = sample(rows, torch.Generator().manual_seed(5))
    again = sample(rows, torch.Generator().manual_seed(5))
    shares = torch.bincount(drawn, minlength=4) / len(rows)
    assert torch.equal(drawn, again)
    assert torch.allclose(shares, wanted.float(), atol=0.015)
    assert shares[0] == 0
