"""The page Inside: what a trained model does while it reads, and why it predicts what it does."""
