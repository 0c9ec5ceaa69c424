"""Texts that are almost alike, found by hashes of their words."""
