"""Messages: put together late, kept as JSON, never lost."""

import pickle
from dataclasses import asdict

import orjson
import pytest
from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from slm_core.errors import ArgotError, CorpusError
from slm_core.messages import Message, as_given, msg, plural, sentences


def test_a_message_is_its_template_filled() -> None:
    message = msg("{name} has {size:,} bytes, {{braces}} and {why}", name="a", size=1234, why="b")
    assert str(message) == "a has 1,234 bytes, {braces} and b"


@pytest.mark.parametrize(("n", "text"), [(0, "0 files"), (1, "1 file"), (2, "2 files")])
def test_a_number_chooses_the_form(n: int, text: str) -> None:
    assert str(plural("{n} file", "{n} files", n=n)) == text


def test_messages_come_back_from_json_with_those_inside_them() -> None:
    inner = plural("{n:,} place", "{n:,} places", n=1200)
    message = sentences([msg("Bad: {what}.", what=inner), msg("Try {rate:g}.", rate=0.1)])
    data = orjson.loads(orjson.dumps(message.to_json()))
    assert Message.from_json(data) == message
    assert Message.from_json(orjson.loads(orjson.dumps(asdict(message)))) == message
    assert str(Message.from_json(data)) == "Bad: 1,200 places. Try 0.1."


def test_a_plain_text_is_a_message_that_stays_as_it_is() -> None:
    assert str(Message.from_json("as {it} was")) == "as {it} was" == str(as_given("as {it} was"))


NO_MESSAGES = (
    None,
    3,
    [],
    {},
    {"template": 3},
    {"template": "{a}", "values": {}},
    {"template": "{a.b}", "values": {"a": 1}},
    {"template": "{", "values": {}},
    {"template": "x", "values": [1]},
    {"template": "x", "values": {}, "plural": "y"},
)


@pytest.mark.parametrize("data", NO_MESSAGES)
def test_what_is_no_message_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match=r"message|values"):
        Message.from_json(data)


def test_errors_carry_messages_through_pickles() -> None:
    error = CorpusError(msg("{file}: {reason}", file="a.txt", reason=msg("It is empty.")))
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(again, CorpusError)
    assert again.message == error.message
    assert str(again) == "a.txt: It is empty."
    assert str(ArgotError("a sentence")) == "a sentence"


def test_type_adapters_read_and_write_them() -> None:
    @dataclass
    class Told:
        what: Message

    adapter = TypeAdapter(Told)
    told = Told(msg("{n} steps", n=3))
    assert adapter.validate_json(adapter.dump_json(told)) == told
