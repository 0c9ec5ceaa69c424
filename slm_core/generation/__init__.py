"""Making a model write."""
