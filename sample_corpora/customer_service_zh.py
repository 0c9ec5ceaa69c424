"""语料“电商客服对话”：网店客户与客服的对话，每行一句，内容全部虚构。

场景（late_ship、refund……）给出行业里的事，框架给出一场对话的样子；每个框架配每个场景。
框架里 `#open` 指当前场景的 `open`，`{#more}` 是客户一问、客服一答的两行。
"""

import re

from sample_corpora.customer_service_zh_aftersales import AFTERSALES
from sample_corpora.customer_service_zh_core import CORE
from sample_corpora.customer_service_zh_orders import ORDERS
from sample_corpora.customer_service_zh_products import PRODUCTS
from sample_corpora.customer_service_zh_words import ASK_FRAMES, FRAMES, WORDS
from sample_corpora.rule_text import cases_of, rules_from_text

__all__ = ["CORE", "RULES"]

NO_ORDER = {"bulk", "points", "account"}
"""cases nobody gives an order number for"""

PHOTO = {"broken", "missing", "wrong", "quality", "fresh"}
"""cases in which the customer sends a photo instead"""


def _frames(case: str) -> tuple[str, ...]:
    """Return the frames that suit a case."""
    if case in NO_ORDER:
        return tuple(f for f in FRAMES if not re.search("give_no|order_no|shot|doubt", f))
    if case not in PHOTO:
        return FRAMES
    photo = (f.replace("{ask_no}", "").replace("{urge}", "{shot}") for f in FRAMES)
    return tuple(f.replace("{give_no}", "{shot}") for f in photo)


def _dialogue(alternatives: tuple[str, ...], lead: str = "") -> tuple[str, ...]:
    """Name the speakers of question and answer pairs, the customer first, begun with `lead`."""
    return tuple(f"客户：{lead}" + pair.replace("\n", "\n客服：{soft}") for pair in alternatives)


def _rules() -> dict[str, tuple[str, ...]]:
    """Meet every frame with every case; numbered lines make one case of each number."""
    rules = rules_from_text(WORDS, ORDERS, AFTERSALES, PRODUCTS)
    rules["soft"] = ("", "", "", "亲，")
    rules["lead"] = ("", "", "", "请问", "亲，", "想问下，")
    rules["back"] = ("", "", "亲，", "让您久等了，", "好的，")
    service, asked = [], cases_of(PRODUCTS)
    for case in (*cases_of(ORDERS), *cases_of(AFTERSALES)):
        found = (re.fullmatch(rf"{case}_open(\d?)", name) for name in rules)
        for number in sorted(match[1] for match in found if match):
            part = f"{case}_case{number}"
            for kind in ("open", "ack", "do", "more"):
                own = rules.get(f"{case}_{kind}{number}", ()) if number else ()
                lines = (*own, *rules.get(f"{case}_{kind}", ()))
                rules[f"{part}__{kind}"] = _dialogue(lines) if kind == "more" else lines
            rules[part] = tuple(frame.replace("{#", f"{{{part}__") for frame in _frames(case))
            service.append((case, part))
    for case in asked:
        rules[f"{case}_qa"] = _dialogue(rules[f"{case}_qa"], lead="{lead}")
        rules[f"{case}_case"] = tuple(f.replace("{#", f"{{{case}_") for f in ASK_FRAMES)
    for case in dict.fromkeys(case for case, _ in service):
        parts = [part for owner, part in service if owner == case]
        rules[f"{case}__any"] = tuple(f"{{{part}}}" for part in parts)
    rules["service"] = tuple(f"{{{case}__any}}" for case in dict.fromkeys(c for c, _ in service))
    rules["asked"] = tuple(f"{{{case}_case}}" for case in asked)
    return rules


RULES = _rules()
