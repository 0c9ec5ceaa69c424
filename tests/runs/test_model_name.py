import pytest

from slm_core.errors import RunError
from slm_core.runs.model_name import ModelName


@pytest.mark.parametrize("name", ["health-news-1a2b", "health-news-1a2b@300", "last@0"])
def test_a_name_is_read_as_it_is_written(name):
    assert str(ModelName.of(name)) == name


def test_a_step_that_is_none_is_a_sentence():
    for name in ("last@", "last@-3", "last@best", "last@١", "@" + "9" * 40):
        with pytest.raises(RunError, match=r"names no checkpoint\. Write RUN@STEP"):
            ModelName.of(name)
