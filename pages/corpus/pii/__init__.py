"""Personal data found in a corpus, and masking it."""
