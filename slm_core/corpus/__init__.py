"""From files to documents, clean and split."""
