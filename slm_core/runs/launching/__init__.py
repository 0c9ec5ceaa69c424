"""Runs as others see them: created, queued, started, steered, deleted."""
