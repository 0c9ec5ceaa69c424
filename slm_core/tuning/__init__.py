"""Sweeps and ablations: many trials of a configuration, each of them an ordinary run."""
