import json
import random
import re

import pytest

from slm_core.errors import SettingsError
from slm_core.generation.beam import BeamWriting
from slm_core.generation.control.constraint import Constraint
from slm_core.generation.control.control import Control
from slm_core.generation.control.glossary import Glossary
from slm_core.generation.control.template import escaped
from slm_core.generation.generate import generate
from slm_core.generation.processors.chain import TextPlan
from slm_core.generation.settings import GenerationSettings
from slm_core.generation.writing import Writing
from slm_core.tokenizers.tokenizer import EOS
from tests.generation.tiny_models import MIXED, made, text_of

KINDS = ["char", "word", "bpe"]
ALPHABETS = {
    "English": "abcdefghijklmnopqrstuvwxyz 0123456789.,-",
    "Chinese": "医生说没事病人服用阿司匹林两片，。",
    "emoji": "🙂👍🏽",
}


def an_expression(draw: random.Random, signs: str, depth: int = 0) -> str:
    """An expression of which both Python's `re` and llguidance know what it matches."""
    kind = draw.choice(
        ["text", "text", "class", "any"]
        if depth > 2
        else ["text", "class"] * 2 + ["both", "either", "repeated", "group"]
    )
    if kind == "text":
        return escaped("".join(draw.choices(signs, k=draw.randint(1, 4))))
    if kind == "class":
        return "[" + "".join(map(escaped, draw.choices(signs, k=draw.randint(1, 5)))) + "]"
    if kind == "any":
        return "."
    inside = an_expression(draw, signs, depth + 1)
    if kind == "repeated":
        return f"(?:{inside})" + draw.choice(["?", "{1,3}", "{2}", "{0,2}"])
    if kind == "group":
        return f"({inside})"
    other = an_expression(draw, signs, depth + 1)
    return inside + other if kind == "both" else f"(?:{inside}|{other})"


def check_expressions(kind: str, language: str, count: int, seed: int) -> int:
    """Write once under each of so many expressions; how many came to their end. All that did
    match."""
    model, tokenizer = made(kind, text=MIXED, end=1.0)
    draw, ended = random.Random(seed), 0
    for number in range(count):
        expression = an_expression(draw, ALPHABETS[language])
        control = Control(constraint=Constraint("regex", expression))
        settings = GenerationSettings(length=120, seed=number, temperature=1.5, top_p=1.0)
        try:
            pieces = [*generate(model, tokenizer, "The nurse", settings, control)]
        except SettingsError as error:  # words that no token spells
            assert kind == "word", (expression, str(error))
            continue
        text = text_of(pieces)
        assert "\ufffd" not in text
        if pieces[-1].id == EOS:
            ended += 1
            assert re.fullmatch(expression, text), (expression, text)
    return ended


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ALPHABETS)
def test_what_came_to_its_end_matches_its_expression(kind, language):
    assert check_expressions(kind, language, 60, seed=1) > 10


@pytest.mark.exhaustive
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ALPHABETS)
def test_what_came_to_its_end_matches_each_of_ten_thousand_expressions(kind, language):
    # A word can be spelled only where an expression happens to name one.
    spelled = 2_000 if kind == "word" else 4_000
    assert check_expressions(kind, language, 10_000, seed=2) > spelled


@pytest.mark.parametrize("kind", ["char", "bpe"])
def test_a_choice_is_one_of_the_choices_and_each_can_come(kind):
    model, tokenizer = made(kind, text=MIXED)
    choices = ("fever", "no fever", "医生。", "🙂👍🏽", "a+b (ok?)")
    control = Control(constraint=Constraint.one_of(choices))
    plans = [
        TextPlan("", GenerationSettings(seed=seed, temperature=3.0, top_p=1.0))
        for seed in range(60)
    ]
    texts = [""] * len(plans)
    for number, piece in Writing(model, tokenizer, plans, control).pieces():
        texts[number] += piece.text
    assert set(texts) <= set(choices)
    assert len(set(texts)) >= 3


