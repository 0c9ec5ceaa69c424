"""The requests to a trainer that are not applied yet."""

import time
from collections import deque

from slm_core.errors import ArgotError
from slm_core.json_log import JsonLog
from slm_core.runs.launching.control import Action, Request, RequestReader
from slm_core.runs.logger import RunLogger
from slm_core.runs.run import Run
from slm_core.runs.trainer.run_state import RunState

_POLL_SECONDS = 0.2
"""Between two looks for an answer while the run is paused."""


class PendingRequests:
    """Requests in the order they came, but for those of an earlier session."""

    def __init__(self, run: Run, run_state: RunState, logger: RunLogger, *, since: int) -> None:
        """Of the first `since` bytes of control.jsonl only changes of settings count."""
        self._reader = RequestReader(JsonLog(run.folder / "control.jsonl"), since=since)
        self._run_state = run_state
        self._logger = logger
        self._waiting: deque[Request] = deque()

    def _refresh(self) -> None:
        """Look for new requests, at the cost of one stat."""
        for request in self._reader.new():
            if request.action != "set" or not self._run_state.knows(request.id):
                self._waiting.append(request)

    def has(self, *actions: Action) -> bool:
        """Whether one of these was asked for and is not done yet."""
        self._refresh()
        return any(request.action in actions for request in self._waiting)

    def next_action(self) -> Action | None:
        """The oldest pause, resume or stop, None where there is none; settings that were to be
        changed before it are changed."""
        self._refresh()
        while self._waiting:
            request = self._waiting.popleft()
            if request.action != "set":
                return request.action
            self._change_setting(request)
        return None

    def wait_for_answer(self) -> Action:
        """Wait until somebody asks to resume or to stop."""
        while True:
            while action := self.next_action():
                if action in ("resume", "stop"):
                    return action
            self._logger.update_status()
            time.sleep(_POLL_SECONDS)

    def _change_setting(self, request: Request) -> None:
        try:
            self._logger.event("set", **self._run_state.change(request))
        except ArgotError as error:  # it would not go with the rest
            about = {"name": request.name, "value": request.value}
            self._logger.event("refused", id=request.id, **about, reason=error.message)
