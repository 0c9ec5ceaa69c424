"""The Train page: the form, a run, a race of several."""
