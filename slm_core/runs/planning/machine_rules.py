"""Rules for settings that this machine cannot do, or cannot do well."""

from collections.abc import Mapping

from slm_core.messages import Message, listed, msg
from slm_core.runs.config import RunConfig
from slm_core.runs.planning.memory import memory_of, needed_bytes, smaller
from slm_core.runs.planning.suggestions import Outlook, Suggestion
from slm_core.settings_schema import setting_name

_CLOSE = 0.6
"""Share of the memory beyond which other programs may leave too little."""


def device_rule(config: RunConfig, outlook: Outlook) -> Suggestion | None:
    """A GPU that is asked for and not there."""
    asked = config.machine
    if outlook.machine.gpus or not (
        asked.device.startswith("cuda") or (asked.device == "auto" and asked.processes > 1)
    ):
        return None
    return Suggestion(
        "device",
        msg("This run needs an NVIDIA GPU, and none was found on this machine."),
        {"machine.device": "auto", "machine.processes": "1"},
        msg("Use the CPU"),
    )


def precision_rule(config: RunConfig, outlook: Outlook) -> Suggestion | None:
    """bfloat16 where the processor has no instructions for it."""
    machine = outlook.machine
    on_gpu = config.machine.device != "cpu" and machine.gpus
    if config.machine.precision != "bfloat16" or machine.bfloat16 or on_gpu:
        return None
    return Suggestion(
        "precision",
        msg(
            "The CPU has no instructions for bfloat16: the run would be many times slower than "
            "in float32."
        ),
        {"machine.precision": "auto"},
        msg("Choose automatically"),
    )


def memory_rule(config: RunConfig, outlook: Outlook) -> Suggestion | None:
    """More memory than there is, or nearly."""
    memory, needed = memory_of(outlook.machine, config.machine.device), needed_bytes(config)
    if needed <= _CLOSE * memory:
        return None
    fix = {path: str(value) for path, value in smaller(config, memory).items()}
    if needed > memory:
        sentence = msg(
            "It needs about {needed:,.1f} GB of memory, and this machine has {memory:.1f} GB: "
            "it cannot be trained here.",
            needed=needed / 1e9,
            memory=memory / 1e9,
        )
    else:
        sentence = msg(
            "It needs about {needed:.1f} GB of this machine's {memory:.1f} GB of memory; if "
            "other programs need more than the rest, it may be ended midway.",
            needed=needed / 1e9,
            memory=memory / 1e9,
        )
    return Suggestion(
        "memory",
        sentence,
        fix,
        msg("Set {fix}", fix=written(fix)),
    )


def written(fix: Mapping[str, object]) -> Message | str:
    """Settings as the command line takes them; where that is translated, in words."""
    settings = [
        msg("{name}={value}", name=setting_name(path), value=value) for path, value in fix.items()
    ]
    return listed(settings) if settings else ""
