"""Every encoding is found where its bytes allow it, and what is not text is refused."""

import codecs
import random
from pathlib import Path

import pytest

from slm_core.corpus.encodings.decode import ENCODINGS, decode, encoding_name
from slm_core.corpus.encodings.ranking import ranked
from slm_core.errors import CorpusError

CHINESE = "高血压病人可以口服党参的。党参有降血脂，降血压的作用，可以彻底消除血液中的垃圾。"
TRADITIONAL = "維基百科是一個自由內容、公開編輯的網路百科全書，任何人都可以為它做出貢獻。"
JAPANESE = (
    "親譲りの無鉄砲で小供の時から損ばかりしている。小学校に居る時分学校の二階から飛び降りた。"
)
KOREAN = "대한민국의 주권은 국민에게 있고, 모든 권력은 국민으로부터 나온다."
RUSSIAN = "Все люди рождаются свободными и равными в своем достоинстве и правах."
UKRAINIAN = "Всі люди народжуються вільними і рівними у своїй гідності та правах."
POLISH = "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. " * 3
CZECH = "Všichni lidé rodí se svobodní a sobě rovní co do důstojnosti a práv. " * 3
GREEK = "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια."
TURKISH = "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. " * 5
HEBREW = "כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם. כולם חוננו בתבונה ובמצפון."
ARABIC = "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق. وقد وهبوا عقلا وضميرا."
FRENCH = "Où est la clé ? « Elle est déjà là », répondit-elle ; l’été fut très chaud."
VIETNAMESE = "Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền lợi."
ENGLISH = "The patient’s temperature was 38.5 °C – higher than expected. “It’s fine,” she said…"

CASES = [
    ("GB18030", "gb18030", CHINESE),
    ("GB18030", "gb18030", "你好世界"),
    ("GB18030", "gb18030", "Name: 王 Age: 52 患者无不适"),
    ("Big5", "big5hkscs", TRADITIONAL),
    ("Shift-JIS", "cp932", JAPANESE),
    ("EUC-JP", "euc_jp", JAPANESE),
    ("EUC-KR", "cp949", KOREAN),
    ("Windows-1252", "cp1252", FRENCH),
    ("Windows-1252", "cp1252", ENGLISH),
    ("Windows-1252", "cp1252", "Grüße aus Köln"),
    ("Windows-1252", "cp1252", "caf\u00e9"),
    ("Windows-1252", "cp1252", "a volume of 5 m³, ±0.2 µg, £100"),
    ("Windows-1251", "cp1251", RUSSIAN),
    ("Windows-1251", "cp1251", UKRAINIAN),
    ("KOI8-R", "koi8-r", RUSSIAN),
    ("Windows-1250", "cp1250", POLISH),
    ("Windows-1250", "cp1250", CZECH),
    ("Windows-1253", "cp1253", GREEK),
    ("Windows-1254", "cp1254", TURKISH),
    ("Windows-1255", "cp1255", HEBREW),
    ("Windows-1256", "cp1256", ARABIC),
    ("ISO-2022-JP", "iso2022_jp", f"Subject: {JAPANESE}\n" * 3),
    ("CP850", "cp850", "Grüße aus Köln, schöne Straße, Übung, müßig. " * 5),
    ("CP850", "cp437", "El niño comió la piña mañana por la mañana, ¿sí? " * 3),
    ("CP866", "cp866", RUSSIAN),
    ("ISO-8859-5", "iso8859-5", RUSSIAN),
    ("Mac-Cyrillic", "mac_cyrillic", RUSSIAN.upper() + RUSSIAN),
    ("ISO-2022-KR", "iso2022_kr", KOREAN),
    ("Johab", "johab", KOREAN),
    ("HZ", "hz", CHINESE),
    ("EUC-TW", "euc_tw", TRADITIONAL),
    ("VISCII", "viscii", VIETNAMESE * 2),
    ("CP037", "cp037", "Notes of the pump at gate seven; it was oiled and nothing was found. " * 5),
    *(
        ("UTF-16", codec, text)
        for codec in ("utf-16-le", "utf-16-be", "utf-16")
        for text in (ENGLISH, CHINESE, JAPANESE, KOREAN, RUSSIAN)
    ),
    *(("UTF-32", codec, CHINESE) for codec in ("utf-32-le", "utf-32-be", "utf-32")),
    ("UTF-8", "utf-8", CHINESE),
    ("UTF-8", "utf-8-sig", ENGLISH),
    ("UTF-8", "ascii", "Plain words."),
]


