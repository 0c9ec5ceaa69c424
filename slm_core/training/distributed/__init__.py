"""One run on several threads or several GPUs."""
