"""How much of its training text a model repeats word for word."""
