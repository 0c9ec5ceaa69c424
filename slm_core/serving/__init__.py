"""The process that keeps models in memory, and how to call it."""
