"""The page that says how good a run is, proven, and where."""
