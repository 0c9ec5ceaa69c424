"""What is written on pages: translations, numbers, Markdown, and the names of things."""
