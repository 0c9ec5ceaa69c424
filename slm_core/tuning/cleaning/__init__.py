"""Cleaning steps switched off one at a time: which can be, and the texts without them."""
