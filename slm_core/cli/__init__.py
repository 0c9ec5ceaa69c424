"""The command line: everything the studio can do, without a browser."""
