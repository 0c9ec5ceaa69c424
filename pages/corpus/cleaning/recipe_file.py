"""Recipes saved to a file under a name, and loaded from one."""

import json

import streamlit as st

from pages.corpus.cleaning.draft import RecipeDraft
from pages.ui.text.i18n import _, translate
from pages.ui.text.markdown import escape_markdown
from slm_core.corpus.cleaning.recipe import Recipe
from slm_core.corpus.readers.document import about_file
from slm_core.errors import SettingsError
from slm_core.messages import msg
from slm_core.workspace import slug

_LARGEST = 1_000_000
"""Bytes of a recipe's file."""


def draw_file(recipe: RecipeDraft) -> None:
    """A button that opens what is to be done with the recipe as a whole."""
    with st.popover(_("File"), icon=":material/description:", key="corpus_recipe_file"):
        st.session_state["corpus_recipe_name"] = recipe.name
        st.text_input(
            _("Name of the recipe"),
            key="corpus_recipe_name",
            max_chars=60,
            placeholder=_("such as: our inspection reports"),
            on_change=_rename,
            args=(recipe,),
        )
        st.download_button(
            _("Save as a file (JSON)"),
            data=json.dumps(recipe.recipe().to_json(), ensure_ascii=False, indent=2),
            file_name=f"{slug(recipe.recipe().name or 'recipe')}.json",
            mime="application/json",
            icon=":material/download:",
            key="corpus_recipe_export",
            on_click="ignore",
            width="stretch",
        )
        st.caption(_("The command line takes it too: `corpus add FILE --recipe RECIPE.json`"))
        st.file_uploader(
            _("Load from a file"),
            type=["json"],
            max_upload_size=1,
            key="corpus_recipe_import",
            on_change=_import,
            args=(recipe,),
        )
        if recipe.problem:
            st.error(escape_markdown(translate(recipe.problem)))


def _rename(recipe: RecipeDraft) -> None:
    recipe.rename(st.session_state["corpus_recipe_name"])


def _import(recipe: RecipeDraft) -> None:
    file = st.session_state.get("corpus_recipe_import")
    if file is None:
        return
    recipe.problem = ""
    try:
        if file.size > _LARGEST:
            raise SettingsError(
                msg(
                    "It has {size:,.1f} MB; no recipe is so long. Choose one that was kept from "
                    "here.",
                    size=file.size / 1e6,
                )
            )
        recipe.load(Recipe.from_json(file.getvalue()), "")
    except SettingsError as error:
        recipe.problem = about_file(file.name, error.message)
