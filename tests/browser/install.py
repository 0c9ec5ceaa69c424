"""A browser for the tests, where there is none: `python -m tests.browser.install`.

Where we may (root, on Debian), its Chromium without windows is installed, together with a font that
has Chinese. Else an installed Chromium or Chrome is used as it is, and without one Playwright
fetches its own.
"""

import os
import shutil
import subprocess
import sys

from tests.browser.studio import HEADLESS, find_browser

PACKAGES = (HEADLESS, "fonts-wqy-microhei")
HURRY = ("-o", "Acquire::http::Timeout=10", "-o", "Acquire::Retries=0")


def main() -> int:
    """See to it that there is a browser; 1 where that failed."""
    chosen = os.environ.get("ARGOT_BROWSER") or shutil.which(HEADLESS)
    if not chosen and may_use_apt():
        installed_by_apt()
    found = find_browser()
    if found:
        print(f"Browser for the tests: {found}")
        return 0
    done = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if done.returncode != 0:
        print(
            "No browser could be installed. Install Chromium or Chrome, or set ARGOT_BROWSER to "
            "the program, and run this again.",
            file=sys.stderr,
        )
    return 1 if done.returncode else 0


def may_use_apt() -> bool:
    """Whether this is Debian or a child of it, and we are root."""
    return shutil.which("apt-get") is not None and hasattr(os, "geteuid") and os.geteuid() == 0


def installed_by_apt() -> bool:
    """Whether Debian's packages went in; without its servers it is known within a few seconds."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", *HURRY, "update", "-q"],
        ["apt-get", *HURRY, "install", "-y", "-q", "--no-install-recommends", *PACKAGES],
    ):
        if subprocess.run(command, env=quiet, check=False).returncode != 0:
            return False
    return True


if __name__ == "__main__":
    sys.exit(main())
