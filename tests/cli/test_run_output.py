"""What lists of runs say of each."""

from typing import get_args

from slm_core.cli.output.run_output import TRENDS
from slm_core.evaluation.coach import Trend


def test_every_trend_that_is_known_has_a_name():
    assert set(TRENDS) == {*get_args(Trend)} - {"unknown"}
