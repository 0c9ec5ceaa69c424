import json

import pytest

from slm_core.corpus.text.passages import CopiedSpan
from slm_core.errors import ServingError
from slm_core.generation.control.constraint import Constraint
from slm_core.generation.control.control import Control
from slm_core.generation.control.glossary import Glossary
from slm_core.generation.settings import GenerationSettings
from slm_core.serving.completions.completion_request import CompletionRequest, Wanted
from slm_core.serving.completions.completion_response import CompletionResponse, FinishedText
from slm_core.serving.schema import (
    CompletionSummary,
    StreamChunk,
    TextParcel,
    error_answer,
    read_chunk,
)

SUMMARY = CompletionSummary(
    finish="stop",
    step=7,
    seed=3,
    prompt_tokens=2,
    tokens=5,
    seconds=0.5,
    tokens_per_second=10.0,
    unknown=("文",),
    copy=CopiedSpan(4, 1, "be", "af"),
)


def sent(body: object):
    """`body` as it comes out at the other end."""
    return json.loads(json.dumps(body))


@pytest.mark.parametrize("copied", [SUMMARY.copy, None])
def test_what_the_server_sends_is_what_the_client_reads(copied):
    answer = CompletionResponse("a-run")
    summary = CompletionSummary(**{**vars(SUMMARY), "copy": copied})
    assert read_chunk(sent(answer.chunk(TextParcel("é")))) == StreamChunk("é")
    assert read_chunk(sent(answer.end(summary))) == StreamChunk("", summary)
    text = FinishedText()
    for parcel in (TextParcel("wh"), TextParcel("ole"), summary):
        text.add(parcel)
    assert read_chunk(sent(answer.whole({0: text}))) == StreamChunk("whole", summary)


def test_an_error_on_the_way_is_raised_with_its_sentence():
    with pytest.raises(ServingError, match="It broke"):
        read_chunk(sent(error_answer("It broke.", "server_error")))


def test_a_request_of_the_client_asks_for_the_settings_it_was_given():
    settings = GenerationSettings(
        temperature=0.3, top_k=4, top_p=0.5, length=6, seed=7, min_p=0.1, beams=3, sentences=2
    )
    control = Control(Glossary(("a",), ("b",), 3.0), Constraint("regex", "x+"))
    wanted = Wanted(texts=2, stop=("end",), control=control)
    request = CompletionRequest.streamed("a-run", "Dear", settings, wanted)
    read = CompletionRequest.model_validate(sent(request.model_dump(exclude_none=True)))
    assert (read.model, read.stream) == ("a-run", True)
    first, _ = read.texts()
    assert (first.prompt, first.settings) == ("Dear", settings)
    assert (first.stop, first.control) == (("end",), control)
