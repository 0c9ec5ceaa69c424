"""What networks are built of: attention, dropout, output layers, a faster LSTM."""
