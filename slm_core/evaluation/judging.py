"""The evaluation of a run as one act: read the text, score it, keep the report in the run's folder.

Reports are JSON, one a text, and are read without torch (`slm_core.evaluation.report`).
"""

import time
from dataclasses import replace

from slm_core.corpus.split import split_text
from slm_core.errors import CorpusError
from slm_core.evaluation.breakdown.break_down import break_down
from slm_core.evaluation.breakdown.records import Breakdown
from slm_core.evaluation.comparison.document_scores import (
    document_scores,
    write_document_scores,
)
from slm_core.evaluation.continuations import score_continuations
from slm_core.evaluation.evaluate_run import (
    classes_of,
    evaluate_text,
    floors_of,
    read_part,
    read_texts,
    sources_of,
)
from slm_core.evaluation.listener import Listener
from slm_core.evaluation.memorisation.memorise import check_memorisation
from slm_core.evaluation.memorisation.records import Memorisation
from slm_core.evaluation.proof.prove import prove
from slm_core.evaluation.report import (
    EvaluationReport,
    Floors,
    Judged,
    Proof,
    log_test_opened,
    read_reports,
    write_report,
)
from slm_core.evaluation.texts.other_text import Other
from slm_core.evaluation.texts.scored_text import ScoredText
from slm_core.evaluation.texts.training_text import TrainingText
from slm_core.messages import Message, msg
from slm_core.metrics.evaluate import TokenPredictions, predict_tokens
from slm_core.runs.load_model import RunModel, load_run_model
from slm_core.runs.run import Run
from slm_core.tokenizers.encoded.encode_stream import PartName
from slm_core.training.checkpoints.checkpoint_paths import newest_step

_ALONE = Listener()


def evaluate_run(
    run: Run, judged: PartName | Other, *, proven: bool = False, listener: Listener = _ALONE
) -> EvaluationReport:
    """Judge the run's model on a part of its corpus or on another text; the report is kept.

    Opening the test part is logged before its text is read. With `proven` the text is compressed
    and read back, too. Raises RunError without a model, CorpusError where there is nothing to
    predict or the run's corpus is gone, StoppedError.
    """
    listener.say(msg("loading the model"))
    checkpoint = newest_step(run.folder) or 0
    source = load_run_model(run)
    if judged == "test":
        log_test_opened(run)
    began = time.perf_counter()
    report = _Judgement(source, judged, listener, checkpoint).report(proven=proven)
    report = replace(report, seconds=time.perf_counter() - began)
    write_report(run, report)
    return report


def prove_score(run: Run, part: PartName, *, listener: Listener = _ALONE) -> EvaluationReport:
    """The report of this part with a proof; the report is kept.

    Where the same weights were scored on it before, the proof is all that is made. Raises what
    `evaluate_run` does.
    """
    listener.say(msg("loading the model"))
    checkpoint = newest_step(run.folder) or 0
    source = load_run_model(run)
    scored = (one for one in read_reports(run) if one.judged.kind == part)
    known = next((one for one in scored if one.step == source.step), None)
    if known is None:
        return evaluate_run(run, part, proven=True, listener=listener)
    if part == "test":
        log_test_opened(run)
    report = replace(known, proof=_Judgement(source, part, listener, checkpoint).proof())
    write_report(run, report)
    return report


class _Judgement:
    """One evaluation on its way."""

    def __init__(
        self, source: RunModel, judged: PartName | Other, listener: Listener, checkpoint: int
    ) -> None:
        self._source, self._judged, self._listener = source, judged, listener
        self._checkpoint = checkpoint
        self._training = TrainingText(source)

    def report(self, *, proven: bool) -> EvaluationReport:
        """All of it, without the time it took."""
        say = self._listener.say
        say(msg("reading the text"))
        text, plain = self._read()
        say(msg("counting and compressing, to have something to compare with"))
        floors, missing = self._floors(text, plain)
        say(msg("predicting every token"))
        evaluation, found = evaluate_text(self._source, text, floors=floors)
        self._keep_documents(text, found)
        learned = None if missing else self._training
        classes = classes_of(self._source, text, found, learned)
        breakdown = self._broken_down(text, found, learned)
        say(msg("writing on from places of the text"))
        continuations = score_continuations(self._source, text)
        say(msg("looking for copies of the training text"))
        memorisation = self._copies(text, learned)
        proof = self._proof(text, found) if proven else None
        name = self._judged.name if isinstance(self._judged, Other) else ""
        return EvaluationReport(
            run=self._source.run.id,
            judged=Judged("other" if isinstance(self._judged, Other) else self._judged, name),
            time=time.time(),
            seconds=0.0,
            step=self._source.step,
            evaluation=replace(evaluation, classes=classes),
            continuations=continuations,
            without_floors=missing,
            proof=proof,
            breakdown=breakdown,
            memorisation=memorisation,
        )

    def proof(self) -> Proof:
        """Of a score that was made before."""
        self._listener.say(msg("reading the text"))
        text, _plain = self._read()
        self._listener.say(msg("predicting every token"))
        return self._proof(text, predict_tokens(self._source.model, text.ids))

    def _read(self) -> tuple[ScoredText, str]:
        """The text as tokens, and as one string."""
        lower = self._source.tokenizer.lowercase
        if isinstance(self._judged, Other):
            texts = [text.lower() if lower else text for text in self._judged.texts]
            spelling = lambda: self._training.spelling  # noqa: E731 - read only if needed
            return read_texts(self._source, texts, spelling=spelling), "\n".join(texts)
        spans = getattr(self._training.split, self._judged)
        plain = "\n".join(split_text(self._training.corpus, spans))
        text = read_part(self._source, self._judged, self._training)
        return text, plain.lower() if lower else plain

    def _keep_documents(self, text: ScoredText, found: TokenPredictions) -> None:
        """What each document costs, for comparing runs."""
        if self._judged in ("validation", "test"):
            by_document = document_scores(
                text, found.nats, part=self._judged, checkpoint=self._checkpoint
            )
            write_document_scores(self._source.run, by_document)

    def _floors(self, text: ScoredText, plain: str) -> tuple[Floors | None, Message | None]:
        """What there is to compare with, or why there is nothing."""
        try:
            return floors_of(self._source, text, plain, self._training), None
        except CorpusError as error:
            return None, error.message

    def _broken_down(
        self, text: ScoredText, found: TokenPredictions, learned: TrainingText | None
    ) -> Breakdown:
        own = learned is not None and not isinstance(self._judged, Other)
        profile = None if learned is None else learned.profile
        return break_down(
            text,
            found,
            self._source.tokenizer,
            counts=None if learned is None else learned.counts,
            sources=sources_of(self._judged, learned) if own else (),
            topics=None if profile is None else profile.topics,
        )

    def _copies(self, text: ScoredText, learned: TrainingText | None) -> Memorisation | None:
        if learned is None:
            return None
        return check_memorisation(
            self._source, text, learned, should_stop=self._listener.should_stop
        )

    def _proof(self, text: ScoredText, found: TokenPredictions) -> Proof:
        said = -1

        def tell(share: float) -> None:
            nonlocal said
            percent = min(99, int(100 * share))
            if percent == said:
                return
            said = percent
            self._listener.tell(
                msg("compressing the text and reading it back, {percent} %", percent=percent)
            )

        return prove(
            self._source,
            text,
            found,
            spelling=lambda: self._training.spelling,
            tell=tell,
            should_stop=self._listener.should_stop,
        )
