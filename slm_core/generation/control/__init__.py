"""What may be written: glossaries, expressions, choices, JSON shapes, templates."""
