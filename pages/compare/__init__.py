"""Runs side by side: which is better, what differs, their curves, what they write."""
