"""Running text, of whatever format, cut into the documents that it consists of."""

from dataclasses import replace

from slm_core.corpus.readers.document import ReaderOutput, ReadOptions, ReadSuggestion
from slm_core.corpus.text.division.boundaries import (
    BOUNDARIES,
    MESSAGE,
    Boundary,
    count_attached,
    split_documents,
    text_cutter,
)
from slm_core.corpus.text.division.suggest_boundary import BoundarySuggestion, suggest_boundary
from slm_core.errors import CorpusError
from slm_core.messages import Message, msg, plural


def cut_running_text(
    reading: ReaderOutput, options: ReadOptions, *, suggests: bool
) -> ReaderOutput:
    """What a reader gave, each of its texts cut as the options say; with nothing chosen, and
    where `suggests`, with the cut that its text speaks for. Raises CorpusError."""
    left_out = list(reading.left_out)
    if options.template is not None:
        left_out.append(msg("The template was not used: there are no columns in it"))
    if options.documents is None:
        offered = _suggestions(reading) if suggests else []
        return replace(reading, left_out=left_out, suggestions=[*reading.suggestions, *offered])
    if options.documents == "whole":
        return replace(reading, left_out=left_out)
    boundary = options.documents
    documents = [part for text in reading.documents for part in split_documents(text, boundary)]
    if not documents:
        raise CorpusError(msg("There is no text between its marks. Add a file with text."))
    told = _told(reading.documents, len(documents), boundary)
    read_as = msg("{read_as}, {how}", read_as=reading.read_as, how=BOUNDARIES[boundary])
    return replace(reading, documents=documents, read_as=read_as, left_out=[*left_out, *told])


def _told(texts: list[str], documents: int, boundary: Boundary) -> list[Message]:
    """What is to be said of texts that were cut: what is gone, or that nothing was found."""
    if documents <= len(texts):
        how = BOUNDARIES[boundary]
        return [msg("Nothing to cut at was found in it, so it stays one document ({how})", how=how)]
    if boundary == "messages":
        lines = plural(
            "{n:,} line with the time and name of a message",
            "{n:,} lines with times and names of messages",
            n=sum(len(MESSAGE.findall(text)) for text in texts),
        )
        attached = sum(map(count_attached, texts))
        pictures = plural(
            "{n:,} message that was only a picture, a voice message or a file",
            "{n:,} messages that were only pictures, voice messages or files",
            n=attached,
        )
        return [lines, pictures] if attached else [lines]
    of_pages = sum(text_cutter(text, boundary).count_page_lines(text) for text in texts)
    told = plural(
        "{n:,} line that is a page number, header or footer",
        "{n:,} lines that are page numbers, headers and footers",
        n=of_pages,
    )
    return [told] if of_pages else []


def suggestion_of(found: BoundarySuggestion) -> ReadSuggestion:
    """The suggestion to cut a text so."""
    return ReadSuggestion("documents", found.boundary, found.documents, found.evidence)


def _suggestions(reading: ReaderOutput) -> list[ReadSuggestion]:
    if len(reading.documents) != 1:
        return []
    found = suggest_boundary(reading.documents[0])
    return [suggestion_of(found)] if found else []
