"""语料“设备巡检记录”：虚构的巡检、点检、缺陷、检修和交接班记录，不涉及任何真实的企业。

设备（pump、fan……）给出检查项目、异常、原因和处理，框架给出一份记录的样子；每个框架配每种设备。
框架里 `#bad` 指当前设备的 `bad`。
"""

from sample_corpora.equipment_inspection_zh_core import CORE
from sample_corpora.equipment_inspection_zh_electric import ELECTRIC
from sample_corpora.equipment_inspection_zh_fluids import FLUIDS
from sample_corpora.equipment_inspection_zh_words import FRAMES, WORDS
from sample_corpora.rule_text import cases_of, rules_from_text

__all__ = ["CORE", "RULES"]

FAULT = ("bad", "why", "do")
"""what stands in the same order for every piece of equipment: the n-th of each go together"""


def _rules() -> dict[str, tuple[str, ...]]:
    rules = rules_from_text(WORDS, FLUIDS, ELECTRIC)
    cases = (*cases_of(FLUIDS), *cases_of(ELECTRIC))
    for case in cases:
        faults = zip(*(rules[f"{case}_{part}"] for part in FAULT), strict=True)
        notes: list[str] = []
        for number, fault in enumerate(faults):
            for part, words in zip(FAULT, fault, strict=True):
                rules[f"{case}_{part}{number}"] = (words,)
            notes += (_about(frame, case, number) for frame in FRAMES)
        rules[f"{case}_note"] = tuple(dict.fromkeys(notes))
    rules["document"] = tuple(f"{{{case}_note}}" for case in cases)
    return rules


def _about(frame: str, case: str, fault: int) -> str:
    """The frame for one piece of equipment and one of its faults: effect, cause and cure agree."""
    for part in FAULT:
        frame = frame.replace(f"{{#{part}}}", f"{{{case}_{part}{fault}}}")
    return frame.replace("{#", f"{{{case}_")


RULES = _rules()
