"""Work that takes longer than a page may wait: a process each, seen through its folder."""
