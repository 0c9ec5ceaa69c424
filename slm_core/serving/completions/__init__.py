"""Completions: requests checked, text generated and streamed, answers."""
