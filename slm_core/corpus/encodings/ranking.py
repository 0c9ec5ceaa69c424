"""Old encodings by how likely some bytes are in them.

chardet's statistics of byte pairs in some forty languages rank them. Of one or two words these are
not sure, so there how common the characters of each reading are counts too (`plausibility`); that
also speaks for encodings that chardet does not know. Weights were measured by
`benchmarks/encodings.py`: from a few words on chardet alone is better than any mixture.
"""

import math
import re
from collections import Counter
from dataclasses import dataclass, replace

import chardet

from slm_core.corpus.encodings.letter_tables import DOS, WRITINGS
from slm_core.corpus.encodings.names import CODECS, USUAL, name_of_codec
from slm_core.corpus.encodings.plausibility import plausibility

_FEW = 6
"""Bytes beyond ASCII up to which the characters of readings are looked at."""
_WEIGHT = 6
"""Bytes beyond ASCII at which they count a third."""
_USUAL = 0.03
"""What an encoding is ahead of others there if most files are in it."""
_NO_IDEA = 0.02
"""Confidence of chardet's below which its ranking is chance."""
_MOST = 0.75
"""The weight of characters there."""
_SAMPLE = 4096
"""Bytes in which they are looked at."""
_CLEARLY = 0.15
"""By how much better must read what chardet does not have."""
_READS, _READS_WELL = 0.6, 0.9
"""And how well at least, if it does not know it, or if it rules it out; 1 is the best."""
_FEWEST = 20
"""Bytes beyond ASCII; of fewer many are right by chance."""
_USUAL_EAST = ("GB18030", "Big5", "Shift-JIS", "EUC-JP", "EUC-KR")
_EAST = frozenset(
    ("GB18030", "Big5", "CP950", "EUC-JP", "EUC-JIS-2004", "Shift-JIS", "Shift-JIS-2004", "EUC-KR")
)
_EBCDIC = ("CP273", "CP500", "CP1140")
_PLAINER = {"EUC-JIS-2004": "EUC-JP", "Shift-JIS-2004": "Shift-JIS"}
_DECLARES = re.compile(rb"charset|coding", re.IGNORECASE)
_PLACES = {name: place for place, name in enumerate(CODECS)}


@dataclass(frozen=True)
class Ranked:
    """One encoding that bytes may be in."""

    name: str
    """As `slm_core.corpus.encodings.names` has it."""
    text: str
    """The sample in it."""
    score: float
    """Of the likeliest 1 or more; to be compared with those of the same bytes only."""
    confidence: float = 0.0
    """0 to 1: in what share of such cases it is the right one."""


def ranked(sample: bytes) -> list[Ranked]:
    """The encodings that fit, the likeliest first; of those with one text the most usual.

    `sample` has bytes beyond ASCII. Empty where nothing fits.
    """
    found, sure = _by_chardet(sample)
    known = {one.name for one in found}
    high = sum(1 for byte in sample if byte > 0x7F)
    if high <= _FEW or sure < _NO_IDEA:
        usual = dict.fromkeys(writing.encoding for writing in (*WRITINGS, *DOS))
        found += [_unscored(name, sample) for name in usual if name not in known]
        weight = _MOST if sure < _NO_IDEA else _WEIGHT / (_WEIGHT + 2 * high)
        found = [_weighed(one, sample[:_SAMPLE], weight) for one in found]
    found.sort(key=lambda one: -one.score)  # of equals the first stays first
    found = _one_a_text(_overlooked(sample, high, found) + _without_currency_sign(found))
    return _with_confidence(found, sure, high)


def _by_chardet(sample: bytes) -> tuple[list[Ranked], float]:
    """Its ranking, and its own confidence in the first, which is far too low as a probability."""
    answers = [
        (name, float(answer["confidence"] or 0.0))
        for answer in _answers(sample)
        if (name := name_of_codec(str(answer["encoding"] or ""))) is not None
    ]
    best = max((confidence for _, confidence in answers), default=0.0)
    scored = [
        replace(_plainer(name, sample), score=confidence / (best or 1.0))
        for name, confidence in answers
    ]
    mainframe = next((one for one in scored if one.name in _EBCDIC), None)
    if mainframe is not None:  # it leaves out the usual one, and of English they are the same
        scored.append(replace(_unscored("CP037", sample), score=mainframe.score))
    return scored, best


def _answers(sample: bytes) -> list[chardet.DetectionDict]:
    """With one byte more than it may look at, so that a character cut at the end is no fault, and
    without declarations: `declared` says which of them count, and a text may quote others."""
    longer = _DECLARES.sub(b"x", sample) + b" "
    return chardet.detect_all(
        longer, ignore_threshold=True, max_bytes=len(longer) - 1, compat_names=False
    )


