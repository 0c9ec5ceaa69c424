"""What `score` says of texts: values for --json, and tables for people."""

from collections.abc import Sequence

from slm_core.cli.output.terminal import Answer, padded, told
from slm_core.evaluation.surprisal.records import (
    DocumentSurprisal,
    OddToken,
    RunSurprisal,
    SurprisalReport,
    oddest_tokens,
)
from slm_core.evaluation.surprisal.sentences import sentence_bits
from slm_core.messages import Message, as_given, msg, plural

_LISTED, _TOKENS = 20, 10
"""Documents and tokens that are told to people."""


def values_of(report: SurprisalReport, files: Sequence[str]) -> Answer:
    """Documents with their tokens under the first run, and what each run makes of them."""
    return {
        "text": report.name,
        "left_out": report.left_out,
        "runs": [_run_values(run) for run in report.runs],
        "documents": [
            _document_values(report, place, files[place]) for place in range(report.count)
        ],
        "oddest": [_odd_values(odd) for odd in oddest_tokens(report.runs[0], most=_LISTED)],
    }


def _run_values(run: RunSurprisal) -> Answer:
    threshold = run.threshold
    return {
        "run": run.run,
        "name": run.name,
        "bits": run.bits,
        "bits_per_byte": run.bits_per_byte,
        "threshold": threshold and threshold.bits_per_byte,
        "false_alarms": threshold and threshold.false_alarms,
        "held_out": threshold and threshold.held_out,
        "without_threshold": run.without_threshold,
    }


def _document_values(report: SurprisalReport, place: int, file: str) -> Answer:
    first = report.runs[0]
    document = first.documents[place]
    several = len(report.runs) > 1
    by_run = {
        run.run: {
            "bits": run.documents[place].bits,
            "bits_per_byte": run.documents[place].bits_per_byte,
        }
        for run in report.runs
    }
    natural = report.runs[report.most_natural(place)].run
    return {
        "file": file,
        "number": place + 1,
        "bits": document.bits,
        "bytes": document.bytes,
        "bits_per_byte": document.bits_per_byte,
        "typicality": document.typicality,
        "odd": first.is_odd(document) if first.threshold else None,
        **({"most_natural": natural, "by_run": by_run} if several else {}),
        "sentences": [
            {"text": one.text, "bits": one.bits, "bits_per_byte": one.bits_per_byte}
            for one in sentence_bits(document.tokens)
        ],
        "tokens": [
            {"text": token.text, "bits": token.bits, "expected": token.expected}
            for token in document.tokens
        ],
    }


def _odd_values(odd: OddToken) -> Answer:
    token = odd.token
    return {
        "document": odd.document + 1,
        "before": odd.before,
        "text": token.text,
        "bits": token.bits,
        "expected": token.expected,
    }


def text_of(report: SurprisalReport, files: Sequence[str]) -> str:
    """The documents, the most surprising first, and the tokens that cost most."""
    first = report.runs[0]
    lines: list[str | Message] = [*map(_run_line, report.runs), ""]
    ranked = sorted(first.documents, key=lambda one: -one.bits_per_byte)
    lines.append(msg("Documents, the most surprising first (bits per byte):"))
    lines += [_document_line(report, one, files[one.number]) for one in ranked[:_LISTED]]
    if report.count > _LISTED:
        lines.append(plural("… and {n:,} more", "… and {n:,} more", n=report.count - _LISTED))
    lines += ["", msg("Tokens that were expected least:")]
    lines += [_token_line(odd) for odd in oddest_tokens(first, most=_TOKENS)]
    return "\n".join(map(told, lines))


def _run_line(run: RunSurprisal) -> Message:
    name = msg("{name} ({run})", name=run.name, run=run.run)
    if run.threshold is None:
        return msg("{name}: {bits:.3f} bits per byte.", name=name, bits=run.bits_per_byte)
    return msg(
        "{name}: {bits:.3f} bits per byte; odd from {threshold:.3f} on, which {share:.0%} of usual "
        "documents exceed.",
        name=name,
        bits=run.bits_per_byte,
        threshold=run.threshold.bits_per_byte,
        share=run.threshold.false_alarms,
    )


def _document_line(report: SurprisalReport, document: DocumentSurprisal, file: str) -> str:
    first = report.runs[0]
    mark = told(msg("odd")) if first.is_odd(document) else ""
    fits = ""
    if len(report.runs) > 1:
        fits = padded(as_given(report.runs[report.most_natural(document.number)].name[:28]), 30)
    place = padded(as_given(f"{file[:24]}:{document.number + 1}"), 30)
    return f"  {document.bits_per_byte:7.3f}  {mark:<4} {place}{fits}{document.beginning[:60]}"


def _token_line(odd: OddToken) -> Message:
    shown = " ".join(odd.token.text.split())
    if not odd.token.expected:
        return msg("  {bits:5.1f} bits  …{before} [{token}]", **_told(odd, shown))
    return msg(
        "  {bits:5.1f} bits  …{before} [{token}], expected: {expected}",
        expected=odd.token.expected,
        **_told(odd, shown),
    )


def _told(odd: OddToken, shown: str) -> dict[str, object]:
    return {"bits": odd.token.bits, "before": odd.before, "token": shown}
