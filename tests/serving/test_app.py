import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from slm_core.corpus.store import delete_corpus
from slm_core.generation.control.glossary import Glossary, write_glossary
from slm_core.generation.sentences import sentence_end
from slm_core.serving.app import create_app
from slm_core.serving.auth import ApiKeyMiddleware
from slm_core.serving.error_handlers import without_folders
from slm_core.serving.model_cache import ModelCache
from slm_core.serving.protection.body import LARGEST_BODY, BodyMiddleware
from tests.serving.writers import SEED_TEXT, TEXT, new_run, writer

KEY = "a key for the tests"


@pytest.fixture
def api(workspace):
    app = ApiKeyMiddleware(BodyMiddleware(create_app(ModelCache(workspace))), KEY)
    with TestClient(app, headers={"Authorization": f"Bearer {KEY}"}) as client:
        yield client


def ask(api, run, **body):
    return api.post("/v1/completions", json={"model": run.id, "prompt": SEED_TEXT, **body})


def events(answer):
    lines = [line for line in answer.text.splitlines() if line.startswith("data: ")]
    assert lines[-1] == "data: [DONE]"
    return [json.loads(line.removeprefix("data: ")) for line in lines[:-1]]


def message(answer):
    return answer.json()["error"]["message"]


@pytest.mark.parametrize("path", ["/v1/models", "/v1/server", "/v1/next", "/docs", "/", "/nowhere"])
@pytest.mark.parametrize(
    "key", [None, "", "Bearer", "Bearer wrong", KEY, f"Basic {KEY}", "Bearer k\u00e9"]
)
def test_nothing_but_health_answers_without_the_key(api, path, key):
    header = {} if key is None else {"Authorization": key.encode("latin-1")}
    del api.headers["Authorization"]
    answer = api.get(path, headers=header)
    assert answer.status_code == 401
    assert "Authorization: Bearer KEY" in message(answer)
    assert api.get("/health").json() == {"status": "ok"}


def test_models_are_the_runs_that_can_write(api, workspace):
    new_run(workspace)
    run = writer(workspace, step=30)
    [found] = api.get("/v1/models").json()["data"]
    assert (found["id"], found["object"], found["step"]) == (run.id, "model", 30)


def test_a_completion_has_openais_shape_and_our_extras(api, workspace):
    run = writer(workspace)
    answer = ask(api, run, max_tokens=30, temperature=0.5, seed=3).json()
    [choice] = answer["choices"]
    assert answer["object"] == "text_completion"
    assert len(choice["text"]) == 30
    assert choice["finish_reason"] == "length"
    assert answer["usage"] == {"prompt_tokens": 16, "completion_tokens": 30, "total_tokens": 46}
    extras = answer["argot"]
    assert (extras["step"], extras["seed"], extras["tokens"]) == (10, 3, 30)
    assert extras["unknown"] == []
    assert extras["seconds"] > 0
    assert extras["tokens_per_second"] > 0
    copy = extras["copy"]
    stretch = choice["text"][copy["start"] : copy["start"] + copy["length"]]
    assert copy["before"] + stretch + copy["after"] in TEXT


def test_the_speed_of_a_beam_search_counts_the_search(api, workspace):
    answer = ask(api, writer(workspace), max_tokens=30, beams=4, length_penalty=5)
    found = answer.json()["argot"]
    assert found["tokens"] > 1
    assert found["tokens_per_second"] == pytest.approx(found["tokens"] / found["seconds"])


def test_a_stream_adds_up_to_the_answer_that_is_not_streamed(api, workspace):
    run = writer(workspace)
    whole = ask(api, run, max_tokens=400, seed=5).json()
    chunks = events(ask(api, run, max_tokens=400, seed=5, stream=True))
    assert "".join(chunk["choices"][0]["text"] for chunk in chunks) == whole["choices"][0]["text"]
    assert [chunk["choices"][0]["finish_reason"] for chunk in chunks] == [
        *[None] * (len(chunks) - 1),
        "length",
    ]
    assert len({chunk["id"] for chunk in chunks}) == 1
    assert chunks[-1]["argot"]["copy"] == whole["argot"]["copy"]
    assert not any("usage" in chunk for chunk in chunks)


