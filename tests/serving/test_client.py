import shutil
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import httpx2
import psutil
import pytest

from slm_core.errors import ServingError
from slm_core.generation.control.constraint import Constraint
from slm_core.generation.control.control import Control
from slm_core.generation.control.glossary import Glossary, write_glossary
from slm_core.generation.settings import GenerationSettings
from slm_core.serving.client import Client
from slm_core.serving.completions.completion_request import Wanted
from slm_core.serving.lifecycle import running_server
from tests.serving.servers import end_server, server_pid, wait_for
from tests.serving.writers import SEED_TEXT, new_run, put_checkpoint, writer


def text_of(chunks):
    return "".join(chunk.text for chunk in chunks)


def test_a_text_streams_in_and_ends_with_its_summary(served):
    workspace, _ = served
    run = writer(workspace)
    settings = GenerationSettings(length=300, seed=4, top_k=20)
    chunks = list(Client(workspace).stream(run.id, SEED_TEXT, settings))
    assert len(text_of(chunks)) == 300
    assert [chunk.summary is None for chunk in chunks] == [True] * (len(chunks) - 1) + [False]
    summary = chunks[-1].summary
    assert summary is not None
    assert (summary.finish, summary.step, summary.seed) == ("length", 10, 4)
    assert (summary.tokens, summary.unknown) == (300, ())
    assert summary.copy is not None
    assert summary.copy.length > 0
    again = Client(workspace).stream(run.id, SEED_TEXT, settings)
    assert text_of(again) == text_of(chunks)


def test_a_glossary_and_a_checkpoint_hold_for_clients_too(served):
    workspace, _ = served
    run = writer(workspace, end=0.0)
    put_checkpoint(run, 20, end=0.0)
    client, settings = Client(workspace), GenerationSettings(length=50, temperature=3, top_p=1)
    wanted = Wanted(texts=8, control=Control(constraint=Constraint.one_of(("aspirin", "insulin"))))

    def written(model):
        texts = [""] * 8
        for chunk in client.stream(model, SEED_TEXT, settings, wanted):
            texts[chunk.index] += chunk.text
        return set(texts)

    assert written(run.id) == written(f"{run.id}@10") == {"aspirin", "insulin"}
    write_glossary(workspace.corpus_folder(run.config().corpus), Glossary(forbidden=("Aspirin",)))
    assert written(run.id) == written(f"{run.id}@10") == {"insulin"}
    with pytest.raises(ServingError, match="no weights of step 15"):
        written(f"{run.id}@15")


def test_a_run_that_is_deleted_while_it_writes_is_no_crash(served):
    workspace, _ = served
    run = writer(workspace)
    client, settings = Client(workspace), GenerationSettings(length=3000)
    stream = client.stream(run.id, SEED_TEXT, settings)
    begun = next(chunk for chunk in stream if chunk.text)
    shutil.rmtree(run.folder)
    try:
        rest = list(stream)
        assert rest[-1].summary is not None
    except ServingError as error:
        assert run.id in str(error)
    assert begun.text
    with pytest.raises(ServingError, match="no run called"):
        list(client.stream(run.id, SEED_TEXT, settings))


def test_what_comes_next_follows_the_text_and_the_temperature(served):
    workspace, _ = served
    client, run = Client(workspace), writer(workspace)
    found = client.expect_next(run.id, SEED_TEXT, count=5)
    assert len(found.candidates) == 5
    assert client.expect_next(run.id, "", count=5).candidates != found.candidates
    surer = client.expect_next(run.id, SEED_TEXT, count=5, temperature=0.2)
    assert surer.candidates[0].probability > found.candidates[0].probability


def test_halves_of_characters_are_no_crash(served):
    workspace, _ = served
    client, run = Client(workspace), writer(workspace)
    assert client.expect_next(run.id, "\ud83d").unknown == ("\ufffd",)
    assert list(client.stream(run.id, "x\udc00", GenerationSettings(length=2)))


def test_a_run_in_training_writes_with_its_newest_checkpoint(served):
    workspace, _ = served
    client, run = Client(workspace), writer(workspace)
    put_checkpoint(run, 20)
    assert client.expect_next(run.id, "The").step == 20
    assert (run.id, run.config().name, 20) in [
        (model.id, model.name, model.step) for model in client.models()
    ]


def test_what_the_server_refuses_is_a_sentence(served):
    workspace, _ = served
    client = Client(workspace)
    with pytest.raises(ServingError, match="no run called 'nobody'"):
        client.expect_next("nobody", "x")
    with pytest.raises(ServingError, match="no whole checkpoint yet"):
        list(client.stream(new_run(workspace).id, "x", GenerationSettings()))


def seconds_for(client, run, length: int) -> float:
    start = time.perf_counter()
    text_of(client.stream(run.id, SEED_TEXT, GenerationSettings(length=length)))
    return time.perf_counter() - start


