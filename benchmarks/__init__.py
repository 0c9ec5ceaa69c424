"""What we claim of Argot's speed and size, as commands that anyone can run again."""
