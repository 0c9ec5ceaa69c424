"""The Corpus page: files in, a corpus out, and a look at what is saved."""
