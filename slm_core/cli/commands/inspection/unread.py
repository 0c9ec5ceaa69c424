"""What `inside` and `explain` say of a text that they could not read or show whole."""

from slm_core.cli.output.terminal import say
from slm_core.inspection.records import TokensRead
from slm_core.messages import msg


def say_unread(tokens: TokensRead) -> None:
    """Unknown parts, and tokens for which there is no room."""
    for word in tokens.unknown:
        say(msg("The model has never seen {word!r}; it reads it as an unknown one.", word=word))
    if tokens.left_out:
        say(msg("The last {n:,} tokens of the text are left out.", n=tokens.left_out))
