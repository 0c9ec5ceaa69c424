"""Tables of the usual characters of the scripts that each old encoding was made for.

In a wrong reading of some bytes rare characters are as frequent as common ones; in real text
some three hundred characters make up more than half of Chinese, and ten letters more than half
of Russian. So a few common characters are enough to tell the right reading from the others.
"""

from dataclasses import dataclass, replace
from typing import Literal

HAN_LETTERS = frozenset(
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
HANGUL_LETTERS = frozenset(
    "이다는의에가하고을를지은로기사어한인도리시자대서나그아일수해정있었라들과만보제여전으부장원우것면"
    "동주요게니데스적년성상모국무신위구경오조관세당중공생할소선안미거비내물러학교분실들화문연방유세계"
)
KANA_LETTERS = frozenset(map(chr, (*range(0x3041, 0x3097), *range(0x30A1, 0x30FD)))) | frozenset(
    "々"
)
EAST_MARKS = frozenset("、。「」『』（），！？：；…—“”‘’《》【】〈〉・～\u3000")
WEST_MARKS = frozenset("“”‘’‚„–—…«»›‹°€£§©®·•±×÷µ²½¡™†‰ªº\xa0\xad")
AFTER_WORD = frozenset("¹³¼¾")
"""Marks that no letter follows; in Polish texts read wrongly one does."""
BEFORE_WORD = frozenset("¿")
"""A mark that no letter precedes."""


@dataclass(frozen=True)
class LetterTable:
    """One language or group of languages in the encoding that it was kept in."""

    encoding: str
    """As `slm_core.corpus.encodings.names` names it."""
    kind: Literal["east", "latin", "alphabet"]
    """Characters of two bytes; accents among plain letters; letters of another alphabet."""
    common: frozenset[str]
    """What more than half of a text (of the characters beyond ASCII) is."""
    other: frozenset[str] = frozenset()
    """What else is no surprise."""
    codec: str = ""
    """For East Asian ones: where `rows` are counted."""
    rows: range = range(0)
    """First bytes of the characters that the standard itself puts among the frequent."""
    kana: bool = False
    """Whether a text without Japanese letters is unlikely."""


def _latin(encoding: str, letters: str) -> LetterTable:
    every = frozenset(letters) | frozenset(letters.upper())
    return LetterTable(encoding, "latin", every)


def _alphabet(encoding: str, common: str, other: str) -> LetterTable:
    return LetterTable(encoding, "alphabet", frozenset(common), frozenset(other))


_RUSSIAN = ("оеаинтсрвл", "кмдпуяыьгзбчйхжшюцщэфёъ")

WRITINGS: tuple[LetterTable, ...] = (
    # Of readings that are equally good the first is taken, so the most usual ones lead.
    _latin("Windows-1252", "éèêàâçîïôùûëœæ"),
    _latin("Windows-1252", "äöüß"),
    _latin("Windows-1252", "áéíóúñü"),
    _latin("Windows-1252", "ãõçáéíóúâêôà"),
    _latin("Windows-1252", "àèéìòù"),
    _latin("Windows-1252", "åäöæøé"),
    _latin("Windows-1252", "ðþæöáéíóúý"),
    _latin("Windows-1250", "ąćęłńóśźż"),
    _latin("Windows-1250", "áčďéěíňóřšťúůýžäľĺô"),
    _latin("Windows-1250", "áéíóöőúüű"),
    _latin("Windows-1250", "čćžšđ"),
    _latin("Windows-1250", "ăâîşţ"),
    _latin("Windows-1254", "çğıöşüâîİ"),
    _latin("Windows-1257", "ąčęėįšųūžāēģīķļņõäöü"),
    _latin(
        "VISCII",
        "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
    ),
    LetterTable(
        "GB18030", "east", HAN_LETTERS | EAST_MARKS, codec="gb2312", rows=range(0xB0, 0xD8)
    ),
    LetterTable("Big5", "east", HAN_LETTERS | EAST_MARKS, codec="big5", rows=range(0xA4, 0xC7)),
    LetterTable("EUC-TW", "east", HAN_LETTERS | EAST_MARKS, codec="big5", rows=range(0xA4, 0xC7)),
    LetterTable(
        "Shift-JIS",
        "east",
        KANA_LETTERS | HAN_LETTERS | EAST_MARKS,
        codec="cp932",
        rows=range(0x88, 0x98),
        kana=True,
    ),
    LetterTable(
        "EUC-JP",
        "east",
        KANA_LETTERS | HAN_LETTERS | EAST_MARKS,
        codec="euc_jp",
        rows=range(0xB0, 0xD0),
        kana=True,
    ),
    LetterTable(
        "EUC-KR", "east", HANGUL_LETTERS | EAST_MARKS, codec="euc_kr", rows=range(0xB0, 0xC9)
    ),
    _alphabet("Windows-1251", *_RUSSIAN),
    _alphabet("Windows-1251", "оаинвтеірс", "лкмдпуяьгзбчйхжшюцщєїґф"),
    _alphabet("KOI8-R", *_RUSSIAN),
    _alphabet("Windows-1253", "αοιετσνηυρ", "πκμλςόάίέήδύωγχθώφβξζψϊϋΐ"),
    _alphabet("Windows-1255", "יוהלאתרמבש", "עדנחקפםכגטןצזסךףץ"),
    _alphabet("Windows-1256", "اليمونرتبة", "عدفهسكقحجشصطخذىئءأإآؤزثضظغپچژگ"),
)
"""Every way of reading bytes that is tried when they are not Unicode."""

DOS: tuple[LetterTable, ...] = (
    *(replace(table, encoding="CP850") for table in WRITINGS if table.encoding == "Windows-1252"),
    _alphabet("CP866", *_RUSSIAN),
)
"""The same of files that are older still, so seldom that they must read clearly better."""
