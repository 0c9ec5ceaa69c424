"""Scores of predictions and texts: pure functions that know no runs."""
