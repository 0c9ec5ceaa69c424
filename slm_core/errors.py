"""Errors with a message for the user.

A message says what happened, with the value, and what to do about it. Pages show it as it is,
the command line prints it and exits with status 2, the API answers it with status 4xx.
"""

from slm_core.messages import Message, msg

_NO_MEMORY = (
    "out of memory",  # torch.OutOfMemoryError on a GPU
    "can't allocate memory",  # torch's allocator on a processor
    "cannot allocate memory",  # the system, also where a library is loaded
    "failed to map segment",  # the loader of libraries, of torch above all
    "not enough memory",  # torch's allocator on Windows
    "could not create a memory",  # oneDNN
    "alloc_failed",  # cuBLAS, cuDNN
    "bad_alloc",  # C++
    "memoryerror",  # Python's own, in another process
    "can't start new thread",  # there is no room for its stack
)
"""What libraries say, each in its way; torch has a type of its own for a GPU only."""

NO_MEMORY = msg(
    "There was not enough memory for this. Close other programs, or give it less to do: a smaller "
    "text, a smaller network, fewer runs at once."
)


class ArgotError(Exception):
    """Raise this, or a child, to tell the user something in a sentence."""

    def __init__(self, message: Message | str) -> None:
        super().__init__(message)
        self.message = Message.from_json(message)

    def __str__(self) -> str:
        """The sentence in English."""
        return str(self.message)


class SettingsError(ArgotError):
    """Settings that cannot be, or cannot be together; raised before any process starts."""


class WorkspaceError(ArgotError):
    """The workspace folder cannot be used, or a name in it is not a name."""


class DamagedFileError(ArgotError):
    """A file of the workspace that is there, and is not what was written."""


class CorpusError(ArgotError):
    """Text that cannot be read, or is not enough for what was asked."""


class LockedError(CorpusError):
    """A file that a password opens, and the right one was not given."""


class RunError(ArgotError):
    """A run that is not there, or is not in a state that allows what was asked."""


class ProcessLostError(RunError):
    """A process that the run needs is gone; the run can be resumed from its newest checkpoint."""


class DivergedError(RunError):
    """Loss or gradient is no longer a sound number; the weights are spoilt since the step named."""


class ServingError(ArgotError):
    """The model server cannot be reached, or refused what was asked."""


class StoppedError(ArgotError):
    """Work that whoever asked for it stopped before it was done; nothing of it is kept."""


def is_out_of_memory(error: BaseException | str) -> bool:
    """Whether an error, or a text, says in whichever library's words that no memory was left."""
    told = str(error).casefold()
    return isinstance(error, MemoryError) or any(words in told for words in _NO_MEMORY)
