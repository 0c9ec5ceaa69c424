"""A browser for the tests, where there is none: `python -m tests.browser.install`.

An installed Chromium or Chrome is used as it is. Without one, Debian's own is installed if we may
(root), together with a font that has Chinese; elsewhere Playwright fetches its Chromium.
"""

import os
import shutil
import subprocess
import sys

from tests.browser.studio import find_browser

PACKAGES = ("chromium", "fonts-wqy-microhei")


def main() -> int:
    """See to it that there is a browser; 1 where that failed."""
    found = find_browser()
    if found:
        print(f"Browser for the tests: {found}")
        return 0
    if may_use_apt() and installed_by_apt():
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
    """Whether Debian's packages went in and there is a browser now (Ubuntu's are mere pointers)."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-y", "-q", "--no-install-recommends", *PACKAGES],
    ):
        if subprocess.run(command, env=quiet, check=False).returncode != 0:
            return False
    return find_browser() is not None


if __name__ == "__main__":
    sys.exit(main())
