"""Who hears how far work on runs is, and may end it."""

from collections.abc import Callable
from dataclasses import dataclass

from slm_core.errors import StoppedError
from slm_core.messages import Message, msg


@dataclass(frozen=True)
class Listener:
    """Who hears how far an evaluation is, and may end it."""

    tell: Callable[[Message], None] = lambda doing: None
    should_stop: Callable[[], bool] = lambda: False

    def say(self, doing: Message) -> None:
        """Say what is being done. Raises StoppedError where that is not wanted any more."""
        if self.should_stop():
            raise StoppedError(msg("The evaluation was stopped."))
        self.tell(doing)
