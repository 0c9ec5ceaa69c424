"""What programs written for OpenAI's completions ask: with their own client, over the network."""

import math
import os
import subprocess
import sys

import httpx2
import pytest

from tests.serving.servers import serving
from tests.serving.writers import writer

KEY = "a key of the tests"
PAGE = "http://localhost:3000"
PREFLIGHT = {"Method": "POST", "Headers": "authorization"}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server of the command line; its address and the id of a run that can write."""
    from slm_core.workspace import open_workspace

    workspace = open_workspace(tmp_path_factory.mktemp("served") / "home")
    run = writer(workspace, kind="bpe")
    with serving(workspace, "--allow-origin", PAGE, key=KEY) as address:
        yield address, run.id


@pytest.fixture(scope="module")
def ask(server):
    """A request for a completion; gives the answer as JSON."""
    address, run = server

    def asked(**more):
        body = {"model": run, "prompt": "The", "max_tokens": 12, "seed": 1} | more
        answer = httpx2.post(f"{address}/v1/completions", json=body, headers=key(), timeout=60)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return asked


def key():
    return {"Authorization": f"Bearer {KEY}"}


def test_what_programs_were_reported_to_need(server, real_data):
    """The file of reported checks, which prints ok or FAIL for each."""
    pytest.importorskip("openai")
    program = (real_data / "reported" / "server_checks.py").read_text(encoding="utf-8")
    address, _ = server
    program = program.replace("http://127.0.0.1:8765", address)
    program = program.replace("import httpx\n", "import httpx2 as httpx\n")
    done = subprocess.run(
        [sys.executable, "-c", program, KEY],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NO_PROXY": "*"},
    )
    assert [line for line in done.stdout.splitlines() if not line.startswith("ok")] == []
    assert done.stdout.count("ok") >= 15, done.stderr
    assert done.returncode == 0


def test_several_texts_are_numbered_and_each_is_what_its_seed_gives(ask):
    answer = ask(prompt=["The", "A"], n=2)
    texts = [choice["text"] for choice in answer["choices"]]
    assert [choice["index"] for choice in answer["choices"]] == [0, 1, 2, 3]
    alone = [
        ask(prompt=prompt, seed=seed)["choices"][0]["text"]
        for prompt, seed in (("The", 1), ("The", 2), ("A", 3), ("A", 4))
    ]
    assert texts == alone
    one = ask()["usage"]
    assert answer["usage"]["completion_tokens"] == 48
    assert (
        answer["usage"]["prompt_tokens"]
        == one["prompt_tokens"] + ask(prompt="A")["usage"]["prompt_tokens"]
    )


def test_a_stop_string_is_not_in_the_text_and_ends_it(ask):
    whole = ask(max_tokens=80)["choices"][0]["text"]
    stop = whole[5:9]
    cut = ask(max_tokens=80, stop=["nowhere to be found", stop])["choices"][0]
    assert (cut["text"], cut["finish_reason"]) == (whole[: whole.index(stop)], "stop")


def test_probabilities_stand_beside_their_tokens(ask):
    choice = ask(logprobs=3, echo=True)["choices"][0]
    scores = choice["logprobs"]
    assert len({len(values) for values in scores.values()}) == 1
    assert "".join(scores["tokens"]) == choice["text"]
    assert [
        choice["text"][place : place + len(token)]
        for place, token in zip(scores["text_offset"], scores["tokens"], strict=True)
    ] == scores["tokens"]
    assert scores["token_logprobs"][0] is None
    assert scores["top_logprobs"][0] is None
    for own, token, best in list(
        zip(scores["token_logprobs"], scores["tokens"], scores["top_logprobs"], strict=True)
    )[1:]:
        assert 3 <= len(best) <= 4
        assert max(best.values()) <= 0
        if token:  # else a part of a character, which has no text; beyond the three is a fourth
            assert best[token] == pytest.approx(own, abs=1e-4)
        assert own <= max(best.values()) + 1e-4
    assert ask(logprobs=0)["choices"][0]["logprobs"]["top_logprobs"] == [{}] * 12
    assert ask()["choices"][0]["logprobs"] is None


def test_what_is_written_has_the_probability_that_scoring_finds(ask):
    """Two ways to the same number: while writing, and reading the whole text afterwards."""
    choice = ask(logprobs=0, echo=True)["choices"][0]
    again = ask(prompt=choice["text"], max_tokens=0, echo=True, logprobs=0)["choices"][0]
    assert again["text"] == choice["text"]
    assert again["finish_reason"] == "length"
    written = [value for value in choice["logprobs"]["token_logprobs"] if value is not None]
    read = [value for value in again["logprobs"]["token_logprobs"] if value is not None]
    if choice["logprobs"]["tokens"] == again["logprobs"]["tokens"]:  # else cut in other tokens
        assert read == pytest.approx(written, abs=1e-3)
    assert math.isfinite(sum(read))


def test_a_page_of_a_named_origin_may_ask_and_others_may_not(server):
    address, _ = server
    asks = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization",
    }
    allowed = httpx2.options(f"{address}/v1/completions", headers={"Origin": PAGE, **asks})
    assert allowed.headers["access-control-allow-origin"] == PAGE
    assert "authorization" in allowed.headers["access-control-allow-headers"].lower()
    answer = httpx2.get(f"{address}/v1/models", headers={"Origin": PAGE, **key()})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, PAGE)
    for origin in ("http://evil.example", "null", PAGE + "1"):
        refused = httpx2.get(f"{address}/v1/models", headers={"Origin": origin, **key()})
        assert refused.status_code == 403
        assert "--allow-origin" in refused.json()["error"]["message"]


@pytest.mark.parametrize("path", ["/health", "/v1/models", "/"])
def test_another_name_is_not_answered_even_with_the_key(server, path):
    address, _ = server
    refused = httpx2.get(address + path, headers={"Host": "evil.example", **key()})
    assert refused.status_code == 403
    assert "does not answer to the address evil.example" in refused.json()["error"]["message"]
    port = address.rpartition(":")[2]
    ours = httpx2.get(address + "/health", headers={"Host": f"localhost:{port}"})
    assert ours.status_code == 200
