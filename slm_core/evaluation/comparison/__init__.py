"""Is one run better than another: the same text, document by document, and training noise."""
