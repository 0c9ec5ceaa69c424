"""The editor of a draft's recipe: a ready-made recipe, its steps, and their effect on the text."""

import streamlit as st

from pages.corpus.adding.draft import CorpusFormDraft
from pages.corpus.cleaning.add_step import ask_for_step
from pages.corpus.cleaning.draft import RecipeDraft
from pages.corpus.cleaning.labels import documents_in_words, recipe_about, recipe_title
from pages.corpus.cleaning.preview import Preview
from pages.corpus.cleaning.recipe_file import draw_file
from pages.corpus.cleaning.step import StepPosition, draw_step
from pages.ui.session import corpora, corpus_names, workers, workspace
from pages.ui.text.cleaning_steps import step_title
from pages.ui.text.formatting import count
from pages.ui.text.i18n import _, ngettext, translate
from pages.ui.text.markdown import escape_markdown
from pages.ui.widgets.set_by_page import keyed_value, synced
from slm_core.corpus.cleaning.preview import CorpusPreview, load_ahead
from slm_core.corpus.cleaning.recipe import READY_MADE, Recipe
from slm_core.corpus.cleaning.steps.mojibake import Mojibake
from slm_core.corpus.cleaning.suggest import RecipeSuggestion, suggest_recipe
from slm_core.corpus.store import Corpus
from slm_core.errors import SettingsError

_OWN = "own"
_KEY = "corpus_recipe"
_AS_IN = "as in "
"""Before a corpus's id, where its recipe can be chosen."""
_MOST_CORPORA = 12


def draw_recipe(drafted: CorpusFormDraft, parent: Corpus | None) -> Preview:
    """Draw the editor; what it does to a sample of the text is given back."""
    recipe = drafted.recipe
    language, _seen = drafted.counted()
    looked = _looked(drafted)
    files = ((row.name, row.characters) for row in drafted.rows())
    suggestion = suggest_recipe(files, language, script=looked.script, paged=looked.paged)
    like_parent = _recipe_of(parent) if parent else None
    if like_parent is not None and parent is not None:
        recipe.suggest(like_parent, parent.id)
    else:
        recipe.suggest(suggestion.recipe, suggestion.origin)
    recipe.validate()
    with st.container(key="corpus_clean", gap="small"):
        st.subheader(_("Clean it first"), anchor=False)
        _draw_reason(recipe, suggestion, parent if like_parent is not None else None)
        _draw_head(drafted)
        _draw_misread(recipe, looked.misread)
        steps, foot = st.container(gap="xsmall", key="corpus_steps"), st.container(gap="xsmall")
        with foot:  # where the skeleton stands, below steps that are shown from before
            shown = _previewed(drafted)
        with steps:
            _draw_steps(recipe, shown)
        with foot:
            _draw_warnings(recipe)
            _draw_foot(drafted, shown)
    _load_ahead(language)
    return shown


def _looked(drafted: CorpusFormDraft) -> CorpusPreview:
    """What is to be noticed about the text; the first time its process has to start."""
    if drafted.previews.has_looked(drafted.key):
        return drafted.previews.looked(drafted.key, drafted.texts(), workers())
    with st.skeleton(height=160):
        return drafted.previews.looked(drafted.key, drafted.texts(), workers())


def _load_ahead(language: str) -> None:
    """What the next steps will need, once a session and language, after what is needed now."""
    loaded: set[str] = st.session_state.setdefault("corpus_loaded_ahead", set())
    if language not in loaded:
        loaded.add(language)
        load_ahead(workers(), language)


def _previewed(drafted: CorpusFormDraft) -> Preview:
    recipe, key = drafted.recipe.recipe(), drafted.key
    shown = drafted.previews.ready(key, recipe)
    if shown is not None:
        return shown
    with st.skeleton(height=44 * max(1, len(recipe.steps))):
        return drafted.previews.make(key, recipe, drafted.texts(), workers(), names=drafted.names())


def _draw_reason(recipe: RecipeDraft, suggestion: RecipeSuggestion, parent: Corpus | None) -> None:
    """What the recipe does, and why it is this one as long as nobody chose another."""
    if not recipe.is_touched and parent is not None:
        text = _("The steps of “{name}”, so that old and new text are alike.").format(
            name=escape_markdown(parent.card.name)
        )
    elif not recipe.is_touched and (
        suggestion.has_pages or suggestion.reason in ("indented", "mixed", "both scripts")
    ):
        text = translate(suggestion.about)
    else:
        text = recipe_about(recipe.origin)
    if not recipe.is_touched and recipe.steps:
        text = _("Chosen for this text. {what} “Undo” leaves it as it is.").format(what=text)
    if text:
        st.caption(text)


