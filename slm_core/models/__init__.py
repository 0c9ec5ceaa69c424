"""Networks that predict the next token."""
