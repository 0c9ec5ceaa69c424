"""How much a decoded text looks like one that somebody wrote. Knows no bytes and no files.

The measure is coarse on purpose: it only has to tell the right reading of some bytes from the
wrong ones. In a wrong reading rare characters are as frequent as common ones; in real Chinese,
Japanese or Korean some three hundred characters make up more than half of the text.
"""

import re
from collections import Counter
from dataclasses import dataclass

_HAN = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过"
    "发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本"
    "前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很"
    "最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度"
    "门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活更别打女变四神总何电数"
    "安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指许统区保至队形社便空决治展马科司"
    "五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取格"
    "望觉术领共确传师观清今切院让识候带导争运病药医疗症患痛吃请您吗呢吧谢货款店买"
    "這個們來國為說時會對過發後裡還進樣開從實軍無與長機關點業將兩間問應戰頭體見產話給門東聲員論處"
    "義幾條氣題變總電數報結務場計許統區隊決馬書則聽達強難權設記類據邊張該規萬覺術領確傳師觀讓識帶"
    "導爭運學經動當現沒種麼於並"
)
_HANGUL = frozenset(
    "이다는의에가하고을를지은로기사어한인도리시자대서나그아일수해정있었라들과만보제여전으부장원우것면"
    "동주요게니데스적년성상모국무신위구경오조관세당중공생할소선안미거비내물러학교분실들화문연방유세계"
)
_KANA = frozenset(map(chr, (*range(0x3041, 0x3097), *range(0x30A1, 0x30FD)))) | frozenset("々")
_MARKS = frozenset("、。「」『』（），！？：；…—“”‘’《》【】〈〉・～\u3000")
_WESTERN = frozenset(
    "àâäáãåæçèéêëìíîïñòóôõöøœùúûüßÀÂÄÁÃÅÆÇÈÉÊËÍÎÑÓÔÕÖØŒÚÜ“”‘’‚„–—…«»°€£§©®·•¿¡\xa0"
)
_HIGH_RUN = re.compile(r"[^\x00-\x7f]+")
_PRINTABLE = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("\n\r\t")


@dataclass(frozen=True)
class Script:
    """What is usual in an East Asian encoding: a codec, the common characters, the common rows."""

    codec: str
    common: frozenset[str]
    rows: range
    """First bytes of the characters that its standard calls frequent."""
    kana: bool = False
    """Whether a text without Japanese letters is unlikely."""


CJK: dict[str, Script] = {
    "GB18030": Script("gb2312", _HAN | _MARKS, range(0xB0, 0xD8)),
    "Big5": Script("big5", _HAN | _MARKS, range(0xA4, 0xC7)),
    "Shift-JIS": Script("cp932", _KANA | _HAN | _MARKS, range(0x88, 0x98), kana=True),
    "EUC-JP": Script("euc_jp", _KANA | _HAN | _MARKS, range(0xB0, 0xD0), kana=True),
    "EUC-KR": Script("euc_kr", _HANGUL | _MARKS, range(0xB0, 0xC9)),
}
"""The encodings told apart here, by the names of `slm_core.corpus.encodings`."""


def legibility(text: str, *, script: Script | None = None) -> float:
    """From 1 (only common characters) to below 0 (much that cannot be read).

    With a script only characters beyond ASCII count; without one (UTF-16, where a wrong byte
    order also spoils ASCII) all of them do.
    """
    points = total = kana = 0.0
    for char, count in Counter(text).items():
        if script is not None and char < "\x80":
            continue
        total += count
        points += count * _weight(char, script)
        kana += count * (char in _KANA)
    if not total:
        return 0.0
    if script is not None and script.kana and kana < 0.1 * total:
        points *= 0.5
    return points / total


def western_legibility(text: str) -> float:
    """As `legibility`, for Western European text: single accented letters among plain ones."""
    points = total = 0.0
    for run in _HIGH_RUN.findall(text):
        total += len(run)
        known = sum(char in _WESTERN for char in run)
        # One accent in a word is the rule and two side by side happen; a row of them does not.
        points += known * {1: 1.0, 2: 0.5}.get(len(run), 0.0) - 3 * run.count("\ufffd")
    return points / total if total else 0.0


def _weight(char: str, script: Script | None) -> float:
    if char == "\ufffd":
        return -3.0
    if script is None:
        if char in _PRINTABLE or char in _HAN or char in _KANA or char in _MARKS:
            return 1.0
        return 0.4 if "\u4e00" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3" else 0.0
    if char in script.common:
        return 1.0
    try:
        return 0.5 if char.encode(script.codec)[0] in script.rows else 0.0
    except UnicodeEncodeError:
        return 0.0
