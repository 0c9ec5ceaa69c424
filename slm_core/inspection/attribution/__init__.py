"""Which tokens of a text a prediction is owed to, and whether that is true."""
