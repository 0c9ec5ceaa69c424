"""Grammar rules kept as plain text, one alternative a line: "name the alternative's words".

A line "= prefix" puts the prefix before every name that follows ("= seal" makes `sign`
`seal_sign`); "=" alone ends it. " / " inside an alternative is a new line of the document.
"""


def rules_from_text(*texts: str) -> dict[str, tuple[str, ...]]:
    """Read rule texts; a name that returns adds alternatives to the ones it has."""
    rules: dict[str, tuple[str, ...]] = {}
    for text in texts:
        prefix = ""
        for line in filter(None, map(str.strip, text.splitlines())):
            name, _, words = line.partition(" ")
            if name == "=":
                prefix = f"{words}_" if words else ""
                continue
            if not words:
                raise ValueError(f"the rule line {line!r} has a name and no words")
            key = prefix + name
            rules[key] = (*rules.get(key, ()), words.strip().replace(" / ", "\n"))
    return rules


def cases_of(text: str) -> tuple[str, ...]:
    """Return the prefixes a rule text opens, in order: its cases."""
    return tuple(
        dict.fromkeys(line[2:].strip() for line in text.splitlines() if line.startswith("= "))
    )
