"""The words before a number, and what they say about its kind."""

import re

from slm_core.corpus.text.scripts import HAS_COMMON_HAN

_BEFORE = 36  # characters
_NUMBERED = re.compile(
    r"(?:\b(?:isbn|issn|doi|order|invoice|ticket|article|art|part|model|serial|batch|lot|item|sku"
    r"|case|ref|reference|tracking|version|ver|release|bestell|rechnung|artikel|no|nr|num|number"
    r"|nummer|pmid|pubmed|arxiv|patent|docket|form|eq|build)|#|№|§|订单号?|单号|编号|发票号?|货号|型号)"
    r"(?:\s*(?:no|nr|number|num|id|code|[-.]?nummer)\b)?[^\w\n]{0,4}$",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?:\b(?:tele?(?:ph|f)on[eo]?|phone|tel[eé]fono|tel|mobile?|mobil|cell(?:phone)?|fax|handy"
    r"|hotline|whatsapp|call(?: us)?(?: at| on)?|rufnummer|tty|tdd)\b"
    r"|电话号?码?|手机号?码?|座机|固话|传真|热线|联系方式|致电|拨打|電話號?碼?|手機號?碼?|行動電話|☎|📞)"
    r"(?:\s*(?:no|nr|number|nummer|num|free|is)\b|是|为|為|改成|改为|换成)?[^\w\n+(]{0,5}$",
    re.IGNORECASE,
)
_IDENTITY = re.compile(
    r"(?:\b(?:ssn|social security|national insurance|nino|passport|reisepass|ausweis"
    r"|personalausweis|tax id|tin|steuer-?id(?:nr)?|idnr|steueridentifikations|identity card"
    r"|id card|national id|driver'?s? licen[cs]e|medical record|mrn|nhs|nif|dni|cpf|pesel|bsn"
    r"|aadhaar|personnummer|sozialversicherungs|insurance|versicherten)|身份证号?码?|护照号?码?"
    r"|社保号|证件号码?|驾驶证号|病历号|住院号|门诊号|身分證(?:字號)?|マイナンバー)"
    r"(?:-?\s*(?:no|nr|number|nummer|num|id|card|is)\b)*[^\w\n]{0,4}$",
    re.IGNORECASE,
)
_CARD = re.compile(
    r"(?:\b(?:card|visa|mastercard|amex|credit|debit|kreditkarte|karte|pan)|卡号|银行卡|信用卡)"
    r"(?:-?\s*(?:no|nr|number|nummer|num|is)\b)*[^\w\n]{0,4}$",
    re.IGNORECASE,
)


class Context:
    """The words before one place of a text."""

    def __init__(self, text: str, position: int) -> None:
        self._words = text[max(0, position - _BEFORE) : position]

    @property
    def is_numbered(self) -> bool:
        """They say that a number of a thing follows: an order, a book, a paragraph."""
        return _NUMBERED.search(self._words) is not None

    @property
    def is_phone(self) -> bool:
        """They say that a phone number follows."""
        return _PHONE.search(self._words) is not None

    @property
    def is_identity(self) -> bool:
        """They say that the number of a person's document follows."""
        return _IDENTITY.search(self._words) is not None

    @property
    def is_card(self) -> bool:
        """They say that the number of a card follows."""
        return _CARD.search(self._words) is not None

    @property
    def is_chinese(self) -> bool:
        """They are Chinese, at least some of them."""
        return HAS_COMMON_HAN.search(self._words) is not None
