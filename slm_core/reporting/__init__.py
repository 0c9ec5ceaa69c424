"""Runs as files for others: a report in one HTML file, tables, TensorBoard events."""
