"""Pure functions of text: languages, scripts, words, passages, near-duplicates."""
