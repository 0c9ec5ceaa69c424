"""Where pieces of a large UTF-8 text begin and end, so that each can be read by itself."""


def last_border(data: bytes, *, quoted: bool, most: int) -> int:
    """After the last line's end, of a table outside quotation marks; 0 to read on.

    From so many bytes on there is a border anyway: between words, or at least characters.
    """
    end = data.rfind(b"\n") + 1
    if end == 0:  # one endless line: cut between words, or at least between characters
        if len(data) < most:
            return 0
        end = data.rfind(b" ", 0, len(data) - 1)
        return end if end > 0 else _character_border(data)
    if not quoted:
        return end
    last = end
    inside = data.count(b'"', 0, end) % 2
    while inside and end > 0:
        start = data.rfind(b"\n", 0, end - 1) + 1
        inside ^= data.count(b'"', start, end) % 2
        end = start
    if end == 0 and len(data) >= most:  # a mark that is never closed
        return last
    return end


def _character_border(data: bytes) -> int:
    end = len(data) - 1
    while end > 0 and data[end] & 0xC0 == 0x80:
        end -= 1
    return end


def first_row(piece: bytes) -> int:
    """Where the first row ends: at the first line's end outside quotation marks."""
    end = piece.find(b"\n") + 1
    while end and piece.count(b'"', 0, end) % 2:
        end = piece.find(b"\n", end) + 1
    return end or len(piece)
