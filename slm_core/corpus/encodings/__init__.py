"""From bytes to text: which encoding, and how sure."""