@pytest.mark.parametrize("kind", ["char", "bpe"])
def test_a_json_shape_gives_json_of_that_shape(kind):
    model, tokenizer = made(kind, text=MIXED)
    schema = {
        "type": "object",
        "properties": {
            "fever": {"type": "boolean"},
            "drug": {"enum": ["aspirin", "医生"]},
            "doses": {"type": "array", "items": {"type": "boolean"}, "maxItems": 2},
        },
        "required": ["fever", "drug", "doses"],
        "additionalProperties": False,
    }
    control = Control(constraint=Constraint("json", json.dumps(schema)))
    for seed in range(10):
        settings = GenerationSettings(length=1000, seed=seed, temperature=1.0)
        pieces = [*generate(model, tokenizer, "", settings, control)]
        assert pieces[-1].id == EOS
        found = json.loads(text_of(pieces))
        assert set(found) == {"fever", "drug", "doses"}
        assert found["drug"] in ("aspirin", "医生")
        assert all(isinstance(dose, bool) for dose in found["doses"])


def test_a_template_is_filled_in():
    model, tokenizer = made("char", text=MIXED, end=2.0)
    template = "Mr. {word:9} (ok?) {aspirin|fever}: {number:2} mg/day"
    control = Control(constraint=Constraint("template", template.replace("/day", "")))
    pieces = [*generate(model, tokenizer, "", GenerationSettings(length=300), control)]
    assert re.fullmatch(
        r"Mr\. [^\W\d_’'-]?[\w’'-]{0,9} \(ok\?\) (aspirin|fever): [0-9]{1,2} mg", text_of(pieces)
    )


@pytest.mark.parametrize(
    ("constraint", "said"),
    [
        (("regex", "(ab"), "The constraint cannot be used: .*unclosed group"),
        (("regex", r"(a)\1"), "The constraint cannot be used"),
        (("regex", "Ω+"), "Nothing that this model can spell"),
        (("regex", "[^\\s\\S]"), "constraint"),
        (("choices", "Ωmega\nΩ"), "cannot spell any of the choices: it does not know 'Ω'"),
        (("json", '{"type": "nothing"}'), "The constraint cannot be used"),
        (("json", "[1]"), "must be an object, a JSON schema"),
        (("json", "{"), "is no JSON"),
        (("regex", ""), "The constraint is empty"),
        (("regex", "a" * 10_001), "has 10,001 characters; 10,000 are the most"),
        (("choices", "\n".join(map(str, range(1001)))), "1,001 choices are too many"),
        (("regex", "(?=a)b"), "The constraint cannot be used"),
    ],
    ids=repr,
)
def test_a_constraint_that_cannot_be_is_a_sentence(constraint, said):
    model, tokenizer = made("char", text=MIXED)
    with pytest.raises(SettingsError, match=said):
        control = Control(constraint=Constraint(*constraint))
        [*generate(model, tokenizer, "", GenerationSettings(length=5), control)]


def test_constraints_that_contradict_each_other_are_a_sentence():
    model, tokenizer = made("char", text=MIXED)
    control = Control(
        Glossary(forbidden=("fever",)), constraint=Constraint.one_of(("fever", "fever again"))
    )
    with pytest.raises(SettingsError, match="Each choice has a forbidden term"):
        [*generate(model, tokenizer, "", GenerationSettings(), control)]
    control = Control(Glossary(forbidden=("fever",)), Constraint("regex", "(no )?fever"))
    with pytest.raises(SettingsError, match="no forbidden term matches"):
        [*generate(model, tokenizer, "", GenerationSettings(), control)]


@pytest.mark.parametrize("beams", [1, 4])
def test_words_that_lead_where_no_word_goes_on_are_a_sentence(beams):
    model, tokenizer = made("word", text=MIXED)
    settings = GenerationSettings(length=20, beams=beams)
    for expression, said in (
        (" ?zebra", "Nothing that this model can spell"),
        (" ?The nurse gave zebra", "The text cannot go on"),
    ):
        control = Control(constraint=Constraint("regex", expression))
        plans = [TextPlan("", settings)]
        write = BeamWriting if beams > 1 else Writing
        with pytest.raises(SettingsError, match=said):
            [*write(model, tokenizer, plans, control).pieces()]
