"""What is wrong with the text that a run learned from, or with how it is cut. Free of torch."""

from contextlib import suppress

from slm_core.corpus.store import open_corpus
from slm_core.errors import ArgotError
from slm_core.evaluation.coaching.evidence import RunEvidence
from slm_core.evaluation.coaching.finding import DUPLICATES, Finding, Stretch
from slm_core.evaluation.coaching.fixes import smaller_network, smaller_vocabulary
from slm_core.evaluation.coaching.overlap import SHORTEST, Overlap, cached_overlap
from slm_core.messages import Message, msg, sentences
from slm_core.runs.planning.rules import ENOUGH_CHARACTERS
from slm_core.runs.run import Run

_TIMES_A_TOKEN = 10
"""Times that a token should occur on average in the text to learn from."""


def leak(evidence: RunEvidence) -> Finding | None:
    """The same text on both sides of the split."""
    return _leak(evidence.overlap)


def known_leak(run: Run) -> Finding | None:
    """The same finding on a run, of whose text somebody has looked for it before.

    Raises an ArgotError where the run is damaged.
    """
    config = run.config()
    with suppress(ArgotError):  # the corpus was deleted, or is damaged
        corpus = open_corpus(run.workspace, config.corpus)
        return _leak(cached_overlap(run.workspace, corpus, config.split))
    return None


def _leak(overlap: Overlap | None) -> Finding | None:
    if overlap is None or not overlap.flatters:
        return None
    documents = overlap.of == "documents"
    numbers = {"share": overlap.share, "exact": float(overlap.exact), "near": float(overlap.near)}
    return Finding(
        "leak",
        msg(
            "{share:.0%} of the validation text also stands in the training text, word for word or "
            "nearly so: its score is better than on new text. Remove the duplicates and train "
            "again.",
            share=overlap.share,
        ),
        (
            msg(
                "Of {pieces:,} documents of {shortest} characters or more in the validation part "
                "{exact:,} are the same as one of the training part, and {near:,} nearly the same.",
                pieces=overlap.pieces,
                shortest=SHORTEST,
                exact=overlap.exact,
                near=overlap.near,
            )
            if documents
            else msg(
                "Of {pieces:,} paragraphs of {shortest} characters or more in the validation part "
                "{exact:,} are the same as one of the training part, and {near:,} nearly the same.",
                pieces=overlap.pieces,
                shortest=SHORTEST,
                exact=overlap.exact,
                near=overlap.near,
            )
        ),
        numbers,
        consequence=_consequence(overlap),
        fix={DUPLICATES: "removed"},
        label=msg("Train without the duplicates"),
    )


def _consequence(overlap: Overlap) -> Message:
    """What removing the duplicates leaves, and how the two runs can be told apart."""
    both = msg(
        "The new run is scored on another validation text. To compare the two, score both on one "
        "text that neither learned from."
    )
    return both if overlap.remaining is None else sentences([overlap.remaining.sentence(), both])


def too_little_text(evidence: RunEvidence) -> Finding | None:
    """Not enough text to learn a language from."""
    characters, config = evidence.train_characters, evidence.config
    enough = config.split.train / 100 * ENOUGH_CHARACTERS
    if evidence.corpus is None or config.start is not None or characters >= enough:
        return None
    curves, times = evidence.curves, evidence.status.epoch
    fix, label = smaller_network(evidence)
    return Finding(
        "too_little_text",
        msg(
            "There is too little text to learn from: more text would help most. Until then a "
            "smaller network memorises less of it."
        ),
        msg(
            "It learned from {characters:,.0f} characters, which it read {times:,.1f} times; "
            "{enough:,.0f} make a start.",
            characters=characters,
            times=times,
            enough=enough,
        ),
        {"characters": characters, "enough": enough, "epochs": times},
        Stretch(curves.steps[curves.best], curves.steps[-1]) if curves.steps else None,
        fix,
        label,
    )


def vocabulary_too_large(evidence: RunEvidence) -> Finding | None:
    """More tokens than the text can teach."""
    facts, config = evidence.facts, evidence.config
    if facts is None or config.start is not None or config.tokenizer.kind == "char":
        return None
    each = facts.train_tokens / max(1, facts.vocabulary_size)
    if each >= _TIMES_A_TOKEN:
        return None
    fix, label = smaller_vocabulary(evidence)
    return Finding(
        "vocabulary_too_large",
        msg(
            "Its vocabulary is too large for this text: most tokens occur too rarely to be "
            "learned. Train with a smaller vocabulary."
        ),
        msg(
            "Each of {size:,} tokens occurs {each:.1f} times on average in the training part; "
            "{times} are needed.",
            size=facts.vocabulary_size,
            each=each,
            times=_TIMES_A_TOKEN,
        ),
        {"vocabulary_size": float(facts.vocabulary_size), "occurrences": each},
        fix=fix,
        label=label,
    )
