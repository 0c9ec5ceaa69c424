"""What changes the logits of the next token before it is chosen."""
