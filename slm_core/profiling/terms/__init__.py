"""Words and terms that tell what a corpus is about."""
