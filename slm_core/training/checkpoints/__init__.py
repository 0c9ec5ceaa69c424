"""A run's state on disk, so that it can be taken up again to the bit."""
