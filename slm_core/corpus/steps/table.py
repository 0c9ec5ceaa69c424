"""Every cleaning step by the name it has in a recipe. A new step is a file and a line here."""

from slm_core.corpus.steps.step import Step
from slm_core.corpus.steps.unicode import Unicode
from slm_core.corpus.steps.whitespace import Whitespace

STEPS: dict[str, type[Step]] = {step.section: step for step in (Unicode, Whitespace)}
"""In the order in which people usually want them."""
