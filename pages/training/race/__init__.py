"""Several networks that train on the same text under one rule."""
