"""Replacements of personal data: a label, or the same shape without the content."""

import re
from typing import Literal, get_args

from slm_core.corpus.pii.entity import TITLES, EntityType
from slm_core.corpus.text.scripts import HAS_COMMON_HAN, is_japanese

MaskLanguage = Literal["en", "zh"]
"""A language that labels are written in: the text's, since a model learns them with it."""

_DIGIT = re.compile(r"\d")
_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž]")
_LATIN = re.compile("[A-Za-z]")
_SMALL = re.compile(r"[a-zß-öø-ÿā-ž]")


_CHINESE: dict[EntityType, str] = {
    "email": "邮箱",
    "phone": "电话",
    "card": "银行卡",
    "iban": "银行账户",
    "identity": "证件号",
    "ip": "IP地址",
    "birth_date": "出生日期",
    "name": "姓名",
    "address": "地址",
    "plate": "车牌",
    "account": "社交账号",
}


def label(kind: EntityType, language: MaskLanguage = "en") -> str:
    """The sign that stands for a kind of personal data."""
    return f"⟨{(_CHINESE if language == 'zh' else TITLES)[kind]}⟩"


LABELS: tuple[str, ...] = tuple(
    label(kind, language) for language in get_args(MaskLanguage) for kind in TITLES
)
"""Every such sign; tokenizers take each of them for one token."""


def mask_language(text: str) -> MaskLanguage:
    """The language of the labels that suit this text."""
    if text.isascii() or is_japanese(text):
        return "en"
    han = len(HAS_COMMON_HAN.findall(text))
    return "zh" if 3 * han > len(_LATIN.findall(text)) else "en"


def same_shape(text: str) -> str:
    """The text with 0 for digits, x and X for letters, 某 for Chinese characters."""
    for pattern, sign in ((_DIGIT, "0"), (_CAPITAL, "X"), (_SMALL, "x"), (HAS_COMMON_HAN, "某")):
        text = pattern.sub(sign, text)
    return text
