"""Where sentences end in a text that is being written."""

import re

_END = re.compile(
    r"[.!?…]+[\"'”’)\]]*(?=\s)"  # a blank behind it tells it from 3.5 and www.example.org
    r"|[。！？]+[”’」』）]*(?=[^。！？”’」』）])"
    r"|(?<=\S)\n"
)
_SHORT = re.compile(
    r"(?:^|[\s(\"“])(?:[A-Za-z]|Dr|Mr|Mrs|Ms|Prof|St|No|Nr|vs|etc|e\.g|i\.e|approx|Fig|ca|bzw|Abs)\.$"
)
"""What ends with a point and ends no sentence: initials, and the commonest abbreviations."""


def sentence_end(text: str, count: int) -> int | None:
    """Where sentence number `count` of the text ends, in characters; None where it does not yet.

    The sign behind a sentence has to be there already, since a point may be one of a number. A line
    that ends is a sentence that does.
    """
    for found in _END.finditer(text):
        if found[0].startswith(".") and _SHORT.search(text[: found.start() + 1]):
            continue
        count -= 1
        if count == 0:
            return found.start() if found[0] == "\n" else found.end()
    return None
