"""What costs nothing to reach on the text that several runs are scored on, to be drawn beside their
curves. Free of torch."""

from collections.abc import Sequence

from slm_core.errors import ArgotError
from slm_core.evaluation.coach import floor_bits
from slm_core.evaluation.comparison.sides import refusal_of
from slm_core.evaluation.report import read_reports
from slm_core.messages import Message, msg
from slm_core.runs.run import Run

BY_COUNTING, BY_FREQUENCY = msg("by counting"), msg("by frequency")


def common_floor(runs: Sequence[Run]) -> tuple[Message, float] | None:
    """Its name, and bits per byte of the validation part; None where the runs are scored on
    different texts, or nothing is known.

    The best model that only counts (Kneser-Ney), where one of them was judged; else token
    frequencies, where all have the same tokenizer. Raises SettingsError where a run is damaged.
    """
    configs = [run.config() for run in runs]
    if not configs or any(refusal_of(configs[0], config) is not None for config in configs[1:]):
        return None
    for run in runs:
        for report in read_reports(run):
            floors = report.evaluation.floors
            if report.judged.kind == "validation" and floors is not None:
                return BY_COUNTING, floors.kneser_ney
    if any(config.tokenizer != configs[0].tokenizer for config in configs):
        return None
    return _by_frequency(runs)


def _by_frequency(runs: Sequence[Run]) -> tuple[Message, float] | None:
    for run in runs:
        try:
            facts = run.facts()
        except ArgotError:  # damaged: another has the same number
            continue
        if facts is not None:
            return BY_FREQUENCY, floor_bits(facts)
    return None
