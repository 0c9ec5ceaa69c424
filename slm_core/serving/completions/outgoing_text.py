"""A text on its way out: held back where a stop string may have begun, and cut before it."""

from collections.abc import Sequence

from slm_core.generation.sentences import sentence_end
from slm_core.serving.schema import TextParcel, TokenScore


class OutgoingText:
    """What is written goes in token by token, what may be sent comes out in parcels.

    Knows texts and offsets, and no model.
    """

    def __init__(self, stop: Sequence[str] = (), *, offset: int = 0, sentences: int = 0) -> None:
        """Cut before any of `stop`, and after so many `sentences` where that is not 0."""
        self._stop = stop
        self._sentences = sentences
        self._begun = ""
        self._held = ""
        self._tokens: list[TokenScore] = []
        self.end = offset
        """Where the next token begins, in characters."""
        self.is_stopped = False
        """Whether a stop string was met; nothing more is taken then."""

    def add(self, text: str, token: TokenScore | None = None) -> None:
        """Go on with `text`, which `token` became."""
        if self.is_stopped:
            return
        self._held += text
        self.end += len(text)
        if token is not None:
            self._tokens.append(token)
        places = [place for stop in self._stop if (place := self._held.find(stop)) >= 0]
        if (end := self._sentences_end(text)) is not None:
            places.append(end)
        if places:
            self.end -= len(self._held) - min(places)
            self._held = self._held[: min(places)]
            self.is_stopped = True

    def take(self, *, is_over: bool = False) -> TextParcel | None:
        """What may be sent by now, and with it its tokens; when it is over, all of it.

        None where that is nothing.
        """
        keep = 0 if is_over or self.is_stopped else self._open_stop()
        text = self._held[: len(self._held) - keep]
        self._held = self._held[len(text) :]
        sent = self.end - len(self._held)
        ready = [
            token
            for token in self._tokens
            if token.offset < sent or (is_over and token.offset == sent and not self.is_stopped)
        ]
        self._tokens = [] if self.is_stopped or is_over else self._tokens[len(ready) :]
        return TextParcel(text, tuple(ready)) if text or ready else None

    def _sentences_end(self, text: str) -> int | None:
        """Where in what is held the last sentence ends, once it does."""
        if not self._sentences:
            return None
        self._begun += text
        while (end := sentence_end(self._begun, 1)) is not None:
            self._sentences -= 1
            if self._sentences == 0:
                return len(self._held) - (len(self._begun) - end)
            self._begun = self._begun[end:]
        return None

    def _open_stop(self) -> int:
        """Characters at the end that may be the beginning of a stop string."""
        longest = max(map(len, self._stop), default=1) - 1
        for length in range(min(longest, len(self._held)), 0, -1):
            if any(stop.startswith(self._held[-length:]) for stop in self._stop):
                return length
        return 0
