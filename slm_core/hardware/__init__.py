"""What this machine has: cores, memory, GPUs, and what its container allows."""