@pytest.mark.parametrize(("name", "codec", "text"), CASES)
def test_the_encoding_is_found(name: str, codec: str, text: str) -> None:
    found = decode(text.encode(codec))
    assert found.text == text
    assert found.encoding == name
    assert 0 < found.confidence <= 1
    assert str(found.note).endswith(".")
    assert not found.damage


@pytest.mark.parametrize(("name", "codec", "text"), CASES)
def test_a_chosen_encoding_is_taken(name: str, codec: str, text: str) -> None:
    found = decode(text.encode(codec), encoding=name)
    assert found.text == text
    assert found.encoding == name
    assert found.confidence == 1


REAL = [
    ("formats/botchan_shift_jis.txt", "Shift-JIS", "無鉄砲《むてっぽう》"),
    ("formats/chinese_big5.txt", "Big5", "維基大典"),
    ("formats/english_bom.txt", "UTF-8", "1\n00:00:06,500"),
    ("formats/french_cp1252.txt", "Windows-1252", "JEAN-BAPTISTE POQUELIN MOLIÈRE"),
    ("formats/neike_gb18030.txt", "GB18030", "高血压患者能吃党参吗？"),
    ("formats/udhr_german_latin1.txt", "Windows-1252", "Allgemeine Erklärung"),
    ("formats/rust_book_ch04-01.md", "UTF-8", "What Is Ownership?"),
    ("zh_medical_gb18030/neike_5000-6000.gb18030.csv", "GB18030", "高血压病人可以口服党参的"),
    ("de_gesetze/bgb.md", "UTF-8", "Bürgerliches Gesetzbuch"),
    ("tinyshakespeare/input.txt", "UTF-8", "First Citizen:"),
]


@pytest.mark.parametrize(("file", "name", "snippet"), REAL)
def test_real_files_are_read_right(real_data: Path, file: str, name: str, snippet: str) -> None:
    found = decode((real_data / file).read_bytes())
    assert found.encoding == name
    assert snippet in found.text
    assert "\ufffd" not in found.text
    assert "\r" not in found.text
    assert found.confidence > 0.6


def test_real_chinese_is_found_in_short_pieces_too(real_data: Path) -> None:
    data = (real_data / "formats/neike_gb18030.txt").read_bytes().decode("gb18030")
    rng = random.Random(7)
    for _ in range(100):
        start = rng.randrange(len(data) - 20)
        piece = data[start : start + 20].replace("\r", "")
        assert decode(piece.encode("gb18030")).text == piece


def test_a_large_file_is_judged_by_all_of_it_not_its_head() -> None:
    plain = b"An English preface without a single accent. " * 20_000
    chinese = (CHINESE * 30).encode("gb18030")
    found = decode(plain + chinese)
    assert found.encoding == "GB18030"
    assert found.text.endswith(CHINESE)
    accent = "déjà vu".encode("cp1252")
    assert decode(plain + accent + plain).encoding == "Windows-1252"


def test_line_ends_and_marks_are_made_alike() -> None:
    assert decode(b"\xef\xbb\xbfone\r\ntwo\rthree\n").text == "one\ntwo\nthree\n"
    assert decode("one\r\ntwo".encode("utf-16")).text == "one\ntwo"


