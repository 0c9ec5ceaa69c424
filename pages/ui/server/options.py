"""The options of the studio itself: what stands after `--` on Streamlit's command line."""

import argparse
import sys

from slm_core.errors import SettingsError
from slm_core.messages import msg
from slm_core.serving.protection.hosts import check_names


def studio_options() -> argparse.Namespace:
    """`workspace`, "" where none is named; `slots`, None likewise; `allow_host`, a list of names.

    Raises SettingsError.
    """
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("--workspace", default="")
    parser.add_argument("--slots", type=int, default=None)
    parser.add_argument("--allow-host", action="append", default=[])
    try:
        options, unknown = parser.parse_known_args(sys.argv[1:])
    except argparse.ArgumentError as error:
        raise SettingsError(
            msg("The studio was started with an option that cannot be: {error}.", error=error)
        ) from None
    if unknown:
        raise SettingsError(
            msg(
                "The studio was started with {option!r}, which it does not know. After `--` it "
                "takes --workspace FOLDER, --slots NUMBER and --allow-host NAME.",
                option=unknown[0],
            )
        )
    check_names(options.allow_host)
    return options
