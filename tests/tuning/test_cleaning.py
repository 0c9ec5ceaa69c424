"""Cleaning steps switched off: on the same judged text, without leaks, and why not elsewhere."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from slm_core.corpus.cleaning.recipe import Recipe
from slm_core.corpus.cleaning.steps.case_and_punctuation import Lowercase
from slm_core.corpus.cleaning.steps.duplicates import ExactDuplicates
from slm_core.corpus.cleaning.steps.mask_pii import Privacy
from slm_core.corpus.cleaning.steps.mojibake import Mojibake
from slm_core.corpus.cleaning.steps.regex_replace import Replace
from slm_core.corpus.cleaning.steps.whitespace import Whitespace
from slm_core.corpus.ingest.ingest import ingest
from slm_core.corpus.ingest.read_files import InputStream
from slm_core.corpus.readers.document import InputFile
from slm_core.corpus.split import split_corpus, split_text
from slm_core.corpus.store import Corpus, list_corpora
from slm_core.corpus.uncleaned import remove_uncleaned
from slm_core.errors import CorpusError, SettingsError
from slm_core.runs.launching.create import create_run
from slm_core.tuning.ablation import WHOLE, planned
from slm_core.tuning.cleaning.switches import cleaning_switches
from slm_core.tuning.cleaning.texts import text_without, texts_of
from slm_core.tuning.deleting import delete_sweep
from slm_core.tuning.plan import ask_for_ablation
from slm_core.tuning.sweep import Sweep, Switched, create_sweep
from slm_core.workspace import Workspace
from tests.tiny import make_config, make_corpus, text_of, workspace_in

STEPS = (Mojibake(), Whitespace(), ExactDuplicates(of="paragraphs"), Lowercase())


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return workspace_in(tmp_path)


def paragraphs() -> list[str]:
    """Ninety different ones, each of them twice, in an order of chance."""
    chance = random.Random(3)
    found = [f"{text_of(60, seed=number).strip()}  Round {number}." for number in range(90)] * 2
    chance.shuffle(found)
    return found


def added(workspace: Workspace, *steps, files: int = 12) -> Corpus:
    each = paragraphs()
    incoming = [
        InputStream(InputFile(f"{number}.txt", "\n\n".join(each[number::files]).encode()))
        for number in range(files)
    ]
    return ingest(workspace, incoming, name="Pumps", recipe=Recipe(steps), processes=1).corpus


def ablation(corpus: Corpus, workspace: Workspace) -> Sweep:
    paths = cleaning_switches(corpus).paths
    base = make_config(corpus)
    return create_sweep(
        workspace, "ablation", base, minutes=0.0, repeats=2, switched=Switched(False, paths)
    )


def part(corpus: Corpus, name: str) -> list[str]:
    settings = make_config(corpus).split
    return list(split_text(corpus, getattr(split_corpus(corpus, settings), name)))


def test_the_steps_that_changed_something_can_be_switched_off(workspace) -> None:
    corpus = added(workspace, *STEPS)
    wanted = ("cleaning.2.whitespace", "cleaning.3.exact_duplicates", "cleaning.4.lowercase")
    assert cleaning_switches(corpus).paths == wanted, "no letter was misread"
    plan = planned(ablation(corpus, workspace))
    assert [*plan][:3] == ["all#1", "all#2", "cleaning.2.whitespace#1"]
    assert len(plan) == 2 * (1 + len(wanted)), "settings were not asked for"


@pytest.mark.parametrize("files", [1, 12])
def test_all_are_judged_on_the_same_text_and_only_the_training_text_changes(
    workspace, files
) -> None:
    corpus = added(workspace, *STEPS, files=files)
    sweep = ablation(corpus, workspace)
    spaced = text_without(sweep, "cleaning.2.whitespace")
    double = text_without(sweep, "cleaning.3.exact_duplicates")
    capital = text_without(sweep, "cleaning.4.lowercase")
    whole = text_without(sweep, WHOLE)
    for name in ("validation", "test"):
        texts = [part(one, name) for one in (whole, spaced, double, capital)]
        assert all(one == texts[0] for one in texts)
        assert "".join(texts[0]).islower() and "  round" not in "".join(texts[0])
    learned = {one.id: "\n\n".join(part(one, "train")) for one in (whole, spaced, double, capital)}
    assert "  round" in learned[spaced.id] and "  round" not in learned[whole.id]
    assert "Round" in learned[capital.id] and "Round" not in learned[whole.id]
    assert len(learned[double.id]) > 1.3 * len(learned[whole.id])
    assert len({*learned.values()}) == 4
    assert text_without(sweep, WHOLE).id == whole.id, "made once"


def test_duplicates_left_in_put_nothing_of_the_judged_text_into_the_training_text(
    workspace,
) -> None:
    sweep = ablation(added(workspace, *STEPS), workspace)
    double = text_without(sweep, "cleaning.3.exact_duplicates")
    learned = {piece for text in part(double, "train") for piece in text.split("\n\n")}
    judged = {piece for text in part(double, "validation") for piece in text.split("\n\n")}
    assert judged and not learned & judged


def test_its_texts_are_in_no_list_and_go_with_it(workspace) -> None:
    corpus = added(workspace, *STEPS)
    sweep = ablation(corpus, workspace)
    made = text_without(sweep, "cleaning.4.lowercase")
    assert [one.id for one in list_corpora(workspace)] == [corpus.id]
    assert made.id in {one.id for one in texts_of(sweep)}
    (sweep.folder / "asked").unlink()
    delete_sweep(sweep)
    assert [path.name for path in workspace.corpora.iterdir()] == [corpus.id]


def test_why_there_are_none_is_a_sentence(workspace) -> None:
    def why(corpus: Corpus) -> str:
        return str(cleaning_switches(corpus).reason)

    assert "was not cleaned" in why(make_corpus(workspace))
    assert "masking of personal data" in why(added(workspace, Whitespace(), Privacy()))
    idle = added(workspace, Replace(pattern="nowhere"))
    assert "No cleaning step changed anything" in why(idle)
    corpus = added(workspace, *STEPS)
    sweep = ablation(corpus, workspace)
    remove_uncleaned(corpus)
    assert "was not kept" in why(corpus)
    with pytest.raises(CorpusError, match="was not kept"):
        text_without(sweep, WHOLE)
    run = create_run(workspace, make_config(corpus))
    with pytest.raises(SettingsError, match="was not kept"):
        ask_for_ablation(workspace, run, of="cleaning")
    extended = replace(corpus, card=replace(corpus.card, parent="pumps-0"))
    assert "extends another one" in why(extended)
