"""When training ends: its budget, early stopping, a loss that diverges."""
