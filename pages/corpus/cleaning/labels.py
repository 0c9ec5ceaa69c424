"""What recipes, their steps and settings are called, and what a step did, in words."""

from pages.ui.text.formatting import count, in_a_row, listed
from pages.ui.text.i18n import _, ngettext, translate
from pages.ui.text.language_names import language_name
from slm_core.corpus.cleaning.recipe import TITLES
from slm_core.corpus.cleaning.registry import STEPS
from slm_core.corpus.cleaning.settings import ALL_BUT
from slm_core.corpus.cleaning.step import StepStats
from slm_core.corpus.cleaning.suggest import ABOUT


def recipe_title(name: str) -> str:
    """A ready-made recipe as people call it; any other by its own name."""
    return translate(TITLES[name]) if name in TITLES else name


def recipe_about(name: str) -> str:
    """What a ready-made recipe does, in a sentence; "" for any other."""
    return translate(ABOUT[name]) if name in ABOUT else ""


def files_in_words(files: str) -> str:
    """For which files a step is, as its setting says; "" for all."""
    endings = [ending.strip() for ending in files.strip().removeprefix(ALL_BUT).split(",")]
    named = listed(filter(None, endings))
    if not named:
        return ""
    text = _("all but {endings}") if files.strip().startswith(ALL_BUT) else _("only {endings}")
    return text.format(endings=named)


def step_groups() -> dict[str, list[str]]:
    """Every step by what one wants of it."""
    groups = {
        _("Repair and tidy"): ["mojibake", "unicode", "chinese_script", "join_lines", "whitespace"],
        _("Remove or replace"): [
            "boilerplate", "replace", "privacy", "mask_urls", "mask_numbers",
        ],
        _("Choose and cut documents"): [
            "language_filter", "length_filter", "exact_duplicates", "near_duplicates", "sentences",
        ],
        _("For counting and comparing words"): [
            "tokenise", "lowercase", "punctuation", "stop_words", "stem", "lemmatise",
        ],
    }  # fmt: skip
    known = {section for sections in groups.values() for section in sections}
    others = [section for section in STEPS if section not in known]
    return groups | ({_("Other"): others} if others else {})


def setting_title(path: str) -> str:
    """What a setting of a step is called, where its name alone would not say; else ""."""
    if path.endswith(".files"):
        return _("Only for files")
    return {
        "unicode.form": _("Unicode form"),
        "chinese_script.to": _("Convert to"),
        "boilerplate.share": _("Share of documents"),
        "boilerplate.headers": _("Headers and footers"),
        "replace.pattern": _("Find"),
        "replace.replacement": _("Replace by"),
        "replace.plain": _("Exactly as written"),
        "privacy.email": _("E-mail addresses"),
        "privacy.phone": _("Phone numbers"),
        "privacy.card": _("Payment cards"),
        "privacy.iban": _("Bank accounts (IBAN)"),
        "privacy.identity": _("Identity numbers"),
        "privacy.ip": _("IP addresses"),
        "privacy.birth_date": _("Dates of birth"),
        "privacy.name": _("Names after a title"),
        "privacy.replacement": _("Replace with"),
        "mask_urls.url": _("For a web address"),
        "mask_urls.emails": _("E-mail addresses too"),
        "mask_urls.email": _("For an e-mail address"),
        "mask_numbers.every": _("One sign for each"),
        "mask_numbers.mask": _("For a whole number"),
        "length_filter.shortest": _("Shortest, in characters"),
        "length_filter.longest": _("Longest, in characters"),
        "exact_duplicates.of": _("Repeated"),
        "near_duplicates.threshold": _("Similarity from"),
        "sentences.into": _("Sentences become"),
        "tokenise.marks": _("Punctuation marks"),
        "punctuation.instead": _("Replace with"),
        "punctuation.keep": _("Marks that stay"),
        "punctuation.symbols": _("Other signs too"),
        "punctuation.inside_words": _("Leave marks inside words"),
        "stop_words.keep": _("Words that stay"),
        "stop_words.also": _("Remove also"),
    }.get(path, "")


def choice_title(path: str, choice: str) -> str:
    """What can be chosen in a setting of a step, in words."""
    return {
        "unicode.form none": _("leave it"),
        "chinese_script.to simplified": _("simplified characters"),
        "chinese_script.to traditional": _("traditional characters"),
        "chinese_script.to taiwan": _("traditional, as in Taiwan"),
        "chinese_script.to hong kong": _("traditional, as in Hong Kong"),
        "privacy.replacement label": _("a label"),
        "privacy.replacement shape": _("the same shape in 0 and x"),
        "mask_numbers.every number": _("whole number"),
        "mask_numbers.every digit": _("single digit"),
        "exact_duplicates.of documents": _("whole documents"),
        "exact_duplicates.of paragraphs": _("paragraphs too"),
        "sentences.into documents": _("documents of their own"),
        "sentences.into lines": _("lines of their document"),
        "tokenise.marks apart": _("stand apart"),
        "tokenise.marks out": _("are removed"),
        "punctuation.instead blank": _("a blank"),
        "punctuation.instead nothing": _("nothing at all"),
    }.get(f"{path} {choice}") or (language_name(choice) if path.endswith(".language") else choice)


def done_in_words(tally: StepStats) -> str:
    """What a step did, short enough for its line: "1,204 places in 87 documents, 12 left out"."""
    parts = []
    left_out = max(0, tally.documents_in - tally.documents_out)
    places = tally.changes - left_out
    if places > 0 and tally.documents_changed:
        parts.append(
            _("{places} in {documents}").format(
                places=ngettext("{n} place", "{n} places", places).format(n=count(places)),
                documents=documents_in_words(tally.documents_changed),
            )
        )
    if left_out:
        text = ngettext("{n} document left out", "{n} documents left out", left_out)
        parts.append(text.format(n=count(left_out)))
    elif tally.documents_out > tally.documents_in:
        parts.append(
            _("{before} became {after}").format(
                before=documents_in_words(tally.documents_in), after=count(tally.documents_out)
            )
        )
    return listed(parts) if parts else _("nothing to do here")


def done_in_a_sentence(tally: StepStats) -> str:
    """The same with what it is to be compared with: "Changed … of 200 documents."."""
    left_out = max(0, tally.documents_in - tally.documents_out)
    places = tally.changes - left_out
    sentences = []
    if places > 0 and tally.documents_changed:
        text = (
            ngettext("Changed {places} place.", "Changed {places} places.", places)
            if tally.documents_in == 1
            else ngettext(
                "Changed {places} place in {documents} of {all} documents.",
                "Changed {places} places in {documents} of {all} documents.",
                places,
            )
        )
        sentences.append(
            text.format(
                places=count(places),
                documents=count(tally.documents_changed),
                all=count(tally.documents_in),
            )
        )
    if left_out:
        text = ngettext(
            "Left out {n} document of {all}.", "Left out {n} documents of {all}.", left_out
        )
        sentences.append(text.format(n=count(left_out), all=count(tally.documents_in)))
    return in_a_row(sentences or [_("It finds nothing to change in this sample.")])


def documents_in_words(number: int) -> str:
    """Such as: 1 document; 2,000 documents."""
    return ngettext("{n} document", "{n} documents", number).format(n=count(number))
