"""Teaching a model: batches, schedules, the loop, checkpoints."""
