"""Reader for PPTX presentations: the text of the slides in order, a blank line between them."""

from slm_core.corpus.readers.document import SPEAKER_NOTES_LEFT_OUT, ReaderOutput, ReadOptions
from slm_core.corpus.readers.office_package import OfficeFile
from slm_core.corpus.readers.xml_tools import Element, LineCollector, attribute, local_name, walk
from slm_core.errors import CorpusError
from slm_core.messages import Message, msg, plural

_FIELDS = frozenset(("sldNum", "dt", "ftr", "hdr", "sldImg"))
"""Placeholders that are on every slide, and are no text of it."""
_SKIPPED = frozenset(("Fallback", "fld"))


def read_pptx(data: bytes, options: ReadOptions) -> ReaderOutput:
    """All slides as one document, with the speaker's notes if asked for. Raises CorpusError."""
    file = OfficeFile(data, main="ppt/", program="PowerPoint")
    try:
        slides = _slides(file)
        texts = [_slide(file, slide) for slide in slides]
        notes = [_notes(file, slide) for slide in slides]
    finally:
        file.close()
    shown = [
        "\n".join(filter(None, (text, note if options.notes else "")))
        for text, note in zip(texts, notes, strict=True)
    ]
    if not any(shown):
        raise CorpusError(
            msg(
                "There is no text on its slides: they may be pictures. They need OCR first; add "
                "what that gives."
            )
        )
    left_out: list[Message] = []
    if any(notes) and not options.notes:
        left_out.append(SPEAKER_NOTES_LEFT_OUT)
    if empty := sum(not text for text in shown):
        left_out.append(plural("{n:,} slide without text", "{n:,} slides without text", n=empty))
    return ReaderOutput(
        documents=["\n\n".join(text for text in shown if text)],
        read_as=plural("{n:,} slide", "{n:,} slides", n=len(slides)),
        encoding="PPTX",
        left_out=left_out,
    )


def _slides(file: OfficeFile) -> list[str]:
    """The parts of the slides in the order they are shown."""
    relations = file.relations(file.main)
    order = [
        str(value)
        for item in file.elements(file.main, "sldId")
        for key, value in item.attrib.items()
        if str(key).endswith("}id")
    ]
    found = [relations[name] for name in order if name in relations]
    return [item.target for item in found if item.kind == "slide" and item.target in file.package]


def _slide(file: OfficeFile, part: str) -> str:
    """The text of a slide, and of its diagrams."""
    texts = [_text(shape) for shape in file.elements(part, "cSld")]
    for diagram in file.related(part, "diagramData"):
        texts += [_text(point) for point in file.elements(diagram, "ptLst")]
    return "\n".join(filter(None, texts))


def _notes(file: OfficeFile, slide: str) -> str:
    texts = [
        _text(shape)
        for part in file.related(slide, "notesSlide")
        for shape in file.elements(part, "cSld")
    ]
    return "\n".join(filter(None, texts))


def _text(root: Element) -> str:
    """A paragraph, or a table's row, a line."""
    for shape in root.findall(".//{*}sp"):
        kind = next((attribute(item, "type") for item in shape.iter("{*}ph")), "")
        if kind in _FIELDS:
            shape.clear()
    lines = LineCollector()
    cells = 0
    for event, name, element in walk(root, _SKIPPED):
        if event == "start":
            cells += name == "tc"
            if name == "t" and local_name(element.getparent()) == "r":
                lines.add(element.text)
        elif name == "tc":
            cells -= 1
            lines.add_raw("\t")
        elif name in ("p", "br", "tr"):
            if cells and name != "tr":
                lines.add(" ")
            else:
                lines.end()
    return lines.text()
