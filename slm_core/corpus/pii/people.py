"""People who are known by name from a column beside the text, to be found in the text itself."""

import re
from collections.abc import Iterable, Iterator

from slm_core.corpus.pii.chinese.dictionary import is_word
from slm_core.corpus.pii.detect import detect
from slm_core.corpus.pii.person_names import begins_no_name
from slm_core.corpus.text.scripts import HAS_COMMON_HAN, is_japanese

_MOST_WORDS = 5
_LONGEST_HAN = 6  # signs; a longer one has a dot in it, as foreign names do
_SHORTEST_PART = 3  # letters of a first name or a surname that is looked for alone
_LOOKED_AT = 2_000_000  # characters in which small letters are looked for
_ORDINARY = 0.5  # share of values made of ordinary words from which on they are no names
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_DOTTED = re.compile("[·•‧]")
_TITLE = re.compile(r"(?i)(?:mr|mrs|ms|miss|mx|dr|prof|herrn?|frau|mme|sra?)\b\.?,? ?")


def people_among(values: Iterable[str], texts: Iterable[str]) -> tuple[str, ...]:
    """The names in the values of columns headed as names, as they may stand in the texts.

    Whole, and first names and surnames alone where the texts have no such word in small letters.
    None where most of the values are made of ordinary words, which the texts have in small letters
    or the Chinese dictionary knows: those are names of things, such as Chicken Soup.
    """
    names = [name for value in dict.fromkeys(values) if (name := _person(value))]
    if not names:
        return ()
    small = _small_words(texts)
    cased = _unless_ordinary([name for name in names if _is_cased(name)], small)
    others = _unless_ordinary([name for name in names if not _is_cased(name)], small)
    found = dict.fromkeys((*(name for name in cased if len(name.split()) > 1), *others))
    for name in cased:
        found |= dict.fromkeys(_parts(name, small))
    return tuple(found)


def _unless_ordinary(names: list[str], small: frozenset[str]) -> list[str]:
    """The names; none of them where most are ordinary words."""
    ordinary = sum(
        all(word.casefold() in small for word in _WORD.findall(name))
        if _is_cased(name)
        else bool(HAS_COMMON_HAN.search(name)) and is_word(name)
        for name in names
    )
    return [] if ordinary > _ORDINARY * len(names) else names


def _person(value: str) -> str:
    """The name that a value is, without a title before it; "" where it can be none."""
    name = _TITLE.sub("", value, count=1).strip() if _TITLE.match(value) else value.strip()
    words = [word.strip(".,") for word in name.replace(",", " ").split()]
    fits = 1 <= len(words) <= _MOST_WORDS and all(map(_is_word_of_name, words))
    if not fits or begins_no_name(words[0]):
        return ""
    if HAS_COMMON_HAN.search(name) and not is_japanese(name):
        return name if _is_chinese(name) else ""
    if _is_cased(name):
        return name if words[0][0].isupper() and words[-1][0].isupper() else ""
    return name if len(name) > 1 else ""


def _is_word_of_name(word: str) -> bool:
    return bool(word) and all(map(str.isalpha, re.split("['’.·•‧-]", word.strip(".")) or [""]))


def _is_chinese(name: str) -> bool:
    if len(name) > _LONGEST_HAN and not _DOTTED.search(name):
        return False
    if any(one.text == name for one in detect(f"姓名：{name}", kinds=("name",))):
        return True
    return 1 < len(name) <= 4 and not is_word(name) and not is_word(name[:2])


def _is_cased(name: str) -> bool:
    """Whether it is in a script that has capital letters."""
    return name.casefold() != name


def _parts(name: str, small: frozenset[str]) -> Iterator[str]:
    """First names and surnames that may be looked for alone."""
    for word in _WORD.findall(name):
        long = len(word) >= _SHORTEST_PART and word[0].isupper()
        if long and word.casefold() not in small:
            yield word
            if word.isupper():  # DOE, Jane
                yield word.capitalize()


def _small_words(texts: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    room = _LOOKED_AT
    for text in texts:
        found.update(word for word in _WORD.findall(text[:room]) if word.islower())
        room -= len(text)
        if room <= 0:
            break
    return frozenset(found)
