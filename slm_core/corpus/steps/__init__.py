"""Cleaning steps, one family a file; table.py names them all."""
