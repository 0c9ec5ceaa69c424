"""A log that stays short: nobody fills a disk by making a server say the same thing often."""

import logging
import time

MOST = 5
SECONDS = 60.0
_KINDS = 100
"""Of records that are told apart; more of them are somebody's invention."""


class SeldomFilter(logging.Filter):
    """Lets the first `MOST` records of one kind through, and the next ones after `SECONDS`."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[str, tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """See logging."""
        kind = str(record.msg)[:200]
        now = time.monotonic()
        began, count = self._seen.get(kind, (now, 0))
        if now - began > SECONDS:
            began, count = now, 0
        if len(self._seen) >= _KINDS:
            self._seen.clear()
        self._seen[kind] = began, count + 1
        return count < MOST


def quiet_logs() -> None:
    """Keep what uvicorn and asyncio say of single connections short."""
    for name in ("uvicorn.error", "asyncio"):
        logger = logging.getLogger(name)
        if not any(isinstance(known, SeldomFilter) for known in logger.filters):
            logger.addFilter(SeldomFilter())