def test_a_few_broken_bytes_do_not_change_the_encoding_and_are_told() -> None:
    for codec, name in (("utf-8", "UTF-8"), ("gb18030", "GB18030")):
        data = (CHINESE * 50).encode(codec)
        found = decode(data + b"\xff\xff" + data[:-1])
        assert found.encoding == name
        assert found.text.startswith(CHINESE)
        assert f"at byte {len(data):,}" in str(found.damage[0])


def test_stray_null_bytes_are_left_out_and_told() -> None:
    found = decode(b"a line\0 of text that goes on for a while, long enough\n" * 3)
    assert "\0" not in found.text
    assert (*map(str, found.damage),) == ("3 control characters such as null bytes were left out",)
    found = decode(b"a line\x01 of text that goes on for a while, long enough for a text\n")
    assert (*map(str, found.damage),) == ("1 control character was left out",)


PLAIN = "Plain words follow here, and go on for a while. " * 40


@pytest.mark.parametrize("few", ["He said it’s fine — really. ", "naïve café déjà. ", "It’s. "])
def test_one_stray_byte_makes_no_greek_of_english(few: str) -> None:
    data = few.encode() + PLAIN.encode() + b"caf\xe9. " + PLAIN.encode()
    found = decode(data)
    assert found.encoding == "UTF-8"
    assert found.text.startswith(few)
    assert f"at byte {data.index(0xE9):,}" in str(found.damage[0])
    assert found.confidence < 1


def test_mojibake_beside_what_is_right_is_not_broken_further() -> None:
    data = "na\u00c3\u00afve caf\u00c3\u00a9. café, naïve, déjà. ".encode("cp1252") + PLAIN.encode()
    found = decode(data)
    assert found.encoding == "Windows-1252"
    assert "\ufffd" not in found.text


@pytest.mark.parametrize("row", [b"abc\0def\0", b"abcde\0", b"\0word word"])
def test_words_with_null_bytes_between_them_are_no_chinese(row: bytes) -> None:
    with pytest.raises(CorpusError, match="not text"):
        decode(row * 100)


BINARIES = {
    "noise": random.Random(3).randbytes(5_000),
    "nulls": bytes(5_000),
    "program": b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 8,
    "one byte": b"\x01",
}


@pytest.mark.parametrize("name", BINARIES)
def test_what_is_no_text_is_refused(name: str) -> None:
    with pytest.raises(CorpusError, match=r"not plain text|not text"):
        decode(BINARIES[name])


def test_noise_is_refused_even_where_an_encoding_is_chosen_that_takes_every_byte() -> None:
    with pytest.raises(CorpusError, match="not text"):
        decode(BINARIES["noise"], encoding="Latin-1")


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (b"%PDF-1.7\n", "a PDF file"),
        (b"PK\x03\x04", "a ZIP file"),
        (b"\xff\xd8\xff\xe0", "a JPEG picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old Office file"),
        (b"{\\rtf1\\ansi", "an RTF document"),
    ],
)
def test_known_kinds_of_files_are_named(head: bytes, what: str) -> None:
    with pytest.raises(CorpusError, match=f"This is {what}"):
        decode(head + b"text " * 100)


def test_a_chosen_encoding_that_does_not_fit_names_the_first_bad_byte() -> None:
    with pytest.raises(CorpusError, match=r"not UTF-8: byte 4 \(0xE9\) does not fit"):
        decode(b"abc \xe9t\xe9", encoding="UTF-8")
    with pytest.raises(CorpusError, match="byte 6 "):
        decode(b"\xef\xbb\xbfabc\xff", encoding="UTF-8")


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("gbk", "GB18030"),
        ("utf8", "UTF-8"),
        ("latin1", "Latin-1"),
        ("sjis", "Shift-JIS"),
        ("iso-2022-jp", "ISO-2022-JP"),
        ("ibm437", "CP437"),
    ],
)
def test_common_aliases_are_understood(alias: str, name: str) -> None:
    assert encoding_name(alias) == name


@pytest.mark.parametrize("name", ["klingon", "base64", "rot13", "", "\0", "idna"])
def test_other_names_are_refused_with_the_list(name: str) -> None:
    with pytest.raises(CorpusError, match="GB18030"):
        decode(b"text", encoding=name)