def _plainer(name: str, sample: bytes) -> Ranked:
    """The reading, by the usual encoding where that has all of it and not a wider one."""
    usual = _unscored(_PLAINER.get(name, name), sample)
    return usual if "\ufffd" not in usual.text else _unscored(name, sample)


def _unscored(name: str, sample: bytes) -> Ranked:
    return Ranked(name, sample.decode(CODECS[name], errors="replace"), 0.0)


def _weighed(one: Ranked, sample: bytes, weight: float) -> Ranked:
    """With how common its characters are."""
    text = sample.decode(CODECS[one.name], errors="replace")
    ahead = _USUAL if one.name in USUAL else 0.0
    return replace(one, score=(1 - weight) * one.score + weight * _best(text, one.name) + ahead)


def _best(text: str, name: str) -> float:
    """How plausible a text is in the language that fits it best of those written so."""
    own = [table for table in WRITINGS if table.kind == "east" and table.encoding == name]
    if name == "VISCII":
        own = [table for table in WRITINGS if table.encoding == name]
    others = [table for table in WRITINGS if table.kind != "east" and table.encoding != "VISCII"]
    return max(plausibility(text, table) for table in own or others)


def _overlooked(sample: bytes, high: int, found: list[Ranked]) -> list[Ranked]:
    """What chardet does not know, or rules out, and what reads clearly better than its likeliest.

    EUC-TW is only compared with East Asian encodings, VISCII with others. East Asian ones are ruled
    out where few different characters are of them, such as the dashes in an English text.
    """
    first = found[0] if found else Ranked("Latin-1", sample.decode("latin-1"), 0.0)
    bar = _best(first.text[:_SAMPLE], first.name) + _CLEARLY
    known = {one.name for one in found}
    least = {"EUC-TW": _READS} if first.name in _EAST else {"VISCII": _READS}
    least |= {name: _READS_WELL for name in _USUAL_EAST if name not in known}
    if high < _FEWEST:
        return []
    readings = [_unscored(name, sample) for name in least]
    better = [(_best(one.text[:_SAMPLE], one.name), one) for one in readings]
    return [
        replace(one, score=1.0 + score)
        for score, one in sorted(better, key=lambda pair: -pair[0])
        if score > max(bar, least[one.name])
    ]


def _one_a_text(found: list[Ranked]) -> list[Ranked]:
    """Of encodings that give one text the most usual, in the place of the likeliest."""
    names: dict[str, str] = {}
    for one in found:
        kept = names.setdefault(one.text, one.name)
        names[one.text] = min(kept, one.name, key=_PLACES.__getitem__)
    first = {one.text: one for one in reversed(found)}
    return [replace(first[text], name=name) for text, name in names.items()]


def _without_currency_sign(found: list[Ranked]) -> list[Ranked]:
    """Latin-9 before Windows-1252 where that has the sign ¤: what nobody writes is the euro's."""
    latin9 = next((one for one in found if one.name == "ISO-8859-15"), None)
    if latin9 is None or found[0].name not in ("Windows-1252", "Latin-1"):
        return found
    if "¤" not in found[0].text or "€" in found[0].text:
        return found
    return [replace(latin9, score=found[0].score), *(one for one in found if one is not latin9)]


def _with_confidence(found: list[Ranked], sure: float, high: int) -> list[Ranked]:
    """How often a reading is right that is so far ahead, of so many bytes; the others share the
    rest. The curve follows what was measured on excerpts of all lengths."""
    if not found:
        return []
    best = found[0]
    confidence = 0.99 * high / (high + 1.5) * (1 - 0.6 * math.exp(-sure / 0.04))
    if len(found) > 1:
        second = found[1]
        ours, theirs = Counter(best.text), Counter(second.text)
        other = (ours - theirs).total() / max(1, sum(ours[char] for char in ours if char > "\x7f"))
        close = max(0.0, second.score / best.score - 0.6) / 0.4 if best.score > 0.0 else 1.0
        confidence *= 1 - 0.5 * close * min(1.0, 2 * other) * 40 / (40 + high)
    likely = [max(0.0, one.score) for one in found[1:]]  # below 0 is what cannot be read
    rest = (1 - confidence) / (sum(likely) or 1.0)
    others = [
        replace(one, confidence=round(rest * score, 2))
        for one, score in zip(found[1:], likely, strict=True)
    ]
    return [replace(best, confidence=round(confidence, 2)), *others]