def _draw_head(drafted: CorpusFormDraft) -> None:
    """Which recipe, a step more, back, and the recipe as a file."""
    recipe = drafted.recipe
    known = {f"{_AS_IN}{corpus.id}": corpus for corpus in _with_recipes()}
    now = _chosen(recipe, known)
    options = [*([now] if now == _OWN else []), *READY_MADE, *known]
    key = keyed_value(_KEY, now, form=tuple(options))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.selectbox(
            _("Recipe"),
            options,
            key=key,
            format_func=lambda option: _option_title(option, recipe, known),
            on_change=synced(key, lambda option: _take_chosen(option, recipe, known)),
        )
        if st.button(_("Add a step"), icon=":material/add:", key="corpus_recipe_add"):
            ask_for_step(recipe)
        st.button(
            _("Undo"),
            icon=":material/undo:",
            key="corpus_recipe_undo",
            disabled=not recipe.can_undo,
            on_click=recipe.undo,
        )
        draw_file(recipe)


def _chosen(recipe: RecipeDraft, known: dict[str, Corpus]) -> str:
    """Which option the recipe is, letter for letter."""
    if recipe.name:
        return _OWN
    steps = recipe.recipe().steps
    option = f"{_AS_IN}{recipe.origin}"
    like = _recipe_of(known[option]) if option in known else None
    if like is not None and like.steps == steps:
        return option
    return next((name for name, ready in READY_MADE.items() if ready.steps == steps), _OWN)


def _option_title(option: str, recipe: RecipeDraft, known: dict[str, Corpus]) -> str:
    if option in known:
        return _("As in “{name}”").format(name=corpus_names(workspace())[known[option].id])
    if option != _OWN:
        return recipe_title(option)
    if recipe.name:
        return recipe.name
    if recipe.origin in READY_MADE and recipe.origin != "as it is":
        return _("{recipe}, changed").format(recipe=recipe_title(recipe.origin))
    return _("Your own")


def _take_chosen(option: str, recipe: RecipeDraft, known: dict[str, Corpus]) -> None:
    if option in READY_MADE:
        recipe.load(READY_MADE[option], option)
    elif option in known:
        like = _recipe_of(known[option])
        if like is not None:
            recipe.load(like, known[option].id)


def _with_recipes() -> list[Corpus]:
    """Saved corpora whose recipes are none of the ready-made ones, each recipe once."""
    seen = {recipe.hash() for recipe in READY_MADE.values()}
    found: list[Corpus] = []
    for corpus in corpora(workspace()):
        recipe = _recipe_of(corpus)
        if recipe is not None and recipe.hash() not in seen:
            seen.add(recipe.hash())
            found.append(corpus)
    return found[:_MOST_CORPORA]


def _recipe_of(corpus: Corpus) -> Recipe | None:
    """What a corpus was cleaned with; None where nothing, or nothing that is known here."""
    try:
        recipe = Recipe.from_json(list(corpus.card.recipe))
    except SettingsError:  # of a later Argot
        return None
    return recipe if recipe.steps else None


def _draw_misread(recipe: RecipeDraft, found: int) -> None:
    """Offer the step that mends misread text, where it would find something."""
    if not found or any(isinstance(edited.step, Mojibake) for edited in recipe.steps):
        return
    text = ngettext(
        "{n} line looks misread, as cafÃ© for café.",
        "{n} lines look misread, as cafÃ© for café.",
        found,
    ).format(n=count(found))
    with st.container(horizontal=True, vertical_alignment="center", key="corpus_misread"):
        st.markdown(f":orange[:material/healing:] {text}", width="content")
        st.button(_("Repair"), key="corpus_repair", on_click=_repair, args=(recipe,))


def _repair(recipe: RecipeDraft) -> None:
    recipe.add(Mojibake.section)


def _draw_steps(recipe: RecipeDraft, shown: Preview) -> None:
    steps = shown.steps or [None] * len(recipe.steps)
    for place, (edited, step) in enumerate(zip(recipe.steps, steps, strict=True), 1):
        draw_step(recipe, edited, step, StepPosition(place, len(recipe.steps)))


def _draw_warnings(recipe: RecipeDraft) -> None:
    """What people should know before they train on the result."""
    for edited in recipe.steps:
        if edited.step.warning:
            title = step_title(edited.step.section)
            st.markdown(
                f":orange[:material/warning:] **{title}.** {translate(edited.step.warning)}"
            )


def _draw_foot(drafted: CorpusFormDraft, shown: Preview) -> None:
    if shown.problem:
        st.error(escape_markdown(translate(shown.problem)))
    if not shown.steps:
        return
    if len(shown.sample) < drafted.documents:
        text = _("Tried on a part of the text, {sample} of {all}; saving cleans all of it.")
        sample = count(len(shown.sample))
        st.caption(text.format(sample=sample, all=documents_in_words(drafted.documents)))
    elif not shown.is_whole:
        st.caption(_("Tried on the beginning of the text; saving cleans all of it."))
    else:
        st.caption(_("Tried on the whole text; nothing is changed before you save."))
