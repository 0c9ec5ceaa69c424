"""Addresses in Chinese texts: a road, village or estate with a number, and what leads up to it.

A place without the number of a house is nobody's address, unless a label says that it is one.
"""

import re

from slm_core.corpus.pii.entity import Certainty, PiiEntity
from slm_core.corpus.text.scripts import COMMON_HAN, HAS_COMMON_HAN

_STREET = (
    "大街|大道|马路|公路|胡同|里弄|路|街|道|巷|弄|条|段|坊|圩|小区|社区|新村|花园|家园|公寓|家属院"
    "|大院|宿舍楼?|别墅|山庄"
    "|庄园|广场|大厦|大楼|中心|工业园|产业园|科技园|园区|新城|名城|华庭|豪庭|雅居|雅苑|嘉苑|公馆"
    "|里|苑|园|城|府|湾|郡|居|庭|轩|邸|院"
    "|村|屯|庄|寨|组|镇|乡|街道|农场|林场|號院|區|巷子"
)
_NUMBER = r"(?:\d{1,5}[A-Za-z]?|[A-Za-z]\d{0,3}|[一二三四五六七八九十百零〇]{1,5}|[甲乙丙丁])"
_UNIT = (
    "号院|号楼|号|號|栋|棟|幢|座|弄|巷|胡同|单元|單元|组|組|社|队|层|楼|樓|室|户|房|附|之|门|区|期|院"
    "|#"
)
TRIGGER = (
    rf"((?:{_STREET})(?:[东西南北中][一二三四五]?(?:路|段|街|巷|区)?|[一二三四五六七八九十]{{1,2}}(?:路|段|街|巷|期|区))?"
    rf"[ （(]?(?:第|附|甲|乙)?(?:{_NUMBER} ?(?:{_UNIT})|{_NUMBER}(?:-\d{{1,4}}){{1,3}}))"
)
"""Where a road, a village or an estate stands before a number, as a pattern."""
LABEL = (
    "((?:家庭|现|户籍|户口|通讯|联系|收货|收件|寄件|居住|常住|暂住|身份证|注册|邮寄|单位|工作"
    "|送货|详细|家里|具体|上门|配送)?"
    "(?:地址|住址|住所|居住地)|戶籍地址|通訊地址|户籍所在地|现住|家住)"
)
"""What says that an address follows."""

_TAIL = re.compile(
    rf"(?:[ ，,（(\-－—]?(?:第|附|甲|乙)?{_NUMBER} ?(?:{_UNIT})[）)]?|{_NUMBER}(?=-\d)"
    rf"|[\-－—之]{_NUMBER}(?!\d)|(?<=[栋棟幢座楼樓元單院号號]) ?\d{{3,4}}[室户房]?(?!\d)"
    rf"|(?<=[号號院]) ?[{COMMON_HAN}]{{2,10}}?"
    r"(?:小区|花园|家园|公寓|苑|大厦|新村|大楼|广场|宿舍|国际|中心|城|府|庭|湾)"
    r"(?= ?[A-Za-z\d一二三四五六七八九十]{1,5} ?(?:号|栋|幢|座|单元|室|楼))"
    rf"|(?<=[栋幢座楼元号])[东西南北]?[一二三四五六七八九十\d]{{1,2}}[门户]"
    rf"|[{COMMON_HAN}A-Za-z]座)"
)
_START_OF_NUMBER = re.compile(rf"[ （(]?(?:第|附|甲|乙)?{_NUMBER} ?(?:{_UNIT}|-)")
_LEFT = re.compile(
    rf"(?:[{COMMON_HAN}A-Za-z\d·]|(?<=[省市区县州镇乡道旗盟區縣鄉鎮]) ?[ ，,]? ?){{1,46}}\Z"
)
_PROVINCE = (
    "北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南"
    "|广东|海南|四川|贵州|云南"
    "|陕西|甘肃|青海|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|台湾|臺灣|台北|臺北|新北|桃園|台中|臺中"
    "|台南|臺南|高雄|九龍|九龙|新界"
)
_FIRST = re.compile(_PROVINCE)
_LEAD = re.compile(
    r"(?:地址|住址|住所|住处|家住|住在|现住|居住|暂住|常住|租住|搬到|搬至|搬家到|送到|送至|寄到"
    r"|寄至|寄往|寄回|位于|坐落|地点"
    r"|户籍|户口|籍贯|老家|家在|来自|迁至|前往|赶到|赶往|开到|停在|到达|抵达|发往|发到|邮寄|上门"
    r"|在|到|往|至|于|於|是|为|從|从|住|去|[我他她你]家|改成|改为|换成|换到|变更为|回)"
    r"(?:[:：是为在于]|地址)?"
)
_VAGUE = frozenset(
    [
        "本",
        "该",
        "此",
        "我",
        "贵",
        "老",
        "新",
        "全",
        "各",
        "某",
        "同",
        "旧",
        "我们",
        "你们",
        "他们",
        "这个",
        "那个",
        "同一",
        "一个",
        "整个",
        "所有",
        "各个",
        "园",
        "厂",
    ]
)
_NO_HOUSE = re.compile(
    "(?!门口|门卫|门前|门市|门面)"
    "(?:线|机|泵|炉|阀|罐|塔|车|柜|箱|变|井|窑|仓|闸|台|球|选手|床|文|令|公告|馆|门|出口|口|岗|哨"
    "|站|电|风|水|压|皮带|磨|窗"
    "|设备|生产|锅|房|桩|墩|杆|路灯|灯|管|桥|隧|标|矿|坑|煤|槽|池|表|仪|点|探|传|屏|样|试|员|厅)"
)
_NOT_STREETS = re.compile(
    "(?:(?:线|电|回|支|思|出|一|半|网|铁|管|油|气|水|通|套|退|宽|短|断|开|后|前|分|马|岔|问|引|带"
    "|在|赶|走|上|顺|铺|修|多|道)路"
    "|(?:管|轨|频|通|车|跑|国|省|县|隧|步|渠|知|报|赛|股|航|黄|味|尿|气|肠|阴|胆|消化)道|(?:第|这"
    "|那|本|该|线)[条段]|(?:哪|这|那|心|手|公|城|海|千|万|英|夜)里"
    "|(?:医|法|学|剧|影|病|本|住|入|出|转|该|全|研究|检察)院|(?:公|校|乐|果|菜|动物|幼儿|大观)园"
    "|(?:政|首)府|(?:邻|定|民|起|新|居)居|(?:小|班|分|各|机|电池|发电机|检查|专家|工作)组"
    "|(?:时|阶|波|手|片|地|路)段)$"
)
_FINE = r"村|屯|庄|寨|组|小区|社区|花园|家园|公寓|新村|苑|宿舍|家属院"
_LABELLED = re.compile(
    r"(?:改[成为到]|换[成到]|变更[为成])?"
    rf"[:：是为在於于 \u3000*（(]{{0,4}}((?:[{COMMON_HAN}A-Za-z\d·\-－#（）()]"
    r"|(?<=[省市区县州镇乡道旗盟區縣鄉鎮]) ?[ ，,]? ?|(?<=[路街号院栋]) ){4,60})"
)
_ADMIN = re.compile("[省市区县州旗镇乡盟區縣鄉鎮]|街道")
_LAST_FINE = re.compile(rf".*(?:{_FINE}|{_NUMBER}(?:{_UNIT})|-\d{{1,4}})")
_HOUSE = re.compile(rf"{_NUMBER}(?:{_UNIT})|\d-\d")
_ONLY_UNITS = re.compile(rf"(?:{_NUMBER}(?:{_UNIT})|[^{COMMON_HAN}])*")


