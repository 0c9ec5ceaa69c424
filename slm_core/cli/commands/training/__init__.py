"""The commands that start runs and steer them."""