def test_every_offered_encoding_can_be_chosen() -> None:
    for name in ENCODINGS:
        assert decode("plain".encode(encoding_name(name)), encoding=name).text == "plain"


def test_codecs_that_python_lacks_decode_whole_and_in_pieces() -> None:
    for name, text in (("EUC-TW", TRADITIONAL), ("VISCII", VIETNAMESE)):
        data = text.encode(name)
        assert decode(data, encoding=name).text == text
        decoder = codecs.getincrementaldecoder(name)()
        pieces = [decoder.decode(bytes([byte])) for byte in data]
        assert "".join(pieces) + decoder.decode(b"", final=True) == text
        assert (data + b"\xff").decode(name, errors="replace")[: len(text)] == text
    with pytest.raises(CorpusError, match="not EUC-TW: byte 1 "):
        decode(b"a\xff\xff", encoding="EUC-TW")
    with pytest.raises(UnicodeEncodeError):
        "🦊".encode("EUC-TW")


def test_a_declaration_counts_where_the_bytes_are_so_and_else_that_is_said() -> None:
    page = f'<html><meta charset="{{}}"><p>{CZECH}</p></html>'
    found = decode(page.format("ISO-8859-2").encode("iso8859-2"))
    assert (found.encoding, found.text) == ("ISO-8859-2", page.format("ISO-8859-2"))
    found = decode(page.format("EUC-JP").encode("utf-8"))
    assert (found.encoding, found.text) == ("UTF-8", page.format("EUC-JP"))
    assert "says that it is in EUC-JP, which its bytes are not" in str(found.damage[0])
    found = decode(page.format("UTF-8").encode("cp1250"))
    assert found.text == page.format("UTF-8")
    assert "says that it is in UTF-8" in str(found.damage[0])
    quoted = 'A page says <meta charset="koi8-r">. Wszyscy ludzie rodzą się wolni i równi. ' * 3
    assert decode(quoted.encode("cp1250")).text == quoted


@pytest.mark.parametrize("codec", ["cp1252", "cp1251", "gb18030", "shift_jis"])
def test_lines_that_are_not_utf8_are_read_by_themselves(codec: str) -> None:
    line = {"cp1252": FRENCH, "cp1251": RUSSIAN, "gb18030": CHINESE, "shift_jis": JAPANESE}[codec]
    utf8 = "Über die Brücke ging sie früh, größer als je.\n".encode() * 9
    data = utf8 + (line + "\n").encode(codec) * 3 + utf8
    found = decode(data)
    assert found.text == utf8.decode() + (line + "\n") * 3 + utf8.decode()
    assert found.encoding == "UTF-8"
    assert "3 lines are not UTF-8" in str(found.damage[0])
    assert f"at byte {len(utf8):,}" in str(found.damage[0])


@pytest.mark.parametrize("few", [b"\xbb", b"2y\x9c$\xce\x0cwZ", b"\xa7\xcc[e\x0e\x93\xfcD"])
def test_confidences_of_what_hardly_reads_in_any_encoding_stay_shares(few: bytes) -> None:
    sure = [one.confidence for one in ranked(few)]
    assert all(0.0 <= one <= 1.0 for one in sure)
    assert sum(sure) == pytest.approx(1.0, abs=0.05)


def test_a_line_in_another_encoding_is_read_by_it_where_the_lines_end_in_three_ways():
    lines = [f"{n}: José Álvarez slept well.".encode() for n in range(60)]
    lines[30] = "Zoë Brontë had café au lait spots, 38°".encode("cp1252")
    data = b"".join(line + (b"\n", b"\r", b"\r\n")[n % 3] for n, line in enumerate(lines))
    decoded = decode(data)
    assert "\ufffd" not in decoded.text
    assert decoded.text.split("\n")[30] == "Zoë Brontë had café au lait spots, 38°"
    assert len(decoded.text.split("\n")) == 61
