"""What a run starts from, where that is what an earlier run learned. Knows no configuration."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, get_args

from slm_core.errors import SettingsError

Cutting = Literal["same", "new"]
"""The earlier run's tokenizer, or one of the new text's own."""


@dataclass(frozen=True)
class StartSettings:
    """The earlier run, and what is taken over of it."""

    section: ClassVar[str] = "start"

    run: str
    """Id of the earlier run."""
    tokenizer: Cutting = "same"
    """same: the text is cut by the earlier run's tokenizer; new: by one found in the text itself,
    and what the model knows of the tokens both have is carried over."""
    weights: str = ""
    """Hash of the earlier run's weights; "" stands for those it has when the run is created."""
    learned_from: tuple[str, ...] = ()
    """Ids of all corpora that are in those weights, oldest first; filled in with the hash."""

    def __post_init__(self) -> None:
        """Refuse what cannot be. Raises SettingsError."""
        if self.tokenizer not in get_args(Cutting):
            raise SettingsError(
                f"start.tokenizer is {self.tokenizer!r}; it must be one of "
                f"{', '.join(get_args(Cutting))}."
            )

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> "StartSettings | None":
        """What config.json holds; None where the run starts from nothing. Raises TypeError."""
        if data is None:
            return None
        values: dict[str, Any] = {**data, "learned_from": tuple(data.get("learned_from", ()))}
        return cls(**values)
