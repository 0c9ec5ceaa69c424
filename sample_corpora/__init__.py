"""Fictional domain texts for a first run, and the seeded grammars that wrote them."""
