"""Looking inside a trained model: units, attention, memory, and what a prediction is owed to."""
