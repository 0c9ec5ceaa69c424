"""Reader for plain text and Markdown: one file is one document, kept as it is."""

from slm_core.corpus.encodings.decode import decode
from slm_core.corpus.readers.document import ReaderOutput, ReadOptions
from slm_core.errors import CorpusError
from slm_core.messages import msg


def read_text(data: bytes, options: ReadOptions) -> ReaderOutput:
    """The whole file as one document. Raises CorpusError where there is no text in it."""
    decoded = decode(data, encoding=options.encoding)
    if not decoded.text or decoded.text.isspace():
        raise CorpusError(msg("There are only blanks in it. Add a file with text."))
    return ReaderOutput(
        documents=[decoded.text],
        read_as=msg("text"),
        encoding=decoded.encoding,
        confidence=decoded.confidence,
        note=decoded.note,
        left_out=list(decoded.damage),
    )
