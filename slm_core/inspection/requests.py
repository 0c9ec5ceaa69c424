"""What can be asked about the inside of a model. Free of torch, so that pages can ask."""

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from slm_core.errors import SettingsError
from slm_core.inspection import records
from slm_core.messages import Message, msg

View = TypeVar("View")

PropertyKind = Literal["quotes", "brackets", "line_position", "digits", "after_word", "regex"]
PROPERTIES: dict[PropertyKind, Message] = {
    "quotes": msg("inside quotation marks"),
    "brackets": msg("inside brackets"),
    "line_position": msg("the position in the line"),
    "digits": msg("in digits"),
    "after_word": msg("after a word, to the end of the sentence"),
    "regex": msg("inside what a regular expression finds"),
}
"""What a unit may follow, in words."""

QUANTITIES: dict[str, tuple[str, ...]] = {
    "lstm": ("cell", "hidden", "input", "forget", "output"),
    "awd-lstm": ("cell", "hidden", "input", "forget", "output"),
    "gru": ("hidden", "reset", "update"),
    "rnn": ("hidden",),
}
"""What each unit of an architecture has at each token, its memory first; gates come last."""

NEEDS_VALUE: tuple[PropertyKind, ...] = ("after_word", "regex")


@dataclass(frozen=True)
class TextProperty:
    """Something that each place of a text has or has not, or has a number of."""

    kind: PropertyKind = "quotes"
    value: str = ""
    """The word, or the regular expression (RE2), where the kind needs one."""

    def __post_init__(self) -> None:
        """Refuse what cannot be. Raises SettingsError."""
        if self.kind not in PROPERTIES:
            raise SettingsError(
                msg(
                    "There is no property {kind!r}. It must be one of: {kinds}.",
                    kind=self.kind,
                    kinds=", ".join(PROPERTIES),
                )
            )
        if self.kind in NEEDS_VALUE and not self.value.strip():
            raise SettingsError(
                msg("Type the word to look behind.")
                if self.kind == "after_word"
                else msg("Type the regular expression to look for.")
            )

    @property
    def is_number(self) -> bool:
        """Whether it is counted, and not only there or not."""
        return self.kind == "line_position"

    def name(self) -> Message:
        """In words."""
        if self.kind == "after_word":
            return msg("after “{word}”, to the end of the sentence", word=self.value)
        if self.kind == "regex":
            return msg("inside what {pattern} finds", pattern=self.value)
        return PROPERTIES[self.kind]


class Question(Generic[View]):
    """Something to ask about a run's model; View is what the answer is."""


@dataclass(frozen=True)
class AskTrace(Question[records.TraceView]):
    """One quantity of a layer's units over a text."""

    text: str
    layer: int = 0
    quantity: str = ""
    """"" for the network's memory: the cell state of an LSTM, else the hidden state."""


@dataclass(frozen=True)
class AskGates(Question[tuple[records.GateSaturation, ...]]):
    """How often gates are nearly closed or open, on held-out text."""


@dataclass(frozen=True)
class AskAttention(Question[records.AttentionView]):
    """The attention of a Transformer over a text."""

    text: str


@dataclass(frozen=True)
class AskLayers(Question[tuple[records.LayerPrediction, ...]]):
    """What each layer would predict after a text."""

    text: str


@dataclass(frozen=True)
class AskUnits(Question[records.UnitSearch]):
    """Units that follow a property of held-out text."""

    wanted: TextProperty


@dataclass(frozen=True)
class AskEffect(Question[records.UnitEffect]):
    """What changes without one unit."""

    text: str
    layer: int
    unit: int
    wanted: TextProperty | None = None


@dataclass(frozen=True)
class AskReach(Question[records.MemoryReach]):
    """How far back the model's memory reaches."""


@dataclass(frozen=True)
class AskWhy(Question[records.Explanation]):
    """Why a token is predicted after a text."""

    text: str
    token: str = ""
    """The token to explain; "" for the likeliest."""


@dataclass(frozen=True)
class AskMap(Question[records.EmbeddingMap]):
    """The embeddings of the most frequent tokens in two dimensions."""

    method: Literal["pca", "tsne"] = "pca"


@dataclass(frozen=True)
class AskAnalogy(Question[tuple[tuple[str, float], ...]]):
    """Tokens that are to `third` as `second` is to `first`, by sums of embeddings."""

    first: str
    second: str
    third: str


@dataclass(frozen=True)
class AskPassages(Question[tuple[records.NearPassage, ...]]):
    """Places of the training text where the model was in a state like that after this text."""

    text: str
