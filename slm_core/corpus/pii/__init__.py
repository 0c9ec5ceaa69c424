"""Personal data in texts: detected, counted, masked. Nothing here sends anything anywhere."""
