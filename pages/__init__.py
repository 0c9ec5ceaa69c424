"""The pages of the studio: a package a page, `ui` and `charts` for what they share."""
