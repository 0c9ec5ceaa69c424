"""How a tokenizer cuts a corpus."""
