import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chisquare

from slm_core.generation.sampling import (
    Filters,
    next_probabilities,
    probabilities_of_each,
    sample,
    sample_each,
)
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
    found = next_probabilities(logits, Filters(temperature=heat, top_k=top_k, top_p=top_p))
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
    found = next_probabilities(logits, Filters(top_k=top_k))[1:]
    kept = found > 0
    assert int(kept.sum()) == min(top_k, len(found), int((known(logits) > 0).sum()))
    if not kept.all():
        assert known(logits)[kept].min() >= known(logits)[~kept].max()


@quick
@given(scores, st.floats(0.01, 0.999))
def test_top_p_keeps_the_smallest_set_that_reaches_p(logits, top_p):
    found = next_probabilities(logits, Filters(top_p=top_p))[1:]
    kept = known(logits)[found > 0]
    assert kept.sum() >= top_p - 1e-9
    assert kept.sum() - kept.min() < top_p + 1e-9
    assert torch.allclose(found[found > 0], kept / kept.sum())


@quick
@given(scores, st.sampled_from([0.0, 1e-9]))
def test_no_temperature_is_the_likeliest_token(logits, heat):
    found = next_probabilities(logits, Filters(temperature=heat))
    assert found.argmax() == logits[1:].argmax() + 1
    assert found.max() == 1


def test_lower_temperature_is_surer():
    logits = torch.tensor([9.0, 2.0, 1.0, 0.0])
    tops = [
        float(next_probabilities(logits, Filters(temperature=t)).max()) for t in (5, 1, 0.5, 0.1)
    ]
    assert tops == sorted(tops)


def test_rows_are_independent():
    logits = torch.randn(4, 9, generator=torch.Generator().manual_seed(3))
    together = next_probabilities(logits, Filters(temperature=0.7, top_k=5, top_p=0.9))
    alone = [
        next_probabilities(row, Filters(temperature=0.7, top_k=5, top_p=0.9)) for row in logits
    ]
    assert torch.equal(together, torch.stack(alone))


def test_the_logits_are_left_as_they_were():
    logits = torch.randn(9)
    before = logits.clone()
    next_probabilities(logits, Filters(top_k=2, top_p=0.5))
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


# A distribution whose probabilities are all different, and a second reading of each definition.
WEIGHTS = [0.3, 0.2, 0.14, 0.1, 0.08, 0.06, 0.05, 0.03, 0.02, 0.015, 0.005]
LOGITS = torch.tensor([9.0, *(3 + math.log(weight) for weight in WEIGHTS)])  # UNKNOWN first


def spread(weights, kept):
    total = sum(weights[place] for place in kept)
    return [weights[place] / total if place in kept else 0.0 for place in range(len(weights))]


def heated(weights, heat):
    return spread([weight ** (1 / heat) for weight in weights], range(len(weights)))


def the_likeliest(weights, count):
    ranked = sorted(range(len(weights)), key=lambda place: -weights[place])
    return spread(weights, [place for place in ranked[:count] if weights[place] > 0])


def nucleus(weights, share, *, key=None):
    ranked = sorted(
        (place for place, weight in enumerate(weights) if weight > 0),
        key=key or (lambda place: -weights[place]),
    )
    kept, reached = [], 0.0
    for place in ranked:
        if reached >= share - 1e-12:
            break
        kept.append(place)
        reached += weights[place]
    return spread(weights, kept)


def at_least(weights, share):
    return spread(
        weights, [p for p, weight in enumerate(weights) if weight >= share * max(weights)]
    )


def typical(weights, share):
    entropy = -sum(weight * math.log(weight) for weight in weights if weight > 0)
    return nucleus(weights, share, key=lambda place: abs(-math.log(weights[place]) - entropy))


def expected(filters):
    weights = heated(WEIGHTS, filters.temperature)
    if filters.top_k:
        weights = the_likeliest(weights, filters.top_k)
    if filters.top_p < 1:
        weights = nucleus(weights, filters.top_p)
    if filters.min_p > 0:
        weights = at_least(weights, filters.min_p)
    return typical(weights, filters.typical_p) if filters.typical_p < 1 else weights


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(temperature=0.5),
        Filters(temperature=2.0),
        Filters(top_k=4),
        Filters(top_p=0.7),
        Filters(min_p=0.25),
        Filters(typical_p=0.6),
        Filters(temperature=1.5, top_k=8, top_p=0.9),
        Filters(temperature=1.5, min_p=0.2, typical_p=0.8),
        Filters(temperature=1.3, top_k=9, top_p=0.95, min_p=0.1, typical_p=0.9),
    ],
    ids=repr,
)
def test_draws_follow_each_filters_definition_alone_and_together(filters):
    """Chi-square: a right sampler fails one of these in 100,000 times."""
    draws = 40_000
    probabilities = next_probabilities(LOGITS, filters).expand(draws, -1)
    counts = torch.bincount(sample(probabilities, torch.Generator().manual_seed(11)), minlength=12)
    wanted = [share * draws for share in expected(filters)]
    assert counts[UNK] == 0
    seen = counts[1:].tolist()
    assert all(count == 0 for count, share in zip(seen, wanted, strict=True) if share == 0)
    pairs = [(count, share) for count, share in zip(seen, wanted, strict=True) if share > 0]
    assert len(pairs) > 1
    assert chisquare(*zip(*pairs, strict=True)).pvalue > 1e-5


@quick
@given(scores, st.floats(0.01, 1.0))
def test_min_p_keeps_what_has_that_share_of_the_likeliest(logits, min_p):
    kept = next_probabilities(logits, Filters(min_p=min_p))[1:] > 0
    plain = known(logits)
    assert kept[plain > plain.max() * min_p * (1 + 1e-9)].all()
    assert not kept[plain < plain.max() * min_p * (1 - 1e-9)].any()


@quick
@given(scores, st.floats(0.01, 0.99))
def test_typical_sampling_never_keeps_nothing(logits, typical_p):
    found = next_probabilities(logits, Filters(typical_p=typical_p))
    assert abs(float(found.sum()) - 1) < 1e-9


def test_streams_have_their_own_filters_and_random_numbers():
    logits = torch.randn(4, 9, generator=torch.Generator().manual_seed(3))
    filters = [Filters(), Filters(top_k=2), Filters(), Filters(temperature=0.0)]
    rows = probabilities_of_each(logits, filters)
    alone = [next_probabilities(row, one) for row, one in zip(logits, filters, strict=True)]
    assert torch.equal(rows, torch.stack(alone))
    together = sample_each(rows, [torch.Generator().manual_seed(seed) for seed in range(4)])
    one_by_one = [
        sample(row, torch.Generator().manual_seed(seed)) for seed, row in enumerate(alone)
    ]
    assert torch.equal(together, torch.stack(one_by_one))
