"""Blind ratings: which text is better, without knowing who wrote it."""
