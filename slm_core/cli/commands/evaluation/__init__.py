"""Commands that judge runs."""
