"""What cleaning steps are called."""

from pages.ui.text.i18n import _


def step_title(section: str) -> str:
    """A step as people call it."""
    return _titles().get(section) or section.replace("_", " ").capitalize()


def _titles() -> dict[str, str]:
    return {
        "mojibake": _("Repair misread letters"),
        "unicode": _("Unicode normalisation"),
        "chinese_script": _("Simplified or traditional Chinese"),
        "boilerplate": _("Remove page numbers and headers"),
        "join_lines": _("Join broken lines"),
        "whitespace": _("Tidy blanks and empty lines"),
        "replace": _("Find and replace"),
        "privacy": _("Mask personal data"),
        "mask_urls": _("Mask web and e-mail addresses"),
        "mask_numbers": _("Mask numbers"),
        "language_filter": _("Keep one language"),
        "length_filter": _("Remove short or long documents"),
        "exact_duplicates": _("Remove duplicates"),
        "near_duplicates": _("Remove near-duplicates"),
        "sentences": _("Cut into sentences"),
        "tokenise": _("Blanks between words and marks"),
        "lowercase": _("Lower case"),
        "punctuation": _("Remove punctuation"),
        "stop_words": _("Remove stop words"),
        "stem": _("Cut words to stems (stemming)"),
        "lemmatise": _("Dictionary forms (lemmatising)"),
    }
