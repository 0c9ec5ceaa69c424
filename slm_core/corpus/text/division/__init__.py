"""Where one document ends and the next begins in a text that holds several."""
