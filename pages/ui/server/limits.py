"""What Streamlit's server lets an application change only from inside, at its start."""

import gc
import logging

import uvicorn
from streamlit import net_util

from slm_core.serving.protection.connections import (
    BACKLOG,
    Connections,
    protocol,
    raise_file_limit,
)
from slm_core.serving.protection.quiet_log import quiet_logs

log = logging.getLogger(__name__)


def limit_connections() -> None:
    """Have the server that runs this application take connections with time limits.

    Must be called before it listens, which is in the application's lifespan. Streamlit makes
    uvicorn's configuration and hands it to nobody, so it is looked for.
    """
    quiet_logs()
    room = Connections.within_files(raise_file_limit())
    found = [known for known in gc.get_objects() if type(known) is uvicorn.Config]
    for config in found:
        config.http_protocol_class = protocol(room)
        config.backlog = BACKLOG
    if not found:
        log.warning("No uvicorn server was found: connections have no time limit.")


def never_ask_outside() -> None:
    """Keep Streamlit from looking for this machine's address.

    To know whether a page of another origin is one of this machine's own, it asks a server in the
    internet over plain HTTP. Our own check has answered that before it comes to this.
    """
    net_util.get_external_ip = lambda: None  # ty: ignore[invalid-assignment]
    net_util.get_internal_ip = lambda: "127.0.0.1"  # ty: ignore[invalid-assignment]
