"""Invented personal data as Chinese texts write it: drawn with a seed, with valid check digits."""

import random
from collections.abc import Callable

from slm_core.corpus.pii import checksums
from slm_core.corpus.pii.entity import EntityType

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余于杜叶程苏魏"
    "吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_DOUBLE = ("欧阳", "司马", "上官", "诸葛")
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志红梅文斌宇浩凯健俊帆雪琳晓燕思雨欣"
    "怡梓涵子轩"
    "佳慧婷倩鹏飞龙晨阳海波春生永福德胜淑珍凤云月莲瑞祥嘉诚"
)
_CITIES = (
    ("北京市", ("朝阳区", "海淀区", "丰台区", "通州区")),
    ("上海市", ("浦东新区", "徐汇区", "闵行区")),
    ("广东省广州市", ("天河区", "越秀区", "番禺区")),
    ("广东省深圳市", ("南山区", "福田区")),
    ("浙江省杭州市", ("西湖区", "余杭区")),
    ("四川省成都市", ("武侯区", "金牛区")),
    ("湖北省武汉市", ("洪山区", "江岸区")),
    ("河南省商丘市", ("虞城县", "睢阳区")),
    ("山东省青岛市", ("市南区", "崂山区")),
    ("陕西省西安市", ("雁塔区", "碑林区")),
)
_ROADS = (
    *("建国", "中山", "人民", "解放", "学府", "滨河", "长江", "和平"),
    *("文化", "幸福", "南京", "黄河", "迎宾", "育才", "青年", "东风"),
)
_ESTATES = (
    *("阳光小区", "幸福里小区", "金色家园", "翠竹苑", "锦绣花园"),
    *("滨江公寓", "和平新村", "学府花园", "东方名城", "丽景嘉苑"),
)
_PLATES = "京津沪冀豫辽黑湘皖鲁苏浙赣鄂桂甘晋陕吉闽贵粤川云"
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_CHINESE = "〇一二三四五六七八九"


def name(draw: random.Random) -> str:
    """A surname with a given name of one or two signs."""
    surname = draw.choice(_DOUBLE) if draw.random() < 0.04 else draw.choice(_SURNAMES)
    return surname + "".join(draw.sample(_GIVEN, 1 if draw.random() < 0.25 else 2))


def surname(draw: random.Random) -> str:
    """A surname alone, of those that are no other word."""
    return draw.choice("王李张刘陈杨赵吴周徐孙朱胡郭林罗郑梁宋唐韩冯邓曹彭")


def mobile(draw: random.Random) -> str:
    """A mobile number, mostly in one piece."""
    digits = f"1{draw.choice('35789')}{draw.randrange(10**9):09}"
    form = draw.random()
    if form < 0.6:
        return digits
    if form < 0.8:
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    if form < 0.95:
        return f"{digits[:3]}-{digits[3:7]}-{digits[7:]}"
    return "".join(chr(ord(digit) + 0xFEE0) for digit in digits)


def landline(draw: random.Random) -> str:
    """A number with its area, in one of the ways people write it."""
    area = draw.choice(("010", "021", "0755", "0571", "028", "027"))
    number = f"{draw.randrange(20_000_000, 90_000_000)}"
    return draw.choice((f"{area}-{number}", f"（{area}）{number}", f"({area}){number}"))


def identity(draw: random.Random) -> str:
    """A number of an identity card of the mainland, its check character valid."""
    area = draw.choice(("110105", "310104", "440106", "330106", "510107", "370202"))
    day = f"{draw.randrange(1945, 2015)}{draw.randrange(1, 13):02}{draw.randrange(1, 29):02}"
    body = f"{area}{day}{draw.randrange(1000):03}"
    return next(body + sign for sign in "0123456789X" if checksums.chinese_identity(body + sign))


def hong_kong(draw: random.Random) -> str:
    """A Hong Kong identity number."""
    body = f"{draw.choice('ABCDEGKPRYZ')}{draw.randrange(10**6):06}"
    whole = (f"{body}({sign})" for sign in "0123456789A")
    return next(code for code in whole if checksums.hong_kong_identity(code))


def taiwan(draw: random.Random) -> str:
    """An identity number of Taiwan."""
    body = f"{draw.choice('ABDEFHJKNPQT')}{draw.choice('12')}{draw.randrange(10**7):07}"
    return next(body + sign for sign in "0123456789" if checksums.taiwan_identity(body + sign))


def permit(draw: random.Random) -> str:
    """A travel permit to Hong Kong and Macao."""
    return f"C{draw.choice('123456789ABCD')}{draw.randrange(10**7):07}"