def test_without_a_seed_texts_differ_and_the_seed_is_told(api, workspace):
    run = writer(workspace)
    first, second = (ask(api, run, max_tokens=50, temperature=2).json() for _ in range(2))
    assert first["choices"] != second["choices"]
    again = ask(api, run, max_tokens=50, temperature=2, seed=first["argot"]["seed"]).json()
    assert again["choices"] == first["choices"]


def test_a_text_that_ends_says_so(api, workspace):
    answer = ask(api, writer(workspace, end=4), max_tokens=5000, top_p=1).json()
    assert answer["choices"][0]["finish_reason"] == "stop"
    assert answer["usage"]["completion_tokens"] < 5000


def test_unknown_pieces_of_the_prompt_are_named(api, workspace):
    run = writer(workspace, kind="word")
    answer = ask(api, run, prompt="Patient oncologist called Ж", max_tokens=3).json()
    assert answer["argot"]["unknown"] == ["oncologist", "Ж"]
    found = api.post("/v1/next", json={"model": run.id, "prompt": "Patient oncologist"}).json()
    assert found["unknown"] == ["oncologist"]


def test_a_deleted_corpus_is_no_reason_not_to_write(api, workspace):
    run = writer(workspace)
    delete_corpus(workspace, run.config().corpus)
    assert ask(api, run, max_tokens=3).json()["argot"]["copy"] is None


def test_what_comes_next_is_likeliest_first(api, workspace):
    run = writer(workspace)
    found = api.post("/v1/next", json={"model": run.id, "prompt": "The ", "count": 5}).json()
    values = [candidate["probability"] for candidate in found["candidates"]]
    assert found["step"] == 10
    assert len(values) == 5
    assert values == sorted(values, reverse=True)


def test_next_words_are_likeliest_first_and_go_on_with_what_was_begun(api, workspace):
    run = writer(workspace)
    found = api.post("/v1/words", json={"model": run.id, "prompt": "The nur", "count": 4}).json()
    shares = [word["probability"] for word in found["words"]]
    assert shares == sorted(shares, reverse=True)
    assert 1 <= len(shares) <= 4
    assert all(word["text"].strip() for word in found["words"])
    wrong = api.post("/v1/words", json={"model": run.id, "count": 21})
    assert (wrong.status_code, "count" in message(wrong)) == (400, True)


