"""A corpus as token ids: encoded in a stream, kept in files, counted for scoring."""
