"""The report of an evaluation as the command line says it: one object, or lines for people."""

from dataclasses import asdict

from slm_core.cli.output.terminal import Answer, padded, told
from slm_core.evaluation.explained import explain
from slm_core.evaluation.memorisation.light import LIGHT_TITLES
from slm_core.evaluation.memorisation.records import Memorisation
from slm_core.evaluation.report import EvaluationReport, Floors, Proof
from slm_core.evaluation.summary import (
    TOO_SHORT,
    canary_words,
    copy_words,
    is_too_short,
    proof_words,
    scaling_words,
    unknown_words,
)
from slm_core.messages import Message, msg, plural

PART_NAMES = {
    "validation": msg("its validation part"),
    "test": msg("its test part"),
    "train": msg("its training part"),
}


def values_of(report: EvaluationReport) -> Answer:
    """What `--json` prints."""
    found, written = report.evaluation, report.continuations
    values = {
        "run": report.run,
        "judged": report.judged.name or report.judged.kind,
        "step": report.step,
        "bits_per_byte": found.score.bits_per_byte,
        "interval": found.interval and {"low": found.interval.low, "high": found.interval.high},
        "interval_over": "documents" if found.by_documents else "blocks",
        "nats_per_character": found.score.nats_per_character,
        "loss": found.score.loss,
        "perplexity": found.score.perplexity,
        "accuracy": found.score.accuracy,
        "accuracy_top5": found.accuracy_top5,
        "precision": found.averages.precision,
        "recall": found.averages.recall,
        "f1": found.averages.f1,
        "f1_micro": found.score.accuracy,
        "classes": {one.kind: _class_values(asdict(one)) for one in found.classes},
        "calibration_error": found.calibration_error,
        "temperature_scaling": found.scaling and asdict(found.scaling),
        "bleu": written and written.bleu,
        "chrf": written and written.chrf,
        "distinct_1": written and written.distinct_1,
        "distinct_2": written and written.distinct_2,
        "repetition": written and written.repetition,
        "length": written and written.words,
        "floors": found.floors
        and {
            "uniform": found.floors.uniform,
            "unigram": found.floors.unigram,
            "kneser_ney": found.floors.kneser_ney,
            "xz": found.floors.xz,
            "zstd": found.floors.zstd,
            "accuracy": found.floors.accuracy,
        },
        "memorisation": report.memorisation and _memorisation_values(report.memorisation),
        "documents": found.documents,
        "characters": found.characters,
        "bytes": found.bytes,
        "predictions": found.score.predictions,
        "unknown_share": found.unknown_share,
        "seconds": report.seconds,
    }
    if report.proof is not None:
        values["proof"] = {**asdict(report.proof), "holds": report.proof.holds}
    return values


def text_of(report: EvaluationReport) -> str:
    """The same for people."""
    found = report.evaluation
    rows = [(one.name, one.value, one.beside) for one in explain(report)]
    head = msg(
        "{run}, {judged}: {documents}, {characters:,} characters",
        run=report.run,
        judged=report.judged.name or PART_NAMES[report.judged.kind],
        documents=plural("{n:,} document", "{n:,} documents", n=found.documents),
        characters=found.characters,
    )
    lines = [f"  {padded(name, 22)}{value:>8}  {told(about)}" for name, value, about in rows]
    unknown, scaling = unknown_words(found), scaling_words(found)
    too_short = [told(TOO_SHORT)] if is_too_short(found) else []
    lines += [f"  {told(scaling)}"] if scaling is not None else []
    parts = [
        told(head),
        *too_short,
        *([told(unknown)] if unknown else []),
        "",
        *lines,
        "",
        *_floor_lines(found.floors, report),
    ]
    if report.memorisation is not None:
        parts += ["", *map(told, _memorisation_lines(report.memorisation))]
    if report.proof is not None:
        parts += ["", *map(told, _proof_lines(report.proof))]
    return "\n".join(parts)


def _class_values(values: dict[str, object]) -> dict[str, object]:
    averages = values.pop("averages")
    assert isinstance(averages, dict)
    del values["kind"]
    return {**values, **averages}


def _memorisation_values(found: Memorisation) -> dict[str, object]:
    return {"light": found.light, **asdict(found)}


def _floor_lines(floors: Floors | None, report: EvaluationReport) -> list[str]:
    if floors is None:
        return [told(msg("Nothing to compare with: {reason}", reason=report.without_floors))]
    bits = report.evaluation.score.bits_per_byte
    rows = (
        (msg("every token equally likely"), floors.uniform),
        (msg("tokens by their frequency"), floors.unigram),
        (msg("xz, knowing the training text"), floors.xz),
        (msg("zstd, knowing the training text"), floors.zstd),
        (msg("Kneser-Ney, the best that counts"), floors.kneser_ney),
    )
    lines = [
        f"  {padded(name, 34)}{value:6.3f}  {told(_beside(bits, value))}" for name, value in rows
    ]
    return [told(msg("What else predicts this text, in bits per byte")), *lines]


def _beside(bits: float, floor: float) -> Message:
    share = abs(bits / max(floor, 1e-9) - 1)
    if bits < floor:
        return msg("the model is {share:.0%} better", share=share)
    return msg("the model is {share:.0%} worse", share=share)


def _memorisation_lines(found: Memorisation) -> list[Message]:
    canary = canary_words(found.canary) if found.canary else ()
    return [LIGHT_TITLES[found.light], copy_words(found), *canary]


def _proof_lines(proof: Proof) -> list[Message]:
    return proof_words(proof)
