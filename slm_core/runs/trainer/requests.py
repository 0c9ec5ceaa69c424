"""What was asked of a trainer and is not done yet. Does nothing of it."""

from collections import deque
from collections.abc import Callable

from slm_core.runs.launching.control import Action, Request, RequestReader
from slm_core.runs.run import Run
from slm_core.storage import JsonLog


class PendingRequests:
    """Requests in the order they came, but for those of an earlier sitting."""

    def __init__(self, run: Run, *, since: float) -> None:
        self._requests = RequestReader(JsonLog(run.folder / "control.jsonl"))
        self._since = since
        self._waiting: deque[Request] = deque()

    def take_in(self, knows: Callable[[str], bool]) -> None:
        """Look for new requests; `knows` says of a change's id whether it is made already."""
        for request in self._requests.new():
            old = knows(request.id) if request.action == "set" else request.time < self._since
            if not old:
                self._waiting.append(request)

    def next(self) -> Request | None:
        """The oldest request, which then is no longer here; None where there is none."""
        return self._waiting.popleft() if self._waiting else None

    def has(self, *actions: Action) -> bool:
        """Whether one of these was asked for."""
        return any(request.action in actions for request in self._waiting)
