"""A recipe over chunks: each text keeps its source, and what was known before is only looked at."""

import pytest

from slm_core.corpus.cleaning.chunk import Document, chunks_of
from slm_core.corpus.cleaning.pipeline import clean, whole_documents
from slm_core.corpus.cleaning.step import StepStats, StreamStep
from slm_core.corpus.cleaning.steps.boilerplate import Boilerplate
from slm_core.corpus.cleaning.steps.duplicates import ExactDuplicates, NearDuplicates
from slm_core.corpus.cleaning.steps.sentences import Sentences
from slm_core.processes.pool import WorkerPool

LINE = "The pump at gate four was opened, its valve cleaned and closed."
OTHER = "Nothing else was found on the round through the boiler house."
BOTH, PARAGRAPHS = f"{LINE} {OTHER}", f"{OTHER}\n\n{LINE}"


@pytest.mark.parametrize(
    ("step", "known", "after"),
    [
        (Sentences(), [], [(LINE, "a"), (OTHER, "a"), (LINE, "b"), (OTHER, "c"), (LINE, "c")]),
        (
            ExactDuplicates(),
            [],
            [(BOTH, "a"), (LINE, "b"), (PARAGRAPHS, "c")],
        ),
        (ExactDuplicates(), [LINE], [(BOTH, "a"), (PARAGRAPHS, "c")]),
        (
            ExactDuplicates(of="paragraphs"),
            [LINE],
            [(BOTH, "a"), (OTHER, "c")],
        ),
        (NearDuplicates(), [LINE + "!"], [(BOTH, "a")]),
    ],
)
def test_a_text_keeps_its_source(
    step: StreamStep, known: list[str], after: list[tuple[str, str]]
) -> None:
    texts = [(BOTH, "a"), (LINE, "b"), (PARAGRAPHS, "c")]
    tally = StepStats(step.section)
    with WorkerPool(1) as pool:
        chunks = chunks_of(Document(*pair) for pair in texts)
        cleaned = list(
            whole_documents(clean(chunks, (step,), (tally,), pool, known=lambda: iter(known)))
        )
    assert cleaned == [Document(*pair) for pair in after]
    assert (tally.documents_in, tally.documents_out) == (3, len(after))


def test_a_step_that_looks_back_at_nothing_does_not_read_what_is_known() -> None:
    def unread():
        raise AssertionError("the corpus before was read")
        yield

    with WorkerPool(1) as pool:
        chunks = chunks_of([Document(LINE, "a")])
        after = clean(chunks, (Boilerplate(),), (StepStats("boilerplate"),), pool, known=unread)
        assert list(whole_documents(after)) == [Document(LINE, "a")]
