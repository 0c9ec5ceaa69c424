"""A small seeded text grammar: rules in, documents out.

A rule is a list of alternatives. Inside an alternative `{name}` is expanded by the rule of
that name, `{name.cap}` with its first letter raised, and `{name=x}` expands `name` once and
keeps the result as `x` for the rest of the document, so that a person, a firm or a machine
keeps its name from the first sentence to the last. `{name.a}` puts "a" or "an" before it.
`{12-40}` is a whole number in that range, `{1.1-2.4}` a number with as many decimals as its bounds.
Within a document a rule gives each of its alternatives once before it repeats one.

Where figures must agree (a loan, a value and the ratio of the two), `facts` draws them together:
it names what is already kept when a document begins.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

Rules = Mapping[str, Sequence[str]]
Facts = Callable[[random.Random], Mapping[str, str]]

_SLOT = re.compile(r"\{([^{}]+)\}")
_RANGE = re.compile(r"(-?\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)")
_AN = re.compile(r"(?!uni|use|usu|eu|one)[aeiou]|hour|honest|8|1[18](?!\d)", re.IGNORECASE)


def write_documents(
    rules: Rules,
    *,
    seed: int,
    target_bytes: int,
    core: Sequence[str],
    facts: Facts | None = None,
    finish: Callable[[str], str] = str,
) -> Iterator[str]:
    """Yield the hand-written `core` and then generated documents, `target_bytes` of UTF-8 in all.

    Generated documents start at the rule "document", with what `facts` draws for each of them
    already kept (a fact may hold slots: it is expanded once); `finish` has the last word on its text. No document is written twice.
    `core` documents are spread among the others by the same seeded generator.
    """
    rng = random.Random(seed)
    documents = list(core)
    seen = set(documents)
    size = sum(len(text.encode()) for text in documents)
    refused = 0
    while size < target_bytes:
        bound: dict[str, str] = {}
        used: set[tuple[str, str]] = set()
        for name, fact in (facts(rng) if facts else {}).items():
            bound[name] = expand(fact, rules, rng, bound, used)
        text = finish(expand("{document}", rules, rng, bound, used))
        if text in seen:
            refused += 1
            if refused > 1000:
                raise ValueError(f"the grammar repeats itself after {len(documents)} documents")
            continue
        seen.add(text)
        documents.append(text)
        size += len(text.encode())
    rng.shuffle(documents)
    yield from documents


def expand(
    text: str,
    rules: Rules,
    rng: random.Random,
    bound: dict[str, str],
    used: set[tuple[str, str]] | None = None,
) -> str:
    """Replace every slot of `text`, left to right.

    `bound` holds the names kept so far, `used` each rule's alternatives taken so far; both grow.
    """
    taken = set() if used is None else used

    def fill(match: re.Match[str]) -> str:
        slot, raised = match[1].removesuffix(".cap"), match[1].endswith(".cap")
        slot, article = slot.removesuffix(".a"), slot.endswith(".a")
        if numbers := _RANGE.fullmatch(slot):
            return _number(numbers[1], numbers[2], rng)
        name, _, kept = slot.partition("=")
        if name in bound and not (kept and name in rules):
            result = bound[name]
        elif name in rules:
            fresh = [text for text in rules[name] if (name, text) not in taken]
            choice = rng.choice(fresh or rules[name])
            taken.add((name, choice))
            result = expand(choice, rules, rng, bound, taken)
        else:
            raise KeyError(f"no rule and no kept name called {name!r}")
        if kept:
            bound[kept] = result
        if article:
            result = f"{'an' if _AN.match(result) else 'a'} {result}"
        return result[:1].upper() + result[1:] if raised else result

    return _SLOT.sub(fill, text)


def _number(low: str, high: str, rng: random.Random) -> str:
    decimals = len(low.partition(".")[2])
    if not decimals:
        return str(rng.randint(int(low), int(high)))
    return f"{rng.uniform(float(low), float(high)):.{decimals}f}"


def distinct_sentences(documents: Sequence[str]) -> int:
    """How many different sentences there are; one ends at . ! ? 。 ！ ？ or a new line."""
    return len(
        {
            sentence.strip()
            for text in documents
            for sentence in re.split(r"(?<=[.!?])\s+|(?<=[。！？])|\n+", text)
            if sentence.strip()
        }
    )


def read_documents(text: str) -> tuple[str, ...]:
    """Documents from prose wrapped at will: "---" parts documents, an empty line new lines."""
    return tuple(
        "\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", document.strip()))
        for document in re.split(r"^---$", text, flags=re.MULTILINE)
    )


def read_rules(text: str) -> dict[str, tuple[str, ...]]:
    """Rules from plain text, for grammars that are mostly prose.

    `name: one | two | three` is a rule of phrases; `name:` and then lines that begin with "- " a
    rule of sentences. Other lines continue the one before them; "¶" stands for a new line.
    """
    rules: dict[str, tuple[str, ...]] = {}
    for block in re.split(r"^(?=\w+:)", text.strip(), flags=re.MULTILINE)[1:]:
        name, _, body = block.partition(":")
        parts = re.split(r"^- ", body, flags=re.MULTILINE)[1:] or body.split("|")
        if name in rules:
            raise ValueError(f"the rule {name!r} is written twice")
        rules[name] = tuple(re.sub(r" ?¶ ?", "\n", " ".join(part.split())) for part in parts)
    return rules
