"""Replacements of personal data: a label, or the same shape without the content."""

import re

from slm_core.corpus.pii.entity import TITLES, EntityType
from slm_core.corpus.text.scripts import HAS_COMMON_HAN

_DIGIT = re.compile(r"\d")
_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž]")
_SMALL = re.compile(r"[a-zß-öø-ÿā-ž]")


def label(kind: EntityType) -> str:
    """The sign that stands for a kind of personal data."""
    return f"⟨{TITLES[kind]}⟩"


def same_shape(text: str) -> str:
    """The text with 0 for digits, x and X for letters, 某 for Chinese characters."""
    for pattern, sign in ((_DIGIT, "0"), (_CAPITAL, "X"), (_SMALL, "x"), (HAS_COMMON_HAN, "某")):
        text = pattern.sub(sign, text)
    return text
