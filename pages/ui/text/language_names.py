"""The names of languages."""

from pages.ui.text.i18n import _


def language_name(code: str) -> str:
    """A language by its two-letter code; the code where we have no name for it."""
    return _often(code) or _seldom(code) or code


def _often(code: str) -> str | None:
    return {
        "en": _("English"),
        "zh": _("Chinese"),
        "de": _("German"),
        "fr": _("French"),
        "es": _("Spanish"),
        "it": _("Italian"),
        "pt": _("Portuguese"),
        "nl": _("Dutch"),
        "uk": _("Ukrainian"),
        "fa": _("Persian"),
        "he": _("Hebrew"),
        "el": _("Greek"),
        "th": _("Thai"),
        "hi": _("Hindi"),
        "ja": _("Japanese"),
        "ko": _("Korean"),
        "ru": _("Russian"),
        "ar": _("Arabic"),
        "tr": _("Turkish"),
        "vi": _("Vietnamese"),
        "id": _("Indonesian"),
        "und": _("not sure"),
        "auto": _("the text's own"),
        "none": _("none"),
    }.get(code)


def _seldom(code: str) -> str | None:
    return _of_europe(code) or {
        "af": _("Afrikaans"),
        "bn": _("Bengali"),
        "eo": _("Esperanto"),
        "gu": _("Gujarati"),
        "ha": _("Hausa"),
        "hy": _("Armenian"),
        "ka": _("Georgian"),
        "ku": _("Kurdish"),
        "la": _("Latin"),
        "ml": _("Malayalam"),
        "mr": _("Marathi"),
        "ms": _("Malay"),
        "ne": _("Nepali"),
        "so": _("Somali"),
        "st": _("Sotho"),
        "sw": _("Swahili"),
        "ta": _("Tamil"),
        "tl": _("Tagalog"),
        "ur": _("Urdu"),
        "yi": _("Yiddish"),
        "yo": _("Yoruba"),
        "zu": _("Zulu"),
    }.get(code)


def _of_europe(code: str) -> str | None:
    return {
        "ast": _("Asturian"),
        "bg": _("Bulgarian"),
        "br": _("Breton"),
        "ca": _("Catalan"),
        "cs": _("Czech"),
        "cy": _("Welsh"),
        "da": _("Danish"),
        "et": _("Estonian"),
        "eu": _("Basque"),
        "fi": _("Finnish"),
        "ga": _("Irish"),
        "gd": _("Scottish Gaelic"),
        "gl": _("Galician"),
        "gv": _("Manx"),
        "hr": _("Croatian"),
        "hu": _("Hungarian"),
        "is": _("Icelandic"),
        "lb": _("Luxembourgish"),
        "lt": _("Lithuanian"),
        "lv": _("Latvian"),
        "mk": _("Macedonian"),
        "nn": _("Norwegian Nynorsk"),
        "no": _("Norwegian"),
        "pl": _("Polish"),
        "ro": _("Romanian"),
        "se": _("Northern Sami"),
        "sk": _("Slovak"),
        "sl": _("Slovenian"),
        "sq": _("Albanian"),
        "sr": _("Serbian"),
        "sv": _("Swedish"),
    }.get(code)
