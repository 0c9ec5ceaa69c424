"""One run: while it trains, and when it is over."""
