"""`explain` and `inside`: one object with what was asked, or a sentence."""

import math

import pytest

from tests.cli.shell import Said, Shell


def test_a_prediction_is_explained(trained: tuple[Shell, Said]) -> None:
    shell, said = trained
    run = said.json()["run"]
    found = shell("explain", run, "The pump was", "--json").json()
    assert "".join(token["text"] for token in found["tokens"]) == "The pump was"
    difference = math.log(found["probability"]) - math.log(found["baseline_probability"])
    total = sum(token["attribution"] for token in found["tokens"])
    assert abs(total - difference) <= 0.011 * abs(difference)
    assert found["completeness_error"] <= 0.01
    assert found["prediction"]
    plainly = shell("explain", run, "The pump was")
    assert "add up to the prediction within" in plainly.out
    assert "梯度" in shell("explain", run, "The pump", "--lang=zh").out
    assert "not one token" in shell("explain", run, "The pump", "--token=zz").err
    refused = shell("explain", run, " ", "--json")
    assert refused.code == 2
    assert "no text to look into" in refused.json()["error"]


def test_units_are_shown_found_and_switched_off(trained: tuple[Shell, Said]) -> None:
    shell, said = trained
    run = said.json()["run"]
    asked = ("--find=after_word=pump", "--off=3")
    found = shell("inside", run, "The pump was", *asked, "--json").json()
    assert [len(unit["values"]) for unit in found["units"]] == [12] * 8
    assert {gate["gate"] for gate in found["gates"]} == {"input", "forget", "output"}
    assert 0 < found["search"]["threshold"] < 1
    assert found["switched_off"]["unit"] == 3
    assert isinstance(found["switched_off"]["verdict"], str)
    plainly = shell("inside", run, "The pump was 水", "--reach")
    assert "never seen '水'" in plainly.err
    assert "Layer 1 predicts" in plainly.out
    assert "256 tokens" in plainly.out


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--find=moods",), "--find is 'moods'; it must be one of: quotes, brackets"),
        (("--find=regex=(",), "cannot be read"),
        (("--layer=0",), "There is no layer 0: this network has 1"),
        (("--off=99",), "There is no unit 99 in layer 1"),
    ],
)
def test_what_cannot_be_shown_is_a_sentence(
    trained: tuple[Shell, Said], options: tuple[str, ...], told: str
) -> None:
    shell, said = trained
    refused = shell("inside", said.json()["run"], "The pump", *options)
    assert refused.code == 2
    assert told in refused.err
