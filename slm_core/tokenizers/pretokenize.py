"""Pre-tokenization: where text may be cut before tokens are found, as regular expressions.

Each pattern covers every character, so cutting loses nothing and joining gives the text back.
"""

from slm_core.corpus.text.scripts import HAN, KANA

CHARACTERS = r"[\s\S]"
"""Every character by itself."""

_CJK = r"\p{Han}\p{Hiragana}\p{Katakana}"

WORDS = (
    rf" ?[{_CJK}]"
    rf"| ?(?:(?![{_CJK}])[\p{{L}}\p{{M}}\p{{N}}_])+"
    rf"(?:['’-](?:(?![{_CJK}])[\p{{L}}\p{{M}}\p{{N}}])+)*"
    r"| ?[^\s\p{L}\p{M}\p{N}_]"
    r"|\s"
)
"""A word with the space before it; a character of Chinese or Japanese; a mark; a blank."""

CUT = "\ufdd0"
"""Stands on both sides of each word of Chinese or Japanese that a segmenter cut beforehand. A code
that Unicode keeps for such marks and that no text has; one that has it is escaped."""
ESCAPE = "\ufdd1"
"""Stands for what a text has of these two codes, with a 0 or 1 behind it."""

SEGMENTS = (
    rf"\A\S*[{HAN}{KANA}]\S*\z"
    rf"|{ESCAPE}[01]"
    r"| ?[\p{L}\p{M}\p{N}_]+(?:['’-][\p{L}\p{M}\p{N}]+)*"
    rf"| ?[^\s\p{{L}}\p{{M}}\p{{N}}_{ESCAPE}]"
    r"|\s"
)
"""The same for stretches of text that is cut beforehand, which stood between two marks: one with a
Chinese or Japanese character is one word. A blank before it stays by itself, since there Chinese
mostly has none."""

PIECES = (
    r"[ '’]?[\p{L}\p{M}]+"
    r"| ?\p{N}{1,3}"
    r"| ?[^\s\p{L}\p{M}\p{N}]+\n*"
    r"|\s*\n+"
    r"|\s+(?!\S)"
    r"|\s+"
)
"""Borders that byte-pair merges do not cross, after GPT-2's (Radford et al. 2019). A newline may
join the mark before it, since texts of many fields end a line at a mark: on tiny-shakespeare at a
vocabulary of 768 that gives 2.54 characters a token."""
