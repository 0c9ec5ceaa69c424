import re

import pytest

from slm_core.errors import SettingsError
from slm_core.generation.control.template import template_expression


def test_a_template_is_the_expression_of_its_parts():
    expression = template_expression(
        "Took {number} mg (a+b) {{x}} of {aspirin|in.sulin}.\n{line:5}"
    )
    assert re.fullmatch(expression, "Took 10 mg (a+b) {x} of in.sulin.\nhello")
    for wrong in (
        "Took ten mg (a+b) {x} of aspirin.\nhello",
        "Took 10 mg (a+b) {x} of insulin.\nhello",
        "Took 10 mg (a+b) {x} of aspirin.\nhello!",
        "Took 10 mg aab {x} of aspirin.\nhello",
    ):
        assert not re.fullmatch(expression, wrong)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("a { b", "has a { without its other one. Write {{"),
        ("a } b", "has a } without"),
        ("{noun}", "has {noun}; a free part is one of {word}"),
        ("{text:many}", "has {text:many}; a free part is one of"),
        ("{text:0}", "from 1 to 1,000 characters"),
        ("{text:99999999999}", "from 1 to 1,000 characters"),
    ],
)
def test_what_is_no_template_is_refused_in_a_sentence(template, said):
    with pytest.raises(SettingsError, match=re.escape(said)):
        template_expression(template)
