"""From files of any size and number to a corpus."""
