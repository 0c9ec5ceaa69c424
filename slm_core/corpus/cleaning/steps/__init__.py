"""Cleaning steps, one family a file; `cleaning/registry.py` names them all."""
