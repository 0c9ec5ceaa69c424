"""Plates, documents, accounts and bank cards in Chinese texts, by their labels and their form."""

import re

from slm_core.corpus.pii import checksums
from slm_core.corpus.pii.entity import EntityType, PiiEntity
from slm_core.corpus.text.scripts import COMMON_HAN

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
PLATE = (
    rf"([{_PROVINCES}使领][A-HJ-NP-Z][ ·•・．.\-]?[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学警港澳]"
    r"|WJ ?[0-9一-龥] ?[0-9]{4}[0-9A-Z]"
    r"|(?:车牌号?码?|車牌號?碼?|牌照号?码?)[ :：是为]{0,3}[A-Z]{2,3}[ -]?[0-9]{3,4})"
)
"""A licence plate of the mainland, or of Taiwan and Hong Kong behind a label."""
_PLATE = re.compile(
    rf"(?:[^A-Z\d]*?[:：是为 ])?((?:[{_PROVINCES}使领]|WJ|[A-Z]{{2}}).+)", re.DOTALL
)

_RECORDS = (
    "病案|病历|病歷|住院|门诊|門診|急诊|就诊卡?|诊疗卡|体检|医保卡?|健保卡?|社保卡?|社会保障卡?"
    "|社会保障|社会保险"
    "|公积金|学籍|学|工|警|员工|考生|准考证|档案|残疾证|医疗证|诊疗|登记|患者|病人"
)
_DOCUMENTS = (
    "(?:往来)?港澳(?:居民来往内地)?通行证|往来台湾通行证|大陆居民往来台湾通行证"
    "|台湾居民来往大陆通行证|港澳台居民居住证"
    "|通行证|台胞证|臺胞證|台胞證|回乡证|回鄉證|护照|護照|(?:居民|香港|澳门|台湾|二代"
    "|永久性居民)?身[份分][证證]|证件"
    "|军官证|士兵证|驾驶证|驾照|行驶证|居住证|暂住证|执业证|医保卡|社保卡|社会保障卡|健保卡|學號"
    "|學生證|学生证|工作证"
    "|统一证号|統一編號|居留证"
)
PERMIT = rf"([CWHMTEGcwhmteg][A-Za-z0-9][0-9]{{7,9}} ?(?:号|號|的)? ?(?:{_DOCUMENTS}))"
"""A number before the name of its document."""
_OF_NUMBER = "(?:号码|号|编号|ID号?|號碼|字號|號|編號)"
DOCUMENT = rf"((?:{_RECORDS}){_OF_NUMBER}|(?:{_DOCUMENTS}){_OF_NUMBER}?)"
"""What says that the number of a person's document or record follows."""
_SAID = r"[:：是为為\s（(“\"*]{0,4}(?:(?:号码?|No\.?|[Ii][Dd])[:：是为\s]{0,3})?"
_DOCUMENT_NUMBER = re.compile(
    rf"{_SAID}((?:[A-Z]{{1,2}}\d{{6}}\([\dA]\)|\d{{7}}\(\d\)"
    rf"|\d{{6}}[ -]?\d{{8}}[ -]?\d{{3}}[\dXx]"
    rf"|[{COMMON_HAN}]{{1,2}}字第 ?\d{{4,10}} ?号"
    rf"|[A-Za-z]{{0,4}}-?\d[\dA-Za-z]*(?:-[\dA-Za-z]+){{0,3}}))(?![\dA-Za-z])"
)
_FEWEST = 4  # digits
_ALONE = frozenset(["护照", "護照"])  # no ends of other words
_NOT_A_PERSONS = re.compile(rf"[{COMMON_HAN}]$")
_AFTER_AMOUNT = re.compile(r"[ ]?(?:元|万|亿|年|月|岁|%|％|个|人|次|号楼|号床|床|楼|室|版)")

_CARDS = (
    "(?:银行|信用|储蓄|借记|工资|贷记|工行|建行|农行|中行|招行|交行|邮储|银联)卡(?:号码|卡号|号)?"
    "|卡号"
    "|(?:银行|收款|对公|工资|还款|转账|开户|汇款|结算|扣款)?(?:账号|帐号|账户|帐户|帳號|帳戶)"
)
CARD = rf"({_CARDS})"
"""What says that the number of a bank card or account follows."""
_CARD_NUMBER = re.compile(
    r"(?:号码?)?[:：是为為\s（(“\"*]{0,4}"
    r"(\d{4}([ -])\d{4}\2\d{4}\2\d{3,4}(?:\2\d{1,4})?|\d{6}[ -]\d{13}"
    r"|\d{12,19})(?![\dA-Za-z]|[ -]\d)"
)
ACCOUNT = (
    "(微信号?|微信ID|微信账号|加[Vv]|(?i:wechat|weixin|wx|vx|v信)号?|薇信|威信号|抖音号|快手号|小红书号"
    "|微博号|支付宝账号"
    "|支付宝|(?i:qq)(?:号码|号|群号?|邮箱)?|扣扣号?|企鹅号|陌陌号|钉钉号|(?i:line) ?id"
    "|(?i:telegram)|旺旺号?|新?的?加)"
)
"""What says that the name of an account follows."""
_ACCOUNT_NAME = re.compile(
    r"(?:[\u4e00-\u9fff]{1,5}[，,：:])?[:：是为為加\s（(“\"*]{0,4}(?:号码?|ID)?[:：是为\s]{0,3}([A-Za-z][-_A-Za-z0-9]{4,19}|[1-9]\d{4,11})(?![-\w.@])",
    re.ASCII,
)
_WECHAT_ID = re.compile(r"(wxid_[A-Za-z0-9]{4,20})(?![\w-])", re.ASCII)
_CHAT = re.compile("(?i)微信|qq|扣扣|wechat|vx")
_NEAR = 16  # signs before 加 in which a chat is named
_QQ_PREFIX = re.compile("(?i)^(?:qq|扣扣|企鹅)")
_WORD_LIST = (
    "android windows music group pinyin browser mobile games wechat alipay official version online "
    "iphone login https email phone"
)
_WORDS = frozenset(_WORD_LIST.split())
"""What may stand behind QQ and the like and is nobody's name."""
_HONG_KONG = re.compile(r"(?<![A-Za-z\d])[A-Z]{1,2}\d{6}\([\dA]\)", re.ASCII)
_TAIWAN = re.compile(r"(?<![A-Za-z\d-])[A-Z][1289A-D]\d{8}(?![A-Za-z\d-])", re.ASCII)
HONG_KONG = r"\b[A-Z]{1,2}[0-9]{6}\([0-9A]\)"
"""How identity numbers of Hong Kong look."""
TAIWAN = r"([A-Z][1289A-D][0-9]{8})"
"""How those of Taiwan look, and many numbers of things."""
_NUMBERED = re.compile(
    r"(?:编号|型号|货号|序列号|批号|料号|单号|订单号?|产品|零件|版本|设备|合同号?|发票号?|No\.?|[Ss]/?[Nn])(?:为|是|[^\w\n]){0,3}$"
)


