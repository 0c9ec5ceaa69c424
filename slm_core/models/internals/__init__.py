"""What happens within the networks, by their plain formulas."""
