"""Runs as folders; planning, launching and training them in sub-packages."""
