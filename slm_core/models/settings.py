"""Settings of a network. Free of torch, so that pages can show them."""

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import Annotated, ClassVar, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from slm_core.errors import SettingsError
from slm_core.messages import Message, msg
from slm_core.settings_schema import Settings, fields_of, from_dict

Kind = Literal["lstm", "rnn", "gru", "awd-lstm", "transformer"]
Initialisation = Literal["recommended", "orthogonal", "xavier", "he", "normal", "uniform", "zero"]

_ZERO = msg(
    "All weights start at zero, so all units stay alike and no gradient "
    "reaches them: the model will learn nothing but how often each token "
    "occurs. That is what this choice shows; any other lets it learn."
)


def adaptive_sizes(size: int, vocabulary_size: int) -> tuple[int, list[tuple[int, int]]]:
    """Of an adaptive output: how many tokens count as frequent, then width and tokens of groups.

    A sixteenth of the vocabulary is frequent and a third is within the first group's reach: in
    WikiText-2 that is 78 and 94 percent of the text.
    """
    frequent = max(1, vocabulary_size // 16)
    reach = max(frequent, vocabulary_size // 3)
    counts = (reach - frequent, vocabulary_size - reach)
    narrow = (min(size, max(8, size // 4)), min(size, max(8, size // 16)))
    return frequent, [pair for pair in zip(narrow, counts, strict=True) if pair[1] > 0]


@dataclass(frozen=True)
class ModelSettings(Settings, ABC):
    """What every architecture has."""

    section: ClassVar[str] = "model"
    title: ClassVar[str]
    """What people call the architecture."""

    kind: Kind = "lstm"
    """Architecture: lstm and gru are recurrent networks with gates, rnn is one without, awd-lstm is
    an LSTM with several kinds of dropout against memorising, transformer uses attention."""
    hidden_size: Annotated[int, Field(ge=1, le=8192)] = 256
    """Hidden size: units in each layer. More units can learn more, and need more time and more
    text."""
    layers: Annotated[int, Field(ge=1, le=48)] = 1
    """Number of stacked layers."""
    dropout: Annotated[float, Field(ge=0.0, le=0.95)] = 0.0
    """Dropout probability: the share of each layer's outputs set to zero at random in training;
    more of it against memorising the text."""
    embedding_dropout: Annotated[float, Field(ge=0.0, le=0.95)] = 0.0
    """Embedding dropout probability: the share of the embedding vectors' values set to zero in
    training; less than dropout is enough."""
    tied_weights: bool = False
    """Weight tying: one matrix serves as input embedding and as output layer, so that there are
    fewer parameters."""
    output: Literal["full", "adaptive"] = "full"
    """Output layer: full is a softmax over all tokens; adaptive (adaptive softmax, Grave et al.
    2017) scores the frequent tokens first, then groups of rare ones, which is several times faster
    with ten thousand words and more."""
    initialisation: Initialisation = "recommended"
    """Weight initialisation. recommended: what measured best for the architecture. The others draw
    every matrix by one rule: orthogonal (with a forget gate that starts open), xavier, he, normal
    (standard deviation 0.02), uniform (−0.1 to 0.1), or zero, which learns nothing."""

    def __post_init__(self) -> None:
        """Refuse what cannot be. Raises SettingsError."""
        if MODEL_SETTINGS[self.kind] is not type(self):
            raise SettingsError(
                msg(
                    "model.kind is {kind!r}, but these are settings of {kind_2!r}. Choose "
                    "the kind first, then its settings.",
                    kind=self.kind,
                    kind_2=type(self).kind,
                )
            )
        if self.output == "adaptive" and self.tied_weights:
            raise SettingsError(
                msg(
                    "model.output is adaptive, which has no table that model.tied_weights "
                    "could share. Set model.tied_weights=false, or model.output=full."
                )
            )

    @abstractmethod
    def parameters(self, vocabulary_size: int) -> int:
        """How many numbers training adjusts."""

    def head_parameters(self, vocabulary_size: int) -> int:
        """How many of them stand between the last layer and the tokens."""
        size = self.output_size
        if self.output == "adaptive":
            frequent, groups = adaptive_sizes(size, vocabulary_size)
            near = (frequent + len(groups)) * (size + 1)
            return near + sum(size * narrow + (narrow + 1) * count for narrow, count in groups)
        return vocabulary_size * (1 if self.tied_weights else size + 1)

    def with_hidden_size(self, hidden_size: int) -> "ModelSettings":
        """The same network with so many units, or the next fewer that fit; all else in proportion.

        Raises SettingsError on a number of units that cannot be.
        """
        return replace(self, hidden_size=hidden_size)

    @property
    def input_size(self) -> int:
        """Numbers that describe a token on its way in."""
        return self.hidden_size

    @property
    def output_size(self) -> int:
        """Numbers from which the next token is predicted."""
        return self.hidden_size

    def notes(self) -> tuple[Message, ...]:
        """What somebody who chose these settings should know beforehand, in sentences."""
        return (_ZERO,) if self.initialisation == "zero" else ()


@dataclass(frozen=True)
class RecurrentSettings(ModelSettings, ABC):
    """What the networks have that read token by token and carry a memory along."""

    gates: ClassVar[int]
    """Matrices a layer has for its input, and again for its memory."""

    embedding_size: Annotated[int, Field(ge=1, le=8192)] = 128
    """Embedding size: the dimension of the vector that represents a token."""

    def __post_init__(self) -> None:
        """Refuse what cannot be. Raises SettingsError."""
        super().__post_init__()
        if self.tied_weights and self.embedding_size != self.output_size:
            raise SettingsError(
                msg(
                    "model.tied_weights needs model.embedding_size ({embedding_size}) equal "
                    "to model.hidden_size ({hidden_size}). Make them equal, or untie the "
                    "weights.",
                    embedding_size=self.embedding_size,
                    hidden_size=self.hidden_size,
                )
            )

    def with_hidden_size(self, hidden_size: int) -> "RecurrentSettings":
        """The same network with so many units, and an embedding in proportion."""
        embedding = max(1, round(self.embedding_size * hidden_size / self.hidden_size))
        return replace(self, hidden_size=hidden_size, embedding_size=embedding)

    @property
    def input_size(self) -> int:
        """Numbers that describe a token on its way in."""
        return self.embedding_size

    @property
    def sizes(self) -> tuple[int, ...]:
        """What goes into the first layer, and units of every layer."""
        return (self.embedding_size, *[self.hidden_size] * (self.layers - 1), self.output_size)

    def parameters(self, vocabulary_size: int) -> int:
        """How many numbers training adjusts."""
        pairs = zip(self.sizes, self.sizes[1:], strict=False)
        layers = sum(self.gates * units * (size + units + 2) for size, units in pairs)
        table = vocabulary_size * self.embedding_size
        return table + layers + self.head_parameters(vocabulary_size)


@dataclass(frozen=True)
class LstmSettings(RecurrentSettings):
    """A long short-term memory network (Hochreiter & Schmidhuber 1997)."""

    title: ClassVar[str] = "LSTM"
    gates: ClassVar[int] = 4


@dataclass(frozen=True)
class RnnSettings(RecurrentSettings):
    """A simple recurrent network without gates (Elman 1990), to compare the others with."""

    title: ClassVar[str] = "RNN"
    gates: ClassVar[int] = 1

    kind: Kind = "rnn"
    activation: Literal["tanh", "relu"] = "tanh"
    """Activation function: tanh keeps values between −1 and 1; relu cuts off below zero and passes
    gradients on undiminished, at the risk that values grow without limit."""


@dataclass(frozen=True)
class GruSettings(RecurrentSettings):
    """A gated recurrent unit network (Cho et al. 2014): two gates where the LSTM has three."""

    title: ClassVar[str] = "GRU"
    gates: ClassVar[int] = 3

    kind: Kind = "gru"


@dataclass(frozen=True)
class AwdLstmSettings(RecurrentSettings):
    """An LSTM with every dropout there is (AWD-LSTM, Merity et al. 2017): for small texts that
    are read many times."""

    title: ClassVar[str] = "AWD-LSTM"
    gates: ClassVar[int] = 4

    kind: Kind = "awd-lstm"
    hidden_size: Annotated[int, Field(ge=1, le=8192)] = 384
    """Hidden size: units in each layer; with tied weights the last layer has embedding_size
    units."""
    layers: Annotated[int, Field(ge=1, le=48)] = 2
    """Number of stacked layers."""
    embedding_size: Annotated[int, Field(ge=1, le=8192)] = 192
    """Embedding size: the dimension of the vector that represents a token, at the output too where
    weights are tied."""
    tied_weights: bool = True
    """Weight tying: one matrix serves as input embedding and as output layer, so that there are
    fewer parameters; the last layer then has embedding_size units."""
    dropout: Annotated[float, Field(ge=0.0, le=0.95)] = 0.3
    """Dropout probability of the last layer's outputs: the same units are set to zero over a whole
    sequence (variational dropout, Gal & Ghahramani 2016)."""
    hidden_dropout: Annotated[float, Field(ge=0.0, le=0.95)] = 0.2
    """Dropout probability between layers: the same units are set to zero over a whole sequence."""
    input_dropout: Annotated[float, Field(ge=0.0, le=0.95)] = 0.2
    """Dropout probability of the embedding vectors: the same dimensions are set to zero over a
    whole sequence."""
    embedding_dropout: Annotated[float, Field(ge=0.0, le=0.95)] = 0.05
    """Embedding dropout probability: the share of tokens whose embedding is set to zero wherever
    they occur in a sequence."""
    weight_drop: Annotated[float, Field(ge=0.0, le=0.95)] = 0.3
    """Weight drop probability: the share of the recurrent weights set to zero for a sequence
    (DropConnect)."""
    activation_penalty: Annotated[float, Field(ge=0.0, le=1000.0)] = 1.0
    """Activation regularisation (AR): this times the mean square of the outputs is added to the
    loss, against large outputs."""
    change_penalty: Annotated[float, Field(ge=0.0, le=1000.0)] = 0.5
    """Temporal activation regularisation (TAR): this times the mean square of the outputs' change
    from token to token is added to the loss, against fast change."""

    @property
    def output_size(self) -> int:
        """Units of the last layer: those of a token's description where weights are tied."""
        return self.embedding_size if self.tied_weights else self.hidden_size


@dataclass(frozen=True)
class TransformerSettings(ModelSettings):
    """A decoder Transformer (Vaswani et al. 2017): each token looks back at those before it."""

    title: ClassVar[str] = "Transformer"

    kind: Kind = "transformer"
    hidden_size: Annotated[int, Field(ge=1, le=8192)] = 128
    """Hidden size: the dimension of the vector at each token, a multiple of heads. A larger one can
    learn more, and needs more time and more text."""
    layers: Annotated[int, Field(ge=1, le=48)] = 3
    """Number of stacked Transformer blocks (attention + MLP)."""
    heads: Annotated[int, Field(ge=1, le=128)] = 4
    """Attention heads: how many positions each layer can attend to in parallel, for each token."""
    context: Annotated[int, Field(ge=1, le=16_384)] = 128
    """Context length: tokens that each layer can attend to, the present one included; the window
    slides along with the text."""
    positions: Literal["rotary", "learned"] = "rotary"
    """Positional encoding: rotary rotates queries and keys by their distance (RoPE, Su et al.
    2021); learned adds one of context learned vectors, started anew after the last."""
    activation: Literal["gelu", "swiglu"] = "gelu"
    """Activation function of each block's MLP: gelu, or swiglu, which has a gate (Shazeer 2020) and
    as many weights."""

    def __post_init__(self) -> None:
        """Refuse what cannot be. Raises SettingsError."""
        super().__post_init__()
        size, heads = self.hidden_size, self.heads
        multiple = 2 * heads if self.positions == "rotary" else heads
        if size % multiple:
            whole = max(multiple, round(size / multiple) * multiple)
            shared = msg("model.heads ({heads})", heads=heads)
            if multiple > heads:
                shared = msg("{shared}, each an even number, to turn them in pairs", shared=shared)
            raise SettingsError(
                msg(
                    "model.hidden_size ({size}) cannot be shared evenly by {shared}. Set "
                    "model.hidden_size={whole}, or another number of heads.",
                    size=size,
                    shared=shared,
                    whole=whole,
                )
            )

    def with_hidden_size(self, hidden_size: int) -> "TransformerSettings":
        """The same network with so many units, or one fewer, and as many heads as can share them,
        but no more than now."""
        each = 2 if self.positions == "rotary" else 1
        size = hidden_size - hidden_size % each
        heads = next(n for n in range(self.heads, 0, -1) if size % (each * n) == 0)
        return replace(self, hidden_size=size, heads=heads)

    @property
    def inner_size(self) -> int:
        """Units within a block's feed-forward part: SwiGLU has three matrices where GELU has two,
        so two thirds as many, in eights."""
        if self.activation == "gelu":
            return 4 * self.hidden_size
        return max(8, round(8 * self.hidden_size / 3 / 8) * 8)

    def parameters(self, vocabulary_size: int) -> int:
        """How many numbers training adjusts."""
        size = self.hidden_size
        matrices = 2 if self.activation == "gelu" else 3
        block = 4 * size * size + matrices * size * self.inner_size + 2 * size
        places = self.context * size if self.positions == "learned" else 0
        head = self.head_parameters(vocabulary_size)
        return vocabulary_size * size + places + self.layers * block + size + head


MODEL_SETTINGS: dict[str, type[ModelSettings]] = {
    "lstm": LstmSettings,
    "rnn": RnnSettings,
    "gru": GruSettings,
    "awd-lstm": AwdLstmSettings,
    "transformer": TransformerSettings,
}
"""Settings class of every architecture, by its kind; a new one is one line here."""


def with_architecture(settings: ModelSettings, kind: str) -> ModelSettings:
    """`settings` for another architecture: what both have and somebody chose, else its defaults.

    Raises SettingsError where what was chosen does not fit there.
    """
    wanted = MODEL_SETTINGS[kind]
    known = fields_of(wanted)
    chosen = {
        name: getattr(settings, name)
        for name, info in fields_of(type(settings)).items()
        if name in known and name != "kind" and getattr(settings, name) != info.default
    }
    return from_dict(wanted, chosen)
