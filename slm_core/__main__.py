"""`python -m slm_core`: the command line."""

import sys

from slm_core.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
