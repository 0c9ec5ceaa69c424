"""What tests of training may ask for."""

import pytest

from slm_core.training.stopping import budget


@pytest.fixture
def many_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small looks at the validation part, and so many even in a tiny run."""
    monkeypatch.setattr(budget, "_LEAST", 8)
