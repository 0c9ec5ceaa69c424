"""The names of encodings, and what Python calls them."""

import codecs

from slm_core.errors import CorpusError
from slm_core.messages import msg

CODECS = {
    "UTF-8": "utf-8",
    "UTF-16": "utf-16",
    "UTF-32": "utf-32",
    "GB18030": "gb18030",
    "Big5": "big5hkscs",
    "Shift-JIS": "cp932",
    "EUC-JP": "euc_jp",
    "ISO-2022-JP": "iso2022_jp_ext",
    "EUC-KR": "cp949",
    "Windows-1252": "cp1252",
    "Latin-1": "latin-1",
    "Windows-1250": "cp1250",
    "Windows-1251": "cp1251",
    "KOI8-R": "koi8-r",
    "Windows-1253": "cp1253",
    "Windows-1254": "cp1254",
    "Windows-1255": "cp1255",
    "Windows-1256": "cp1256",
    "CP437": "cp437",  # these three are of DOS
    "CP850": "cp850",
    "CP866": "cp866",
}
ENCODINGS: tuple[str, ...] = tuple(CODECS)
"""The names a person can choose from; each is what `Decoded.encoding` may say."""

# Names that Python or other programs give to what we read with a wider table of the same kind.
_ALIASES = {
    "utf-8-sig": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
    "gb2312": "GB18030",
    "gbk": "GB18030",
    "big5": "Big5",
    "cp950": "Big5",
    "shift_jis": "Shift-JIS",
    "euc_kr": "EUC-KR",
    "iso2022_jp": "ISO-2022-JP",
    "iso2022_jp_1": "ISO-2022-JP",
    "iso8859-1": "Latin-1",
    "ascii": "UTF-8",
}
MARKS = (  # UTF-32's little-endian mark begins with UTF-16's, so it is asked for first
    (codecs.BOM_UTF8, "UTF-8", "utf-8"),
    (codecs.BOM_UTF32_LE, "UTF-32", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "UTF-32", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "UTF-16", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "UTF-16", "utf-16-be"),
)


def encoding_name(name: str) -> str:
    """`name`, or a common alias of it such as gbk or latin1, as `ENCODINGS` writes it.

    Raises CorpusError for anything else.
    """
    for choice in ENCODINGS:
        if choice.casefold() == name.strip().casefold():
            return choice
    try:
        codec = codecs.lookup(name.strip()).name
    except (LookupError, ValueError):
        codec = ""
    for choice, ours in CODECS.items():
        if codec and codecs.lookup(ours).name == codec:
            return choice
    if codec in _ALIASES:
        return _ALIASES[codec]
    raise CorpusError(
        msg(
            "{name!r} is not an encoding we read. Choose one of {encodings}.",
            name=name,
            encodings=", ".join(ENCODINGS),
        )
    )
