"""Steps that were made fast do what plain regular expressions and `split` would."""

import random
import re
from collections.abc import Sequence

import pytest

from slm_core.corpus.cleaning.recipe import run_step
from slm_core.corpus.cleaning.step import StepStats
from slm_core.corpus.cleaning.steps.duplicates import ExactDuplicates
from slm_core.corpus.cleaning.steps.whitespace import Whitespace

ODD = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
SIGNS = (
    "ab é中文。\u3000\u00a0\t\n\n\n  \r\u00ad\u200b\x1f\u2028ﬁü,\v\u2003\ufeff\x85\x7f",
    "a  \n",
    "a\n\n\n\n",
    "a \u3000\t\n ",
    "ab \r\n",
)


def texts_of(signs: Sequence[str], *, count: int, longest: int) -> list[str]:
    rng = random.Random(11)
    return ["".join(rng.choices(rng.choice(signs), k=rng.randrange(longest))) for _ in range(count)]


def tidied(text: str, step: Whitespace) -> tuple[str, int]:
    """The step in the words of its settings."""
    text, changes = re.subn("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]", "\n", text)
    unseen = "[\0-\x08\x0e-\x1b\x1f\x7f\x80-\x84\x86-\x9f\u00ad\u200b\u2060\ufeff\ufffe\uffff]"
    text, more = re.subn(unseen, "", text)
    changes += more
    after = text.rstrip()
    indented = after.lstrip()
    begins = after[: len(after) - len(indented)].rfind("\n") + 1
    after = after[begins:] if step.keep_indentation else indented
    changes += after != text
    after, more = re.subn(f"(?m)(?<![ {ODD}])[ {ODD}]+$", "", after)
    changes += more
    if not step.keep_indentation:
        after, more = re.subn(f"(?m)^[ {ODD}]+", "", after)
        changes += more
    most = step.blank_lines + 1
    after, more = re.subn(f"\n{{{most + 1},}}", "\n" * most, after)
    changes += more
    if step.blanks:
        inside = f"(?<=[^ {ODD}\n])" if step.keep_indentation else ""
        after, more = re.subn(f"{inside}(?:[ {ODD}]{{2,}}|[{ODD}])", " ", after)
        changes += more
    return after, changes


@pytest.mark.parametrize(
    "step",
    [
        Whitespace(),
        Whitespace(keep_indentation=True),
        Whitespace(blank_lines=0),
        Whitespace(blank_lines=2, blanks=False),
    ],
)
def test_whitespace_is_tidied_as_regular_expressions_would(step: Whitespace) -> None:
    for text in texts_of(SIGNS, count=6_000, longest=30):
        assert step.apply(text) == tidied(text, step), ascii(text)


def test_a_duplicate_has_the_same_words_whatever_the_blanks_between_them() -> None:
    blanks = [chr(code) for code in range(0x3001) if chr(code).isspace()]
    few = "".join(blanks) + "ab" * 12
    texts = texts_of(
        (few, "ab \n", f"{few}é", "中文\u3000 ", few + "\ud800"), count=6_000, longest=9
    )
    texts += ["a" * 40 + blank + "b" for blank in (*blanks, "", "\u200b")]
    kept = list(run_step(ExactDuplicates(), iter(texts), StepStats("exact_duplicates")))
    first = {tuple(text.split()): text for text in reversed(texts)}
    assert sorted(kept) == sorted(first.values())
