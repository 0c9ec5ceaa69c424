"""Commands that look inside a run's model."""
