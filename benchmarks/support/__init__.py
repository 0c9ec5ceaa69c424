"""What benchmarks share: figures, data, workspaces, a browser, parts of one command."""
