"""Starting a run from what an earlier one learned."""
