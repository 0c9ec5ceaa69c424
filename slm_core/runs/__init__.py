"""Runs as folders: asked for, queued, started, watched, steered."""
