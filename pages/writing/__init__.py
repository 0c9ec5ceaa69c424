"""The Write page: a model continues a text."""
