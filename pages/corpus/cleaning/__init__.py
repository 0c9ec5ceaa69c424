"""The cleaning recipe: its steps, their settings, before and after."""
