"""One file for each kind of file people have; `slm_core.corpus.read` has the table."""
