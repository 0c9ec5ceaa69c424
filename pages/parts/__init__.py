"""What pages share: language, state, sidebar, charts, forms."""
