"""A run that is over: its outcome, its verdict, and going on with it."""