@pytest.mark.parametrize("prompt", ["", ["The nurse"], "🙂\x00\n"])
def test_any_prompt_will_do(api, workspace, prompt):
    assert ask(api, writer(workspace), prompt=prompt, max_tokens=3).status_code == 200


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"temperature": 9}, "temperature is 9; it must be from 0 to 5."),
        ({"top_p": 0}, "top_p is 0"),
        ({"max_tokens": 0}, "max_tokens is 0"),
        ({"max_tokens": 100_000}, "max_tokens is 100,000; it must be from 1 to 5,000."),
        ({"temperature": "hot"}, "temperature: Input should be a valid number"),
        ({"n": 0}, "n is 0; it must be from 1 to 16."),
        ({"n": 2, "best_of": 3}, "best_of is 3, which this server cannot do. Leave it out."),
        ({"stop": list("abcde")}, "number of stops is 5; it must be from 0 to 4."),
        ({"stop": "x" * 1001}, "length of stop is 1001"),
        ({"logprobs": True}, "logprobs is True; it must be from 0 to 20."),
        ({"frequency_penalty": 3}, "frequency_penalty is 3; it must be from -2 to 2."),
        ({"beams": 65}, "beams is 65; it must be from 1 to 64."),
        ({"beams": 2, "n": 3}, "Beam search of width 2 was asked for 3 texts"),
        ({"regex": "a", "choices": ["b"]}, "regex, choices exclude each other"),
        ({"regex": "(a"}, "The constraint cannot be used"),
        ({"choices": []}, "The constraint is empty"),
        ({"choices": ["aspirin"], "forbid": ["aspirin"]}, "Each choice has a forbidden term"),
        ({"prefer": ["a"], "prefer_strength": 11}, "is 11.0; it must be from 0 to 10"),
        ({"suffix": "end"}, "suffix is 'end', which this server cannot do"),
        ({"top_kk": 2}, "top_kk is not a parameter of this server. It has model, prompt"),
        ({"prompt": []}, "number of prompts is 0"),
        ({"prompt": ["a"] * 9, "n": 9}, "81 texts are asked for; at most 64"),
        ({"prompt": "x" * 1_000_001}, "at most 1,000,000 are read"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(api, workspace, body, said):
    answer = ask(api, writer(workspace), **body)
    assert answer.status_code == 400
    assert said in message(answer)


def test_texts_are_held_to_what_the_request_asks_for(api, workspace):
    run = writer(workspace, end=0.0)

    def texts(**body):
        answer = ask(api, run, max_tokens=300, temperature=2, top_p=1, seed=1, **body)
        assert answer.status_code == 200, answer.text
        return [choice["text"] for choice in answer.json()["choices"]]

    assert set(texts(choices=["aspirin", "insulin"], forbid=["ASPIRIN"], n=8)) == {"insulin"}
    assert set(texts(choices=["aspirin", "insulin"], beams=4, n=2)) == {"aspirin", "insulin"}
    assert all(re.fullmatch("(Mon|Fri)day", text) for text in texts(regex="(Mon|Fri)day", n=4))
    template = texts(template="Patient {number:2} {word:4}.")
    assert re.fullmatch(r"Patient \d{1,2} \S{1,4}\.", template[0])


def test_a_glossary_kept_with_the_run_or_its_corpus_holds_for_every_request(api, workspace):
    run = writer(workspace, end=0.0)
    corpus = workspace.corpus_folder(run.config().corpus)
    drugs = {"choices": ["aspirin", "insulin", "nothing"], "n": 9, "seed": 2, "temperature": 3}

    def written(**more):
        answer = ask(api, run, top_p=1, **drugs, **more).json()
        return {choice["text"] for choice in answer["choices"]}

    assert written() == {"aspirin", "insulin", "nothing"}
    write_glossary(corpus, Glossary(forbidden=("aspirin",)))
    assert written() == {"insulin", "nothing"}
    write_glossary(run.folder, Glossary(forbidden=("nothing",)))
    assert written() == {"insulin"}
    (run.folder / "glossary.json").write_text("{")
    damaged = ask(api, run, **drugs)
    assert (damaged.status_code, "glossary.json" in message(damaged)) == (400, True)
    assert str(workspace.root) not in damaged.text


def test_a_seed_text_that_is_too_long_is_a_sentence(api, workspace):
    answer = ask(api, writer(workspace), prompt="a" * 1_000_001)
    assert answer.status_code == 400
    assert "has 1,000,001 characters; at most 1,000,000 are read" in message(answer)


def test_several_texts_stream_side_by_side_and_each_has_its_summary(api, workspace):
    run = writer(workspace)
    whole = ask(api, run, max_tokens=200, seed=5, n=3).json()
    chunks = events(ask(api, run, max_tokens=200, seed=5, n=3, stream=True))
    texts = ["", "", ""]
    for chunk in chunks:
        [choice] = chunk["choices"]
        texts[choice["index"]] += choice["text"]
    assert texts == [choice["text"] for choice in whole["choices"]]
    assert [chunk["argot"]["seed"] for chunk in chunks if "argot" in chunk] == [5, 6, 7]


def test_a_text_ends_after_so_many_sentences(api, workspace):
    run = writer(workspace)
    free = ask(api, run, max_tokens=2000, seed=3, sentences=0).json()["choices"][0]["text"]
    for count in (1, 2):
        answer = ask(api, run, max_tokens=2000, seed=3, sentences=count).json()["choices"][0]
        end = sentence_end(free, count)
        assert (answer["text"], answer["finish_reason"]) == (free[:end], "stop")


@pytest.mark.parametrize(
    "body",
    [{"n": 1}, {"user": "me"}, {"stop": None}, {"stop": []}, {"stream": None}, {"logit_bias": {}}],
)
def test_openais_parameters_that_ask_for_nothing_are_accepted(api, workspace, body):
    assert ask(api, writer(workspace), max_tokens=2, **body).status_code == 200


def test_runs_that_are_not_there_are_told_plainly(api, workspace):
    answer = api.post("/v1/completions", json={"model": "nobody"})
    assert (answer.status_code, "no run called 'nobody'" in message(answer)) == (404, True)
    young = api.post("/v1/next", json={"model": new_run(workspace).id})
    assert (young.status_code, "no whole checkpoint" in message(young)) == (404, True)
    wild = api.post("/v1/completions", json={"model": "../../etc"})
    assert (wild.status_code, "not the name" in message(wild)) == (400, True)


def test_other_paths_and_bodies_are_told_plainly(api):
    assert "POST /v1/next" in message(api.get("/v1/nothing"))
    assert api.get("/v1/completions").status_code == 405
    broken = api.post("/v1/completions", content=b"{not json")
    assert (broken.status_code, "cannot be read" in message(broken)) == (400, True)


def test_a_body_that_is_not_utf_8_or_too_large_is_told_plainly(api):
    body = '{"model": "a", "prompt": "café"}'.encode("latin-1")
    broken = api.post("/v1/completions", content=body)
    assert (broken.status_code, "not in UTF-8: byte 29" in message(broken)) == (400, True)
    large = api.post("/v1/completions", content=b" " * (LARGEST_BODY + 1))
    assert (large.status_code, "16,000,000 bytes" in message(large)) == (413, True)


def test_a_damaged_model_is_an_answer_and_not_a_crash(api, workspace):
    run = writer(workspace)
    (run.folder / "tokenizer.json").write_text("{}")
    answer = ask(api, run)
    assert (answer.status_code, "tokenizer" in message(answer)) == (404, True)


@pytest.mark.parametrize("damaged", ["tokenizer.json", "config.json", "checkpoints", "status.json"])
def test_no_answer_tells_where_the_workspace_is(api, workspace, damaged):
    run = writer(workspace)
    whole = run.folder / damaged
    whole.rename(run.folder / "away")
    whole.write_text("{")
    told = [ask(api, run), ask(api, run, stream=True), api.get(f"/v1/models/{run.id}")]
    told += [api.get(path) for path in ("/v1/models", "/v1/server", "/health", "/v1/nothing")]
    told.append(api.post("/v1/next", json={"model": run.id}))
    for answer in told:
        assert str(workspace.root) not in answer.text
        assert str(workspace.root.parent) not in answer.text


def test_paths_in_sentences_are_shortened_to_names(workspace):
    text = f"The file {workspace.root}/runs/a/model.safetensors, /usr/lib/x.so or C:\\a\\b\\c.txt"
    assert without_folders(text, workspace) == "The file model.safetensors, x.so or c.txt"
    assert without_folders("'../../etc' is 3/4 of n/a", workspace) == "'../../etc' is 3/4 of n/a"
    assert without_folders("POST /v1", workspace) == "POST /v1"


VALUES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9)
    | st.lists(st.text(max_size=3), max_size=3)
    | st.dictionaries(st.text(max_size=4), st.none(), max_size=2)
)  # fmt: skip
NAMES = (
    "model", "prompt", "max_tokens", "temperature", "top_p", "top_k", "seed", "n", "stop", "echo",
    "logprobs", "stream", "stream_options", "suffix", "count", "best_of", "\ud800",
    "beams", "regex", "choices", "forbid", "prefer", "min_p", "json_schema", "template",
)  # fmt: skip
REQUESTS = st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, VALUES))


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=REQUESTS, path=st.sampled_from(["/v1/completions", "/v1/next"]), whole=st.booleans())
def test_no_request_is_an_error_of_the_server(api, workspace, body, path, whole):
    runs = [known.id for known, _ in ModelCache(workspace).runs()] or [writer(workspace).id]
    if whole:  # so that it comes as far as the model
        body = {"model": runs[0], "prompt": "The", "max_tokens": 2} | {
            name: value for name, value in body.items() if name not in ("model", "max_tokens")
        }
    answer = api.post(path, content=json.dumps(body).encode())
    assert answer.status_code in (200, 400, 404), answer.text
    if answer.status_code != 200:
        assert message(answer)
