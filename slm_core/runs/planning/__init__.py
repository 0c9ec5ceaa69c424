"""Before a run: defaults, memory, speed, the score to expect. Pure functions."""
