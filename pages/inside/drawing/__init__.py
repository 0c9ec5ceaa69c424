"""Drawings of our own: many cells on a canvas, and a text whose tokens are shaded."""
