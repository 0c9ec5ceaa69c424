"""What was seen inside a model, as pages draw it and commands print it. Free of torch."""

from dataclasses import dataclass

from slm_core.messages import Message


@dataclass(frozen=True)
class TokensRead:
    """A text as the model read it."""

    texts: tuple[str, ...]
    """Each token's part of the text; "" for all but the first that spell one character."""
    shown: tuple[str, ...]
    """Each token as people may read it, with blanks made visible."""
    left_out: int = 0
    """Tokens at the end of the text that a view has no room for."""
    unknown: tuple[str, ...] = ()
    """Parts of the text that the model has never seen, each once."""


@dataclass(frozen=True)
class TraceView:
    """One quantity of all units of a layer over a text."""

    tokens: TokensRead
    layer: int
    """From 0."""
    layers: int
    quantity: str
    """cell, hidden, or a gate's name."""
    quantities: tuple[str, ...]
    """All that this network has."""
    units: int
    values: bytes
    """Unsigned bytes (units × tokens): 0 is `lowest`, 255 is `highest`."""
    lowest: float
    highest: float
    order: tuple[int, ...]
    """Units from the one that changes most to the one that changes least."""


@dataclass(frozen=True)
class GateSaturation:
    """How often one gate of each unit of a layer is nearly closed, and nearly open."""

    layer: int
    gate: str
    closed: tuple[float, ...]
    """Share of the tokens at which it is below 0.1, by unit."""
    open: tuple[float, ...]
    """Share of the tokens at which it is above 0.9, by unit."""


@dataclass(frozen=True)
class AttentionView:
    """What each head looks at."""

    tokens: TokensRead
    """The mark for the beginning of a text stands first."""
    layers: int
    heads: int
    weights: bytes
    """Unsigned bytes (layers × heads × tokens × tokens), 255 is all: from whom (row) to whom."""
    entropy: tuple[tuple[float, ...], ...]
    """Of each layer's heads: bits of the weights' distribution on average; 0 looks at one token."""


@dataclass(frozen=True)
class LayerPrediction:
    """What would be predicted, were this layer the last."""

    layer: int
    """From 0."""
    candidates: tuple[tuple[str, float], ...]
    """The likeliest tokens as people may read them, each with its probability; none where the
    output layer cannot read this layer."""


@dataclass(frozen=True)
class FoundUnit:
    """A unit that follows a property of the text."""

    layer: int
    unit: int
    correlation: float
    """On text that it was not chosen by."""
    chosen_by: float
    """The correlation by which it was ranked, on other text: the larger of many, so too large."""
    is_chance: bool
    """Whether its correlation is no larger than what shifted copies of the property reach."""


@dataclass(frozen=True)
class UnitSearch:
    """Units ranked by how well they follow a property."""

    found: tuple[FoundUnit, ...]
    """The best first."""
    units: int
    """That were searched."""
    threshold: float
    """The correlation that the best of all units reaches by chance in one case of 100."""
    share: float
    """Of the tokens that have the property; of one that is a number, its mean."""
    tokens: int
    """On which the correlation is reported."""
    verdict: Message


@dataclass(frozen=True)
class SideScore:
    """Bits per byte before and after, of the predictions on one side of a property."""

    before: float
    after: float
    predictions: int


@dataclass(frozen=True)
class UnitEffect:
    """What changes when a unit is switched off."""

    layer: int
    unit: int
    mean: float
    """What its readers get instead of its value."""
    everywhere: SideScore
    inside: SideScore | None
    """Where the text has the property; None where there is none on both sides."""
    outside: SideScore | None
    text_before: str
    """Written on from the same text with the same seed."""
    text_after: str
    verdict: Message


@dataclass(frozen=True)
class ReachPoint:
    """The loss when no more than so many tokens may be seen."""

    tokens: int
    bits: float
    """Bits per token, on average over the same places of held-out text for every point."""
    excess: float
    """Bits more than with the longest past."""
    error: float
    """Standard error of `excess`."""


@dataclass(frozen=True)
class MemoryReach:
    """How far back a model's predictions depend on the text."""

    points: tuple[ReachPoint, ...]
    places: int
    reach: int
    """The fewest tokens with which the loss is within 1 % of that with the longest past."""
    verdict: Message


@dataclass(frozen=True)
class Attribution:
    """Shares of tokens in a prediction by one method."""

    method: str
    """integrated_gradients, gradient_x_input or leave_one_out."""
    values: tuple[float, ...]
    """Nats by which each token raises (or, negative, lowers) the prediction's log-probability."""


@dataclass(frozen=True)
class DeletionCurve:
    """What becomes of a prediction when more and more tokens are taken out."""

    taken: tuple[int, ...]
    """Numbers of tokens."""
    top: tuple[float, ...]
    """Log-probability, in nats, without those that the attribution says it owes most to."""
    recent: tuple[float, ...]
    """Without the most recent ones."""
    random: tuple[float, ...]
    """Without random ones, on average."""
    is_true: bool | None
    """Whether taking out the top ones hurts more than either of the others, on average; None of a
    single token, which is all of them."""


@dataclass(frozen=True)
class Explanation:
    """Why a model predicts a token after a text."""

    tokens: TokensRead
    """Those that shares were computed for."""
    before: int
    """Tokens of the text before these, which were read and get no share."""
    prediction: str
    """The token that is explained, as people may read it."""
    prediction_text: str
    probability: float
    candidates: tuple[tuple[str, float], ...]
    """The likeliest tokens, as people may read them, with their probabilities."""
    attributions: tuple[Attribution, ...]
    """Integrated gradients first."""
    baseline: str
    """The token that stands for nothing: the most frequent one of the training text."""
    baseline_probability: float
    """What the prediction would have if all those tokens were the baseline."""
    completeness_error: float
    """|sum of the integrated gradients - difference they must add up to| / |difference|."""
    steps: int
    """Points of the path at which gradients were taken."""
    deletion: DeletionCurve
    verdict: Message


@dataclass(frozen=True)
class TokenPoint:
    """One token on a map of the embeddings."""

    id: int
    shown: str
    x: float
    y: float
    neighbours: tuple[tuple[str, float], ...]
    """The most similar tokens, each with the cosine of the angle between both."""


@dataclass(frozen=True)
class EmbeddingMap:
    """The most frequent tokens in two dimensions."""

    points: tuple[TokenPoint, ...]
    explained: float
    """Share of the variance that the two dimensions keep, of principal components."""


@dataclass(frozen=True)
class NearPassage:
    """A place of the training text at which the model was in a similar state."""

    before: str
    after: str
    """What followed there."""
    similarity: float
    """Cosine of the angle between both states, each less the mean."""
