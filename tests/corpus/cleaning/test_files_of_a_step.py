"""Steps that are only for some files: which, in memory and in a corpus, and how they are kept."""

from slm_core.corpus.cleaning.chunk import Document
from slm_core.corpus.cleaning.recipe import Recipe, preview, run_documents, step_json
from slm_core.corpus.cleaning.step import StepStats
from slm_core.corpus.cleaning.steps.case_and_punctuation import Lowercase
from slm_core.corpus.cleaning.steps.filters import LengthFilter
from slm_core.corpus.cleaning.suggest import suggest_recipe
from slm_core.corpus.ingest.ingest import InputStream, ingest
from slm_core.corpus.readers.document import InputFile
from slm_core.workspace import open_workspace


def test_endings_are_named_alone_in_rows_or_as_what_is_left_out():
    for files, yes, no in [
        ("", ["a.pdf", "b", ""], []),
        (".pdf", ["a.pdf", "b.PDF"], ["a.txt", "pdf", ""]),
        ("md, .ipynb", ["a.md", "b.ipynb"], ["a.txt"]),
        ("not .md, .ipynb", ["a.txt", ""], ["a.md", "b.IPYNB"]),
    ]:
        step = Lowercase(files=files)
        assert [name for name in yes + no if step.is_for(name)] == yes


def test_texts_of_other_files_stay_in_their_place_as_they_are():
    documents = [Document("A B", "a.txt"), Document("C", "b.md"), Document("D", "c.txt")]
    tally = StepStats("lowercase")
    after = list(run_documents(Lowercase(files=".md"), documents, tally))
    assert [one.text for one in after] == ["A B", "c", "D"]
    assert (tally.documents_in, tally.documents_out, tally.documents_changed) == (3, 3, 1)
    long_ones = LengthFilter(shortest=3, files="not .md")
    kept = list(run_documents(long_ones, documents, StepStats("length_filter")))
    assert [one.text for one in kept] == ["A B", "C"]
    shown = preview(Recipe((Lowercase(files=".txt"),)), documents)
    assert shown[0].texts == ("a b", "C", "d")


def test_only_a_step_for_some_files_says_so_where_it_is_written_down():
    assert "files" not in step_json(Lowercase())
    recipe = Recipe((Lowercase(files=".md"),))
    assert Recipe.from_json(recipe.to_json()) == recipe
    assert recipe.hash() != Recipe((Lowercase(),)).hash()


def test_a_mixed_upload_joins_the_lines_of_pages_and_leaves_a_poem_alone():
    page = "The seal of pump two was worn and it was re-\nplaced by a new one on the same day.\n"
    poem = "A line that ends\nand one that goes on\nand a third\n"
    code = "def run():\n    start()\n        wait()\n"
    files = [("a.pdf", len(page)), ("b.txt", len(poem)), ("c.md", len(code))]
    suggestion = suggest_recipe(files, "en", script=None)
    assert suggestion.reason == "mixed"
    documents = [Document(page * 4, "a.pdf"), Document(poem, "b.txt"), Document(code, "c.md")]
    now = documents
    for step in suggestion.recipe.steps:
        now = list(run_documents(step, now, StepStats(step.section)))
    by_file = {one.source: one.text for one in now}
    assert "it was replaced by a new one" in by_file["a.pdf"]
    assert by_file["b.txt"].count("\n") >= 2
    assert "    start()" in by_file["c.md"]


def test_a_corpus_is_cleaned_file_by_file(tmp_path):
    workspace = open_workspace(tmp_path)
    incoming = [
        InputStream(InputFile("a.txt", b"One Two Three Four. " * 20)),
        InputStream(InputFile("b.md", b"Five Six Seven Eight. " * 20)),
    ]
    recipe = Recipe((Lowercase(files=".md"),))
    done = ingest(workspace, incoming, name="Mixed", recipe=recipe, processes=1)
    first, second = done.corpus.documents()
    assert first.startswith("One Two")
    assert second.startswith("five six")
    assert done.corpus.card.recipe[0]["files"] == ".md"
