"""Settings that differ between runs, in words."""

from collections.abc import Mapping

from pages.ui.text.i18n import _
from pages.ui.text.token_kinds import token_kind
from pages.ui.widgets.forms import choice_of, label_of, shown_value
from slm_core.models.settings import MODEL_SETTINGS
from slm_core.runs.relations.differences import SettingDifference


def setting_title(path: str) -> str:
    """What a setting is called, where several sections stand beside one another."""
    titles = {
        "corpus": _("Corpus"),
        "start.run": _("Start with"),
        "start.tokenizer": _("Tokenizer of the earlier run"),
        "model.kind": _("Network"),
        "tokenizer.kind": _("Tokens"),
    }
    return titles.get(path) or label_of(path)


def setting_value(path: str, value: object, names: Mapping[str, str]) -> str:
    """A value of it; `names` has what corpora and runs are called, by their ids."""
    if value is None:
        return "–"
    if path in ("corpus", "start.run"):
        return names.get(str(value), _("deleted"))
    if path == "model.kind" and value in MODEL_SETTINGS:
        return MODEL_SETTINGS[str(value)].title
    if path == "tokenizer.kind":
        return token_kind(str(value)).name
    return choice_of(value) if isinstance(value, str) and value else shown_value(value)


def change_words(change: SettingDifference, names: Mapping[str, str]) -> str:
    """From the first of its values to the last, such as "Hidden size 128 → 256"."""
    before, after = (setting_value(change.path, change.values[place], names) for place in (0, -1))
    return _("{name} {before} → {after}").format(
        name=setting_title(change.path), before=before, after=after
    )
