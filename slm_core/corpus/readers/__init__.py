"""One file for each kind of file people have; `slm_core.corpus.readers.registry` has the table."""
