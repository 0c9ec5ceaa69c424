"""The report of a corpus: numbers, charts, and what they mean."""