def taiwan_permit(draw: random.Random) -> str:
    """A permit of people from Taiwan."""
    return f"{draw.randrange(10**7, 10**8)}"


def passport(draw: random.Random) -> str:
    """A passport of the mainland."""
    return f"{draw.choice(('E', 'G', 'EA', 'EB'))}{draw.randrange(10**7, 10**8)}"[:9]


def record(draw: random.Random) -> str:
    """The number of a hospital's record."""
    digits = f"{draw.randrange(10**6, 10**8)}"
    return draw.choice((digits, f"ZY{digits}", f"{draw.randrange(10**4, 10**6)}"))


def card(draw: random.Random) -> str:
    """The number of a bank card, valid by Luhn, in one piece or in groups of four."""
    length = draw.choice((16, 19))
    body = "62" + "".join(draw.choices("0123456789", k=length - 3))
    digits = next(body + digit for digit in "0123456789" if checksums.luhn(body + digit))
    if draw.random() < 0.5:
        return digits
    return " ".join(digits[at : at + 4] for at in range(0, length, 4))


def address(draw: random.Random) -> str:
    """A home, with its city or without."""
    city, districts = draw.choice(_CITIES)
    district = draw.choice(districts)
    road = f"{draw.choice(_ROADS)}{draw.choice(('路', '街', '大道', '东路', '北街'))}"
    estate = draw.choice(_ESTATES)
    number, building = draw.randrange(1, 300), draw.randrange(1, 30)
    entrance, flat = draw.randrange(1, 7), draw.randrange(101, 1200)
    home = draw.choice(
        (
            f"{road}{number}号",
            f"{road}{number}号{building}号楼{entrance}单元{flat}室",
            f"{road}{number}号{estate}{building}栋{flat}",
            f"{estate}{building}幢{entrance}单元{flat}",
            f"{estate}{building}-{entrance}-{flat}",
            f"{road}{number}弄{building}号{flat}室",
        )
    )
    return draw.choice((city + district, city + district, district)) + home


def plate(draw: random.Random) -> str:
    """A licence plate, one in five of an electric car."""
    province = draw.choice(_PLATES) + draw.choice("ABCDEFG")
    dot = draw.choice(("", "", "·"))
    if draw.random() < 0.2:
        return f"{province}{dot}D{draw.randrange(10**5):05}"
    tail = "".join(draw.choices(_LETTERS + "0123456789" * 4, k=4))
    return f"{province}{dot}{tail}{draw.randrange(10)}"


def birth(draw: random.Random) -> str:
    """A day of birth, in figures or written out."""
    year, month, day = draw.randrange(1935, 2018), draw.randrange(1, 13), draw.randrange(1, 29)
    written_year = "".join(_CHINESE[int(digit)] for digit in str(year))
    return draw.choice(
        (
            f"{year}年{month}月{day}日",
            f"{year}-{month:02}-{day:02}",
            f"{year}年{month}月",
            f"{year}.{month}.{day}",
            f"{written_year}年{_count(month)}月",
            f"{written_year}年{_count(month)}月{_count(day)}日",
        )
    )


def _count(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _CHINESE[tens] + "十") + (
        _CHINESE[ones] if ones else ""
    )


def qq(draw: random.Random) -> str:
    """A QQ number."""
    return f"{draw.randrange(10**5, 10**10)}"


def wechat(draw: random.Random) -> str:
    """The name of a WeChat account."""
    word = draw.choice(("sunny", "wxid_", "lihua", "blue-sky", "zhao_"))
    return f"{word}{draw.randrange(100, 99999)}"


def email(draw: random.Random) -> str:
    """An e-mail address."""
    name = draw.choice(("zhang", "li.na", "wang_2"))
    return f"{name}{draw.randrange(99)}@{draw.choice(('qq.com', '163.com', 'example.org'))}"


VALUES: dict[str, tuple[EntityType, Callable[[random.Random], str]]] = {
    "name": ("name", name),
    "surname": ("name", surname),
    "mobile": ("phone", mobile),
    "landline": ("phone", landline),
    "id": ("identity", identity),
    "hongkong": ("identity", hong_kong),
    "taiwan": ("identity", taiwan),
    "permit": ("identity", permit),
    "taiwanpermit": ("identity", taiwan_permit),
    "passport": ("identity", passport),
    "record": ("identity", record),
    "card": ("card", card),
    "address": ("address", address),
    "plate": ("plate", plate),
    "birth": ("birth_date", birth),
    "qq": ("account", qq),
    "wechat": ("account", wechat),
    "email": ("email", email),
}
"""What a template's {place} is filled with, and what kind of personal data that is."""
