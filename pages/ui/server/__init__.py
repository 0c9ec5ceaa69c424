"""The studio's server: its options, whom it answers to, and what it never does. Draws nothing."""
