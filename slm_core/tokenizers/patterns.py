"""Where text may be cut before tokens are found. Regular expressions of the tokenizers library.

Each pattern covers every character, so cutting loses nothing and joining gives the text back.
"""

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
