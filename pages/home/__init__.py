"""The first page: sample texts, and where one left off."""
