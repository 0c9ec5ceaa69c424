"""Starting a trainer process that outlives whoever started it."""

import shutil

from slm_core.hardware.machine import slots as default_slots
from slm_core.hardware.machine import threads_for_a_run
from slm_core.processes.spawn import spawn, training_variables
from slm_core.runs.launching import torchrun
from slm_core.runs.run import STARTED, Run
from slm_core.storage import friendly_os_errors


def launch(run: Run, *, slots: int | None = None) -> None:
    """Start the run's trainer in a session of its own; it queues for a slot by itself.

    Raises WorkspaceError where its log cannot be written, SettingsError on a bad number of slots.
    """
    machine = run.config().machine
    command = ["slm_core.runs.trainer.main", str(run.workspace.root), run.id]
    variables = {
        **training_variables(max(1, (machine.threads or threads_for_a_run()) // machine.processes)),
        "ARGOT_SLOTS": str(default_slots(slots)),
        "CUDA_DEVICE_ORDER": "PCI_BUS_ID",  # cuda:1 is what nvidia-smi calls 1
    }
    with friendly_os_errors(run.folder / "log.txt"):
        with open(run.folder / "log.txt", "a", encoding="utf-8") as log:
            log.write(f"{STARTED}\n")
        if machine.processes == 1:
            spawn(*command, variables=variables, log=run.folder / "log.txt")
            return
        rendezvous = torchrun.new_rendezvous(run)
        spawn(
            *torchrun.command(machine.processes, rendezvous),
            "-m",
            *command,
            variables={**variables, **torchrun.environment(rendezvous)},
            log=run.folder / "log.txt",
            when_over=lambda: shutil.rmtree(rendezvous, ignore_errors=True),
        )
