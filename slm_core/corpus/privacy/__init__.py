"""Personal data in texts: found, counted, shown. Nothing here sends anything anywhere."""
