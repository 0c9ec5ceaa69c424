"""How much a corpus is made of at once: the limits that pages and the command line tell of."""

from slm_core.corpus.ingest.read_files import MOST_WHOLE
from slm_core.corpus.readers.archive import MOST_FILES
from slm_core.corpus.readers.safe_zip import MOST_BYTES
from slm_core.messages import Message, msg

MOST_UPLOADED = 2_000_000_000
"""Bytes that a browser may give together; on the command line files lie where they are."""


def file_limits() -> Message:
    """What a file may be at the most, however it comes in."""
    return msg(
        "A file may have up to {whole:,} MB; an archive up to {files:,} files, and {unpacked:,} MB "
        "when unpacked.",
        whole=MOST_WHOLE // 1_000_000,
        files=MOST_FILES,
        unpacked=MOST_BYTES // 1_000_000,
    )


def upload_limits() -> Message:
    """What a browser may give beside what the field itself says of one file."""
    return msg(
        "An archive may have up to {files:,} files, and {unpacked:,} MB when unpacked. All files "
        "together: up to {all:,} GB, in any number.",
        files=MOST_FILES,
        unpacked=MOST_BYTES // 1_000_000,
        all=MOST_UPLOADED // 1_000_000_000,
    )
