"""Jupyter notebooks: what was written and programmed; what came out is left out."""

from collections.abc import Iterator, Mapping

from slm_core.corpus.encodings.decode import Decoded, decode
from slm_core.corpus.readers.document import ReaderOutput, ReadOptions
from slm_core.corpus.readers.json_lines import json_fault, parse_json
from slm_core.errors import CorpusError
from slm_core.messages import msg, plural

_KEPT = {"markdown": "text", "code": "code", "heading": "text", "raw": "text"}


def read_notebook(data: bytes, options: ReadOptions) -> ReaderOutput:
    """The cells in order as one document, a blank line between them. Raises CorpusError."""
    decoded = decode(data, encoding=options.encoding)
    try:
        notebook = parse_json(decoded.text)
    except ValueError as error:
        raise CorpusError(
            msg(
                "It is not a complete notebook: {error}. Open it in Jupyter, save it again, "
                "and add that.",
                error=json_fault(error),
            )
        ) from None
    kinds = {"text": 0, "code": 0}
    texts: list[str] = []
    outputs = 0
    for cell in _cells(notebook):
        kind = _KEPT.get(str(cell.get("cell_type")))
        results = cell.get("outputs")
        outputs += len(results) if isinstance(results, list) else 0
        source = _source(cell)
        if kind and source and not source.isspace():
            kinds[kind] += 1
            texts.append(source.strip("\n"))
    if not texts:
        raise CorpusError(
            msg("No cell of this notebook has text. Add one with text or code in it.")
        )
    return _reading(decoded, texts, kinds, outputs)


def _reading(
    decoded: Decoded, texts: list[str], kinds: dict[str, int], outputs: int
) -> ReaderOutput:
    left_out = list(decoded.damage)
    if outputs:
        left_out.append(
            msg("{outputs} of code", outputs=plural("{n:,} output", "{n:,} outputs", n=outputs))
        )
    return ReaderOutput(
        documents=["\n\n".join(texts)],
        read_as=msg(
            "notebook, {texts} and {pieces} of code",
            texts=plural("{n:,} text", "{n:,} texts", n=kinds["text"]),
            pieces=plural("{n:,} piece", "{n:,} pieces", n=kinds["code"]),
        ),
        encoding=decoded.encoding,
        confidence=decoded.confidence,
        note=decoded.note,
        left_out=left_out,
    )


def _cells(notebook: object) -> Iterator[Mapping[str, object]]:
    """The cells; before version 4 they lay in worksheets."""
    if not isinstance(notebook, dict):
        return
    sheets = notebook.get("worksheets")
    for holder in (notebook, *(sheets if isinstance(sheets, list) else ())):
        cells = holder.get("cells") if isinstance(holder, dict) else None
        for cell in cells if isinstance(cells, list) else ():
            if isinstance(cell, dict):
                yield cell


def _source(cell: Mapping[str, object]) -> str:
    source = cell.get("source", cell.get("input"))
    if isinstance(source, list):
        return "".join(part for part in source if isinstance(part, str))
    return source if isinstance(source, str) else ""
