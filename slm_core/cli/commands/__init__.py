"""The commands, one subject a file; `cli/main.py` names them all."""
