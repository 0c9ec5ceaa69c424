"""How several processes of one run are started by torchrun, and meet. Never imports torch.

They meet through files: the servers that torchrun has by default are open to the whole network.
"""

import os
import secrets
import shutil
from pathlib import Path

import psutil

from slm_core.leftovers import PROCESSES
from slm_core.runs.run import Run

_VARIABLE = "ARGOT_PROCESSES"
"""Environment variable with the folder in which the processes of a run meet."""


def rank() -> int:
    """This process's place among those of its run; 0 for the trainer itself."""
    return int(os.environ.get("RANK", "0"))


def new_rendezvous(run: Run) -> Path:
    """A folder in which processes about to be started will meet."""
    folder = run.folder / f"{PROCESSES}{secrets.token_hex(4)}"
    folder.mkdir()
    return folder


def rendezvous_file() -> Path | None:
    """The file by which the processes of this one's run meet; None where it was started alone."""
    folder = os.environ.get(_VARIABLE)
    return Path(folder) / "meeting" if folder else None


def command(processes: int, rendezvous: Path) -> list[str]:
    """The module of torchrun and its options: it ends the other processes where one dies."""
    return [
        "torch.distributed.run",
        *("--rdzv-backend=c10d", f"--rdzv-endpoint={rendezvous / 'torchrun'}"),
        *("--rdzv-conf=store_type=file", f"--rdzv-id={rendezvous.name}"),
        *("--nnodes=1", f"--nproc-per-node={processes}", "--local-addr=127.0.0.1"),
    ]


def environment(rendezvous: Path) -> dict[str, str]:
    """Variables for torchrun and the processes, which talk within this machine alone."""
    return {
        _VARIABLE: str(rendezvous),
        "TORCH_DISABLE_SHARE_RDZV_TCP_STORE": "1",
        "GLOO_SOCKET_IFNAME": _loopback(),
        "NCCL_SOCKET_IFNAME": _loopback(),
    }


def remove_rendezvous(run: Run) -> None:
    """Remove what killed processes left. Whoever calls it must hold the run's lock."""
    own = os.environ.get(_VARIABLE)
    for folder in run.folder.glob(f"{PROCESSES}*"):
        if str(folder) != own:
            shutil.rmtree(folder, ignore_errors=True)


def _loopback() -> str:
    """The network device that leads to this machine alone."""
    for name, addresses in psutil.net_if_addrs().items():
        if any(address.address == "127.0.0.1" for address in addresses):
            return name
    return "lo"
