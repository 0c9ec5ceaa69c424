"""Templates: fixed text with free parts in braces, as a regular expression.

`{word} took {number} mg of {aspirin|insulin}. {sentence}` has four free parts; `{{` and `}}` are
braces. A part may say how long it may be, in characters: `{text:80}`.
"""

import re

from slm_core.errors import SettingsError
from slm_core.messages import msg

_PART = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_USUAL, _LONGEST = 200, 1000
"""Characters of a free part, where it does not say, and at the most."""
_FREE = {
    "word": r"[\p{{L}}\p{{M}}'’-]{{1,{most}}}",
    "number": r"[0-9]{{1,{most}}}",
    "sentence": r"[^\s.!?。！？][^\n.!?。！？]{{0,{most}}}[.!?。！？]",
    "line": r"[^\n]{{1,{most}}}",
    "text": r"(?s:.{{1,{most}}})",
}
"""Free parts by name; `most` is how long they may be."""
_SHORT = {"word": 30, "number": 9}
_MEANING = re.compile(r"[\\.+*?()|\[\]{}^$#&~-]")
_CONTROLS = {"\n": r"\n", "\r": r"\r", "\t": r"\t"}


def escaped(text: str) -> str:
    """An expression that matches just this text."""
    found = _MEANING.sub(r"\\\g<0>", text)
    for sign, written in _CONTROLS.items():
        found = found.replace(sign, written)
    return found


def template_expression(template: str) -> str:
    """The regular expression of a template. Raises SettingsError."""
    found, done = [], 0
    for part in _PART.finditer(template):
        found.append(escaped(template[done : part.start()]))
        done = part.end()
        if part[0] in ("{{", "}}"):
            found.append(escaped(part[0][0]))
        elif part[1] is None:
            raise SettingsError(
                msg(
                    "The template has a {brace} without its other one. Write {twice} where you "
                    "mean the sign.",
                    brace=part[0],
                    twice=part[0] * 2,
                )
            )
        else:
            found.append(_free(part[1]))
    return "".join([*found, escaped(template[done:])])


def _free(inside: str) -> str:
    if "|" in inside:
        return "(?:" + "|".join(map(escaped, inside.split("|"))) + ")"
    name, _, length = inside.partition(":")
    form = _FREE.get(name.strip())
    if form is None or not (length.strip() or "1").isdecimal():
        raise SettingsError(
            msg(
                "The template has {part}; a free part is one of {known}, with a length such as "
                "{example}, or choices such as {choices}.",
                part="{" + inside + "}",
                known=", ".join("{" + name + "}" for name in _FREE),
                example="{text:80}",
                choices="{yes|no}",
            )
        )
    most = int(length) if length.strip() else _SHORT.get(name.strip(), _USUAL)
    if not 1 <= most <= _LONGEST:
        raise SettingsError(
            msg(
                "The template has {part}; a free part has from 1 to {most:,} characters.",
                part="{" + inside + "}",
                most=_LONGEST,
            )
        )
    return form.format(most=most)
