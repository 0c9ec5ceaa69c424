"""The update itself: optimizers, learning rate schedules, averages of weights."""
