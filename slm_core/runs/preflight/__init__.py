"""A few real steps before a run, and what they say of it."""
