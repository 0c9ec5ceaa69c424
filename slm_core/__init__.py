"""Argot's library: training, evaluating and explaining small language models."""
