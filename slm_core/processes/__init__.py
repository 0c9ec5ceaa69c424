"""Starting processes of our own: pools, and jobs with a folder."""
