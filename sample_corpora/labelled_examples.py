"""Labelled texts beside the sample corpora, for two worked examples: credit memos, of which some are
unusual, and fault notes that go to one of six crews. All invented.

Unusual memos are new ones of the grammar with three sentences of their middle replaced by what no
memo of the corpus speaks of. Fault notes are two sentences about one fault; no
wording comes twice, in both files together.
"""

import csv
import io
import random
import re
from collections.abc import Iterator, Sequence

from sample_corpora import credit_memos, maintenance_logs
from sample_corpora.grammar import expand, write_documents
from sample_corpora.unusual_memos import UNUSUAL

USUAL, ODD = "usual", "unusual"
_USUAL_MEMOS, _MEMO_BYTES = 160, 200_000
_SEED = 2031

CREWS = {
    "pumps": "pump_seal pump_cav pump_bearing pump_align pump_impeller dosing packing",
    "air and cooling": "comp_temp comp_valve comp_drain comp_unload comp_sep fan fan_belt chiller",
    "conveyors": "conv_track conv_gear conv_roller conv_splice conv_sensor",
    "boilers": "boiler_flame boiler_level boiler_feed boiler_trap boiler_tube",
    "presses": "press_drift press_force press_clutch press_curtain press_hot",
    "machine tools": "cnc_spindle cnc_atc cnc_axis cnc_coolant cnc_drive",
}
"""The fault cases of each crew."""
SAID = ("sign", "look", "find", "fix", "test", "next")
"""What a fault note speaks of."""
_UNIT = {"tag": "the unit", "unit": "the unit"}  # a number such as P-120 would tell the crew


def labelled_files() -> dict[str, str]:
    """The text of each file by its name; nothing is written to disk."""
    learned, tested = fault_notes()
    return {
        "credit_memos.csv": _table(("memo", "kind"), memos()),
        "fault_notes.csv": _table(("note", "crew"), learned),
        "fault_notes_test.csv": _table(("note", "crew"), tested),
    }


def memos() -> list[tuple[str, str]]:
    """New memos, none of which the corpus has, and unusual ones; shuffled."""
    draw = random.Random(_SEED)
    known = _corpus_memos()
    fresh = [text for text in _memos(_SEED) if text not in known]
    found = [(text, USUAL) for text in fresh[:_USUAL_MEMOS]]
    rest = iter(fresh[_USUAL_MEMOS:])
    found += [(_with_middle(next(rest), sentences), ODD) for sentences in UNUSUAL]
    draw.shuffle(found)
    return found


def fault_notes() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Notes to learn from, and notes in other words to judge by; each with its crew."""
    draw = random.Random(_SEED)
    parts = []
    for tests in (False, True):
        found = [
            (text, crew)
            for crew, cases in CREWS.items()
            for case in cases.split()
            for text in _notes(case, tests, draw)
        ]
        draw.shuffle(found)
        parts.append(found)
    return parts[0], parts[1]


def _notes(case: str, tests: bool, draw: random.Random) -> Iterator[str]:
    """Notes of this fault, two sentences each; the last wording of each kind is for the test file.

    No wording comes twice: texts that a classifier's training holds out would have been read.
    """
    wordings = [maintenance_logs.RULES[f"{case}_{kind}"] for kind in SAID]
    kept = [one for every in wordings for one in (every[-1:] if tests else every[:-1])]
    draw.shuffle(kept)
    for pair in zip(kept[::2], kept[1::2], strict=False):
        text = expand(" ".join(pair), maintenance_logs.RULES, draw, dict(_UNIT), set())
        yield re.sub(r"(^|\. )the unit", r"\1The unit", text)


def _memos(seed: int) -> list[str]:
    rules, facts = credit_memos.RULES, credit_memos.facts
    return list(write_documents(rules, seed=seed, target_bytes=_MEMO_BYTES, core=(), facts=facts))


def _corpus_memos() -> set[str]:
    from sample_corpora.build import SAMPLES  # noqa: PLC0415 - which imports this module

    [sample] = [one for one in SAMPLES if one.slug == "credit_memos"]
    return {*_memos(sample.seed), *credit_memos.CORE}


def _with_middle(memo: str, sentences: str) -> str:
    """The memo with these sentences in place of as many of its middle."""
    title, _, body = memo.partition("\n")
    parts = re.split(r"(?<=[.!?])\s+(?=[A-Z])", body)
    count = len(re.split(r"(?<=[.!?])\s+(?=[A-Z])", sentences))
    first = max(1, (len(parts) - count) // 2)
    return "\n".join((title, " ".join([*parts[:first], sentences, *parts[first + count :]])))


def _table(header: tuple[str, str], rows: Sequence[tuple[str, str]]) -> str:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(header)
    table.writerows(rows)
    return out.getvalue()
