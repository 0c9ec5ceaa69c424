"""语料“门诊与住院病历”：虚构的病历、病程记录、护理记录和出院小结，不含任何真实患者的信息。

病种（bp、pneumonia……）给出主诉、体征、检查和处理，框架给出一份文书的样子；每个框架配每个病种。
框架里 `#cc` 指当前病种的 `cc`。
"""

import random
from collections.abc import Mapping

from sample_corpora.medical_records_zh_core import CORE
from sample_corpora.medical_records_zh_inner import INNER
from sample_corpora.medical_records_zh_outer import OUTER
from sample_corpora.medical_records_zh_words import FRAMES, WORDS
from sample_corpora.rule_text import cases_of, rules_from_text

__all__ = ["CORE", "RULES", "facts"]

CHILDREN = {"bronchitis"}
"""病种中的患儿"""


def facts(rng: random.Random) -> Mapping[str, str]:
    """血压、体温等在一份文书里前后一致的数字。"""
    systolic = rng.randint(104, 138)
    return {
        "sp": str(systolic),
        "dp": str(systolic - rng.randint(38, 52)),
        "pulse": str(rng.randint(64, 96)),
        "breath": str(rng.randint(16, 20)),
        "age": str(rng.randint(23, 82)),
        "bed": str(rng.randint(1, 48)),
        "day": str(rng.randint(2, 9)),
    }


def _for_a_child(frame: str) -> str:
    """患儿的年龄、既往史和体征。"""
    frame = frame.replace("个人史：{habit}\n", "").replace("患者", "患儿").replace("{age}", "{2-9}")
    return frame.replace("{past}", "{child_past}").replace("{vitals}", "{child_vitals}")


def _rules() -> dict[str, tuple[str, ...]]:
    rules = rules_from_text(WORDS, INNER, OUTER)
    cases = (*cases_of(INNER), *cases_of(OUTER))
    for case in cases:
        frames = tuple(frame.replace("{#", f"{{{case}_") for frame in FRAMES)
        rules[f"{case}_note"] = tuple(map(_for_a_child, frames)) if case in CHILDREN else frames
    rules["document"] = tuple(f"{{{case}_note}}" for case in cases)
    return rules


RULES = _rules()