def at_number(text: str, start: int, end: int) -> list[PiiEntity]:
    """The address whose road and number stand from `start` to `end`."""
    number = _number_place(text, start, end)
    if number is None:
        return []
    last = _end(text, number)
    first = _start(text, number)
    if first is None or _NO_HOUSE.match(text, last):
        return []
    return [_entity(text, first, last, "certain" if _FIRST.match(text, first) else "likely")]


def after_label(text: str, start: int, end: int) -> list[PiiEntity]:
    """The address behind a label from `start` to `end`, also one without a number."""
    match = _LABELLED.match(text, end)
    if match is None:
        return []
    fine = _LAST_FINE.match(match.group(1))
    if fine is None:
        return []
    address = fine.group().rstrip("（( -")
    spoken = text[start:end] in ("家住", "现住") and text[end : end + 1] not in (":", "：")
    housed = _HOUSE.search(address) is not None
    admin = len(_ADMIN.findall(address))
    if _ONLY_UNITS.fullmatch(address) or not (housed or (admin >= 2 and not spoken)):
        return []
    first = match.start(1)
    last = _end(text, first + len(address))
    return [_entity(text, first, last, "certain")]


def _number_place(text: str, start: int, end: int) -> int | None:
    """Where the number begins, None where what stands before it is no road."""
    for place in range(start + 1, end):
        if _START_OF_NUMBER.match(text, place) and not _is_numeral_of_name(text, place):
            return None if _NOT_STREETS.search(text, max(0, place - 4), place) else place
    return None


def _is_numeral_of_name(text: str, place: int) -> bool:
    """Whether a numeral belongs to a name, as in 东四十条 and 忠孝东路四段."""
    return (
        text[place] in "一二三四五六七八九十"
        and re.match(
            "[一二三四五六七八九十]{1,3}(?:路|段|街|巷|期|条|区|社区)", text[place : place + 5]
        )
        is not None
    )


def _end(text: str, number: int) -> int:
    end = number
    while (match := _TAIL.match(text, end)) is not None and match.end() > end:
        end = match.end()
    return end


def _start(text: str, number: int) -> int | None:
    run = _LEFT.search(text, max(0, number - 46), number)
    if run is None:
        return None
    signs = run.group()
    leads = [lead.end() for lead in _LEAD.finditer(signs)]
    for first in (*reversed(leads), 0):
        name = signs[first:].lstrip(" ，,的了")
        province = _FIRST.search(name)
        if province is not None and not _ADMIN.search(name, 0, province.start()):
            name = name[province.start() :]
        if _is_named(name):
            return number - len(name)
    return None


def _is_named(name: str) -> bool:
    """Whether it is more than the kind of a place, such as 本小区."""
    bare = re.sub(rf"(?:{_STREET})$", "", name)
    return len(name) >= 3 and bare not in _VAGUE and HAS_COMMON_HAN.search(bare) is not None


def _entity(text: str, start: int, end: int, certainty: Certainty) -> PiiEntity:
    return PiiEntity("address", start, end, text[start:end], certainty)
