"""What a corpus is good for, in sentences with their reasons."""

from collections.abc import Callable, Mapping
from typing import Literal

from slm_core.messages import msg, plural
from slm_core.profiling.profile import CorpusProfile, Judgement, Level
from slm_core.profiling.sufficiency import Measures, assess_amount, percent

_REPEATED = 0.05
"""Share of a text from which on it is said that it repeats itself."""


def assess(report: CorpusProfile) -> tuple[Judgement, ...]:
    """The verdict on a report whose numbers are all there."""
    state = (judged for rule in _RULES for judged in rule(report))
    return (*assess_amount(Measures.of(report)), *state)


def _repeats(report: CorpusProfile) -> list[Judgement]:
    repeats = report.repeats
    values = {
        "near": percent(repeats.near_share),
        "exact": percent(repeats.exact_share),
        "lines": percent(repeats.lines_share),
    }
    several = repeats.compared >= 2
    if several and repeats.near_share >= _REPEATED:
        return [_judged_repeats(repeats.of, "look", values)]
    if repeats.lines_share >= _REPEATED:
        sentence = msg("{lines} of the text are lines that repeat earlier ones: leave them out.")
        reason = msg(
            "Of the characters in lines of a sentence's length {lines} are in lines that repeat an "
            "earlier one letter for letter. They are memorised, and make the validation score look "
            "better than it is. The cleaning step for exact duplicates removes them if it "
            "compares lines, the one for page numbers and headers removes those of pages."
        )
        told = (sentence.with_values(values), reason.with_values(values))
        return [Judgement("repeats", "look", *told)]
    return [_judged_repeats(repeats.of, "good", values)] if several else []


def _judged_repeats(
    of: Literal["documents", "paragraphs"], level: Level, values: Mapping[str, str]
) -> Judgement:
    sentence = {
        ("documents", "good"): msg("Hardly any document repeats another."),
        ("paragraphs", "good"): msg("Hardly any paragraph repeats another."),
        ("documents", "look"): msg("{near} of the documents repeat others: leave duplicates out."),
        ("paragraphs", "look"): msg(
            "{near} of the paragraphs repeat others: leave duplicates out."
        ),
    }[of, level]
    reason = msg(
        "{exact} are exact duplicates, {near} near-duplicates. Duplicates are memorised, and "
        "make the validation score look better than it is where the other copy is in the "
        "training text."
    )
    return Judgement("repeats", level, sentence.with_values(values), reason.with_values(values))


def _topics(report: CorpusProfile) -> list[Judgement]:
    topics = report.topics
    if not topics.topics:
        return []
    largest = topics.topics[0]
    level: Level = "good" if topics.evenness >= 0.8 else "look"
    sentence = msg("Its {count} topics are covered evenly.")
    if level == "look":
        sentence = msg("One topic has {share} of the text: the model will write mostly about that.")
    reason = msg("The largest is {terms}, with {share}; evenness is {evenness} of 1.")
    values = {
        "count": str(len(topics.topics)),
        "share": percent(largest.share),
        "terms": ", ".join(largest.terms[:3]),
        "evenness": f"{topics.evenness:.2f}",
    }
    return [Judgement("topics", level, sentence.with_values(values), reason.with_values(values))]


def _languages(report: CorpusProfile) -> list[Judgement]:
    languages = [language for language in report.languages if language.language != "und"]
    total = sum(language.share for language in languages)
    if not languages or languages[0].share >= 0.95 * total:
        return []
    sentence = msg("{share} of the text is in other languages than {language}.")
    reason = msg(
        "A small model has little room: what it learns of one language it lacks "
        "for the other. The language filter of the recipe keeps one."
    )
    share = 1 - languages[0].share / total
    values = {"share": percent(share), "language": languages[0].language}
    return [
        Judgement("languages", "look", sentence.with_values(values), reason.with_values(values))
    ]


def _privacy(report: CorpusProfile) -> list[Judgement]:
    found = sum(report.personal.counts.values())
    reason = msg(
        "A model may reproduce what it was trained on. We find e-mails, phone and ID numbers, "
        "and names after a title or label, such as Mrs or Pt; other names we do not find."
    )
    if not found:
        return [
            Judgement(
                "privacy",
                "good",
                msg("No e-mails, phone or ID numbers, and no names after a title were found."),
                reason,
            )
        ]
    documents = report.personal.documents_with
    sentence = msg(
        "{found} in {documents}: look at what was found, and mask it before you train.",
        found=plural("{n:,} piece of personal data", "{n:,} pieces of personal data", n=found),
        documents=plural("{n:,} document", "{n:,} documents", n=documents),
    )
    return [Judgement("privacy", "mend", sentence, reason)]


_RULES: tuple[Callable[[CorpusProfile], list[Judgement]], ...] = (
    _repeats,
    _topics,
    _languages,
    _privacy,
)