def plate(text: str, start: int, end: int) -> list[PiiEntity]:
    """The licence plate in what looks like one from `start` to `end`."""
    match = _PLATE.fullmatch(text, start, end)
    after = text[end : end + 1]
    if match is None or (after.isascii() and after.isalnum()):
        return []
    number = match.group(1)
    if sum(letter.isdigit() for letter in number) < 1:
        return []
    return [PiiEntity("plate", match.start(1), end, number, "certain")]


def document(text: str, start: int, end: int) -> list[PiiEntity]:
    """The number of a document or record behind its label from `start` to `end`."""
    match = _DOCUMENT_NUMBER.match(text, end)
    if match is None or _AFTER_AMOUNT.match(text, match.end()):
        return []
    number, label = match.group(1), text[start:end]
    digits = sum(letter.isdigit() for letter in number)
    short = label[0] in "学工警" and digits >= 3
    if (digits < _FEWEST and not short) or (
        len(label) < 3 and label not in _ALONE and _is_inside(text, start)
    ):
        return []
    if label.startswith(("登记", "档案", "诊疗")) and _is_inside(text, start):
        return []
    return [_entity("identity", match)]


def permit(text: str, start: int, end: int) -> list[PiiEntity]:
    """The number of a document whose name follows it, both from `start` to `end`."""
    number = re.match("[A-Za-z0-9]+", text[start:end])
    before = text[start - 1 : start]
    if number is None or (before.isascii() and before.isalnum()):
        return []
    return [PiiEntity("identity", start, start + number.end(), number.group(), "certain")]


def card(text: str, start: int, end: int) -> list[PiiEntity]:
    """The number of a bank card or account behind its label from `start` to `end`."""
    if text[start:end] == "卡号" and _is_inside(text, start):
        return []
    match = _CARD_NUMBER.match(text, end)
    return (
        [] if match is None or _AFTER_AMOUNT.match(text, match.end()) else [_entity("card", match)]
    )


def account(text: str, start: int, end: int) -> list[PiiEntity]:
    """The name of a chat account behind its label from `start` to `end`."""
    before = text[start - 1 : start]
    given = _WECHAT_ID.match(text, start)
    if given is not None:
        return [_entity("account", given)]
    match = _ACCOUNT_NAME.match(text, end)
    if match is None or (before.isascii() and before.isalnum()):
        return []
    name, label = match.group(1), text[start:end]
    if label.endswith("加") and not _CHAT.search(text, max(0, start - _NEAR), start):
        return []
    if name.isdigit():
        plausible = (_QQ_PREFIX.match(label) or label.endswith("号")) and not _AFTER_AMOUNT.match(
            text, match.end()
        )
    else:
        apart = match.start(1) > end or label.endswith(("号", "ID", "id"))
        apart = apart or (len(name) > 5 and any(sign.isdigit() for sign in name))
        plausible = apart and name.lower() not in _WORDS
    return [_entity("account", match)] if plausible else []


def hong_kong(text: str, start: int, end: int) -> list[PiiEntity]:
    """An identity number of Hong Kong from `start` to `end` whose check character is right."""
    match = _HONG_KONG.match(text, start)
    if match is None or not checksums.hong_kong_identity(match.group()):
        return []
    return [PiiEntity("identity", start, end, match.group(), "certain")]


def taiwan(text: str, start: int, end: int) -> list[PiiEntity]:
    """An identity number of Taiwan from `start` to `end` whose check digit is right."""
    match = _TAIWAN.match(text, start)
    if match is None or _NUMBERED.search(text, max(0, start - 8), start):
        return []
    if not checksums.taiwan_identity(match.group()):
        return []
    return [PiiEntity("identity", start, end, match.group(), "likely")]


def _is_inside(text: str, start: int) -> bool:
    """Whether other Chinese stands right before, so that the label may be the end of a word."""
    return _NOT_A_PERSONS.search(text, max(0, start - 1), start) is not None and not re.search(
        r"[的其，是]$", text[max(0, start - 1) : start]
    )


def _entity(kind: EntityType, match: re.Match[str]) -> PiiEntity:
    return PiiEntity(kind, match.start(1), match.end(1), match.group(1), "certain")
