"""A score proven: the model compresses the text to as many bits as the score claims, and back."""
