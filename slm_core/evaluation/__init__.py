"""Judging runs that have been trained."""
