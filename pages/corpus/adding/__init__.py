"""From files to a corpus: upload, reading, division, draft, saving."""