def test_closing_the_stream_stops_the_writing(served):
    workspace, _ = served
    client, run = Client(workspace), writer(workspace, hidden=512)
    stream = client.stream(run.id, SEED_TEXT, GenerationSettings(length=5000))
    while not next(stream).text:
        pass
    stream.close()
    # One text is written at a time: after one of 5,000 tokens this would take ten times as long.
    assert seconds_for(client, run, 1) < 5 * seconds_for(client, run, 500)


def test_a_client_that_leaves_an_answer_that_is_not_streamed_stops_the_writing(served):
    workspace, address = served
    run = writer(workspace, hidden=512)
    Client(workspace).expect_next(run.id, "")  # so that it is loaded
    body = {"model": run.id, "prompt": SEED_TEXT, "max_tokens": 5000}
    with pytest.raises(httpx2.ReadTimeout):
        httpx2.post(
            f"{address.url}/v1/completions",
            json=body,
            headers=address.headers,
            timeout=httpx2.Timeout(0.5, connect=30),
        )
    client = Client(workspace)
    assert seconds_for(client, run, 1) < 5 * seconds_for(client, run, 500)


def test_who_asks_what_comes_next_and_leaves_keeps_no_thread_busy(served):
    workspace, address = served
    run = writer(workspace, hidden=512)
    client = Client(workspace)
    client.expect_next(run.id, "")
    body = {"model": run.id, "prompt": "The nurse called. " * 50_000}
    for _ in range(3):
        with pytest.raises(httpx2.ReadTimeout):
            httpx2.post(
                f"{address.url}/v1/next",
                json=body,
                headers=address.headers,
                timeout=httpx2.Timeout(0.7, connect=30),
            )
    process = psutil.Process(server_pid(workspace))
    wait_for(lambda: process.cpu_percent(0.5) < 20, seconds=20)


def test_health_is_answered_however_much_is_being_written(served):
    workspace, address = served
    run = writer(workspace, hidden=512)
    body = {"model": run.id, "prompt": "The nurse called. " * 20_000}
    with address.connection(timeout=60) as http, ThreadPoolExecutor(50) as pool:
        asked = [pool.submit(http.post, "/v1/next", json=body) for _ in range(50)]
        time.sleep(0.5)
        slowest = 0.0
        for _ in range(10):
            began = time.perf_counter()
            assert httpx2.get(f"{address.url}/health", timeout=10).status_code == 200
            slowest = max(slowest, time.perf_counter() - began)
        assert not all(answer.done() for answer in asked)
        for answer in asked:
            answer.cancel()
        end_server(workspace)
        for answer in asked:
            answer.exception()
    assert slowest < 3  # beside a processor that others use too


def test_one_connection_serves_many_questions(workspace):
    client, run = Client(workspace), writer(workspace)
    try:
        client.expect_next(run.id, "The")
        pid = server_pid(workspace)
        for _ in range(5):
            assert client.is_ready()
            client.expect_next(run.id, "The")
            assert text_of(client.stream(run.id, "The", GenerationSettings(length=3)))
        there = [c for c in psutil.Process(pid).net_connections() if c.status == "ESTABLISHED"]
        assert len(there) == 1
    finally:
        end_server(workspace)


def test_two_who_write_with_one_model_take_turns(served):
    workspace, _ = served
    client, run = Client(workspace), writer(workspace)
    settings = GenerationSettings(length=600)
    first, second = (client.stream(run.id, SEED_TEXT, settings) for _ in range(2))
    head = next(first).text
    assert text_of(second) == head + text_of(first)


def test_a_server_that_is_gone_is_started_again(workspace):
    client, run = Client(workspace), writer(workspace)
    try:
        client.expect_next(run.id, "The")
        end_server(workspace, how=signal.SIGKILL)
        assert len(text_of(client.stream(run.id, "The", GenerationSettings(length=9)))) == 9
        _breaks_off(workspace, client, run)
    finally:
        end_server(workspace)


def test_a_server_can_be_started_without_waiting_for_it(workspace):
    client = Client(workspace)
    try:
        assert not client.is_ready()
        wait_for(client.is_ready, seconds=60)
        assert running_server(workspace) is not None
    finally:
        end_server(workspace)


def test_a_start_that_fails_is_told_to_whoever_waits(workspace, monkeypatch):
    monkeypatch.setattr("sys.executable", shutil.which("false"))
    client = Client(workspace)
    assert not client.is_ready()
    with pytest.raises(ServingError, match="ended as soon as it was started"):
        wait_for(client.is_ready)


def _breaks_off(workspace, client, run):
    """A server that dies amid a text: what was written stays, and the rest is not made up."""
    stream = client.stream(run.id, "The", GenerationSettings(length=5000))
    while not (text := next(stream).text):
        pass
    end_server(workspace, how=signal.SIGKILL)
    with pytest.raises(ServingError, match="stopped answering"):
        for chunk in stream:
            text += chunk.text
    assert text
    assert running_server(workspace) is None
