"""Any text scored: what each token cost, which documents are odd, and which model fits best."""
