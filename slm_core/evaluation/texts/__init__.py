"""Texts that models are judged on: what is scored, what was learned from, and any other."""
