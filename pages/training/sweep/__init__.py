"""Many settings tried on one text, or each of a run's settings switched off."""
