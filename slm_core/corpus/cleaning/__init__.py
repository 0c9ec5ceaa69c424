"""Recipes of cleaning steps, and the pipeline that runs them."""
