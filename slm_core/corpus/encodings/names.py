"""The names of encodings, and what Python calls them."""

import codecs

from slm_core.corpus.encodings import added_codecs
from slm_core.errors import CorpusError
from slm_core.messages import msg

added_codecs.register()  # so that whoever knows a name can decode by it

USUAL = {
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
    "CP850": "cp850",  # these three are of DOS
    "CP437": "cp437",
    "CP866": "cp866",
}
"""The encodings that most files are in."""
_SEVENTH_BIT = {"UTF-7": "utf-7", "HZ": "hz", "ISO-2022-KR": "iso2022_kr"}
_ISO = {f"ISO-8859-{part}": f"iso8859-{part}" for part in (*range(2, 12), 13, 14, 15, 16)}
_WINDOWS = {f"Windows-{page}": f"cp{page}" for page in (1257, 1258)}
_MAC = {
    f"Mac-{area}": f"mac_{area.lower()}"
    for area in (
        "Roman", "Latin2", "Cyrillic", "Greek", "Turkish", "Croatian", "Romanian", "Iceland",
        "Arabic", "Farsi",
    )
}  # fmt: skip
_DOS = {
    f"CP{page}": f"cp{page}"
    for page in (
        720, 737, 775, 852, 855, 856, 857, 858, 860, 861, 862, 863, 864, 865, 869, 874, 1125,
    )
}  # fmt: skip
_EBCDIC = {f"CP{page}": f"cp{int(page):03}" for page in ("037", 273, 424, 500, 875, 1026, 1140)}
_ASIAN = {
    "CP950": "cp950",
    "EUC-TW": "euc_tw",
    "Johab": "johab",
    "Shift-JIS-2004": "shift_jis_2004",
    "EUC-JIS-2004": "euc_jis_2004",
    "ISO-2022-JP-2": "iso2022_jp_2",
    "ISO-2022-JP-3": "iso2022_jp_3",
    "ISO-2022-JP-2004": "iso2022_jp_2004",
    "TIS-620": "tis_620",
    "VISCII": "viscii",
    "CP1006": "cp1006",
}
_OTHER = {
    "KOI8-U": "koi8-u",
    "KOI8-T": "koi8_t",
    "KZ1048": "kz1048",
    "PTCP154": "ptcp154",
    "HP-Roman8": "hp_roman8",
    "PalmOS": "palmos",
}
CODECS = USUAL | _ISO | _WINDOWS | _MAC | _DOS | _EBCDIC | _ASIAN | _SEVENTH_BIT | _OTHER
"""Python's codec by our name: all of Python's that hold text, and ours. Those that unpack, escape
or encrypt (base64, unicode_escape, rot13, idna, punycode) are none."""
ENCODINGS: tuple[str, ...] = tuple(CODECS)
"""The names a person can choose from; each is what `Decoded.encoding` may say."""

NARROWER = {
    "gb18030": "gb2312",
    "big5hkscs": "big5",
    "cp932": "shift_jis",
    "iso2022_jp_ext": "iso2022_jp",
}
"""The standard's own table of what is read by a wider one. A text that keeps to the standard is
read by it: some characters, such as dashes, are others there."""

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
    "shift_jis": "Shift-JIS",
    "shift_jisx0213": "Shift-JIS-2004",
    "euc_jisx0213": "EUC-JIS-2004",
    "euc_kr": "EUC-KR",
    "iso2022_jp": "ISO-2022-JP",
    "iso2022_jp_1": "ISO-2022-JP",
    "iso8859-1": "Latin-1",
    "ascii": "UTF-8",
}
# Labels of web pages that Python does not know.
_WEB = {
    "windows-874": "cp874",
    "windows-31j": "cp932",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "iso-8859-6-e": "iso-8859-6",
    "x-sjis": "shift-jis",
    "x-mac-roman": "mac-roman",
    "x-mac-ukrainian": "mac-cyrillic",
    "x-unicode20utf8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "sun_eu_greek": "iso-8859-7",
    "dos-874": "cp874",
}
MARKS = (  # UTF-32's little-endian mark begins with UTF-16's, so it is asked for first
    (codecs.BOM_UTF8, "UTF-8", "utf-8"),
    (codecs.BOM_UTF32_LE, "UTF-32", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "UTF-32", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "UTF-16", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "UTF-16", "utf-16-be"),
)


def encoding_name(name: str) -> str:
    """`name`, or any alias of it such as gbk, latin1 or IBM855, as `ENCODINGS` writes it.

    Raises CorpusError for anything else.
    """
    plain = name.strip().casefold()
    plain = _WEB.get(plain, plain.removeprefix("x-"))
    for choice in ENCODINGS:
        if choice.casefold() == plain:
            return choice
    found = name_of_codec(plain)
    if found is None:
        raise CorpusError(
            msg(
                "{name!r} is not an encoding we read. Choose one of {encodings}, or another one "
                "that Python decodes to text.",
                name=name,
                encodings=", ".join(USUAL),
            )
        )
    return found


def name_of_codec(codec: str) -> str | None:
    """Our name of what Python knows by this one; None where it is no encoding of texts."""
    try:
        known = codecs.lookup(codec).name
    except (LookupError, ValueError):
        return None
    for choice, ours in CODECS.items():
        if codecs.lookup(ours).name == known:
            return choice
    return _ALIASES.get(known)
