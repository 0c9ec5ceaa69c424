"""Units that follow something in the text, and what is lost without them."""
