"""What every cleaning step can be told: for which files it is."""

from pathlib import PurePath

from pydantic.dataclasses import dataclass

from slm_core.settings_schema import Settings

ALL_BUT = "not "
"""Before endings of files that a step leaves alone."""


@dataclass(frozen=True, kw_only=True)
class StepSettings(Settings):
    """The settings that all steps have."""

    files: str = ""
    """Only files with these endings, such as .pdf, with commas between them, or with "not " before
    them all files but those; empty for every file."""

    def is_for(self, source: str) -> bool:
        """Whether it is done to what came from the file of this name."""
        if not self.files.strip():
            return True
        but = self.files.strip().startswith(ALL_BUT)
        endings = self.files.strip().removeprefix(ALL_BUT).lower().split(",")
        named = {f".{ending.strip().removeprefix('.')}" for ending in endings}
        return (PurePath(source).suffix.lower() in named) is not but
