"""Translations: read from .po text, complete in form, collected from the pages."""

import importlib.util
import string

import pytest

from pages.ui.catalogue import read_catalogue
from pages.ui.i18n import LOCALES
from tests.pages.conftest import ROOT

PO = """
msgid ""
msgstr "Language: zh_CN\\n"

#: pages/home/page.py
msgid "Train"
msgstr "训练"

msgid ""
"two "
"lines"
msgstr "两"
"行"

msgid "{n} run"
msgid_plural "{n} runs"
msgstr[0] "{n} 次运行"

msgid "not yet"
msgstr ""

#, fuzzy
msgid "doubtful"
msgstr "可疑"
"""


def extraction():
    spec = importlib.util.spec_from_file_location("extract", ROOT / "locale" / "extract.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def written(tmp_path, text):
    path = tmp_path / "x.po"
    path.write_text(text, encoding="utf-8")
    return path


def test_texts_are_translated_and_others_stay_as_they_are(tmp_path):
    catalogue = read_catalogue(written(tmp_path, PO))
    assert catalogue.gettext("Train") == "训练"
    assert catalogue.gettext("two lines") == "两行"
    assert catalogue.gettext("Write") == "Write"
    assert catalogue.gettext("not yet") == "not yet"
    assert catalogue.gettext("doubtful") == "doubtful"
    assert catalogue.gettext("") == ""
    assert len(catalogue) == 3


def test_a_language_with_one_form_uses_it_for_every_count(tmp_path):
    catalogue = read_catalogue(written(tmp_path, PO))
    assert catalogue.ngettext("{n} run", "{n} runs", 1) == "{n} 次运行"
    assert catalogue.ngettext("{n} run", "{n} runs", 5) == "{n} 次运行"
    assert catalogue.ngettext("{n} step", "{n} steps", 1) == "{n} step"
    assert catalogue.ngettext("{n} step", "{n} steps", 0) == "{n} steps"


def test_a_broken_catalogue_names_the_line(tmp_path):
    with pytest.raises(ValueError, match="line 2"):
        read_catalogue(written(tmp_path, 'msgid "Train"\nmsgstr 训练"\n'))


def fields(text):
    return {name for _before, name, _format, _conversion in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("path", sorted(LOCALES.glob("*.po")), ids=lambda path: path.name)
def test_a_translation_fills_the_same_places_as_the_text(path):
    catalogue = read_catalogue(path)
    for text, plural in extraction().collect():
        translated = catalogue.ngettext(text, plural, 2) if plural else catalogue.gettext(text)
        assert fields(translated) == fields(plural or text)


@pytest.mark.parametrize("path", sorted(LOCALES.glob("*.po")), ids=lambda path: path.name)
def test_every_text_is_translated(path):
    catalogue = read_catalogue(path)
    lacking = [text for text, _plural in extraction().collect() if text not in catalogue]
    assert not lacking, "run `python locale/extract.py`, and add these to the translation"


def test_texts_of_pages_settings_and_trainer_are_collected():
    texts = {text for text, _plural in extraction().collect()}
    assert {"Train on this", "Hidden size", "loading torch"} <= texts
    assert "" not in texts


LIBRARY = '''
"""What this is, in a sentence of no interest here."""

NAMES = "one two three"
NO_TEXT = "This is not text. Choose another file."
WHAT = {b"%PDF": "a PDF file"}


def read(name: "a name of it", number: int) -> str:
    """Read it. Raises nothing at all."""
    if name == "not for people":
        raise ValueError("not for people")
    if number > 3:
        raise CorpusError(
            f"{name}: Only {number:,} of {len(name)} {'file' if number == 1 else 'files'} "
            f"{counted(number, 'page is', 'pages are')} in it.\\nMend {name!r}, as in {{}}."
        )
    return Reading(read_as="text", encoding="UTF-8", note=f"{number / 2:.1f} pages")
'''


def test_sentences_of_the_library_are_collected_as_templates(tmp_path):
    (tmp_path / "slm_core" / "corpus").mkdir(parents=True)
    (tmp_path / "slm_core" / "corpus" / "x.py").write_text(LIBRARY)
    texts = [text for text, _file in extraction().library_texts(tmp_path)]
    assert texts == [
        "This is not text. Choose another file.",
        "a PDF file",
        "Only {n_number} of {name_again} {file} {pages} in it.",
        "Mend {name_again_again}, as in {{}}.",
        "file",
        "files",
        "{n_number} page is",
        "{n_number} pages are",
        "text",
        "{n_number} pages",
    ]


def test_a_text_built_on_the_spot_is_refused(tmp_path, monkeypatch):
    module = extraction()
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "x.py").write_text('_(f"{1} run")\n')
    monkeypatch.setattr(module, "ROOT", tmp_path)
    with pytest.raises(ValueError, match=r"x\.py:1"):
        module.collect()
