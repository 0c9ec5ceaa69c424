"""A real sentence beside one of the model's own, and the share of real words in its writing."""

from slm_core.evaluation.specimen import Specimen, first_sentence, known_share, specimen_of
from slm_core.json_log import JsonLog
from slm_core.runs.launching.create import create_run, delete_run
from slm_core.storage import remove_folder
from tests.tiny import make_config, make_corpus, text_of, workspace_in

CHINESE = "水泵在二号线发热，已更换机油滤清器。" * 60


def written(run, text: str, prompt: str = "The pump") -> None:
    record = {"step": 1, "seconds": 1.0, "prompt": prompt, "texts": [[0.8, text]]}
    JsonLog(run.folder / "samples.jsonl").append(record)


def test_a_run_shows_a_sentence_of_its_text_and_one_of_its_own(tmp_path):
    workspace = workspace_in(tmp_path)
    corpus = make_corpus(workspace)
    run = create_run(workspace, make_config(corpus))
    assert specimen_of(run).written == ""
    written(run, " was hot. " + text_of(400, seed=3))
    seen = specimen_of(run)
    text = "".join(corpus.documents())
    assert seen.real in text
    assert text.index(seen.real) > 0.8 * len(text), "of what it never learned from"
    assert seen.real.endswith(".")
    assert seen.written in text_of(400, seed=3)
    assert seen.real_words == 1.0
    written(run, " ran. " + "zorq blim fend " * 20)
    assert specimen_of(run).real_words is not None
    delete_run(run)


def test_noise_is_no_words_and_little_text_says_nothing():
    known = frozenset({"the", "pump", "don't"})
    assert known_share("The pump! " * 15, known, wide=False) == 1.0
    assert known_share("The pmup " * 15, known, wide=False) == 0.5
    assert known_share("The pump", known, wide=False) is None
    assert known_share("Don't " * 30, known, wide=False) == 1.0


def test_in_scripts_without_blanks_pairs_of_characters_are_counted(tmp_path):
    workspace = workspace_in(tmp_path)
    corpus = make_corpus(workspace, CHINESE)
    run = create_run(workspace, make_config(corpus))
    written(run, "发热。" + "水泵在二号线发热" * 5, prompt="水泵")
    seen = specimen_of(run)
    assert seen.by_pairs
    assert seen.real_words is not None
    assert seen.real_words > 0.85
    assert "水泵" in seen.real


def test_sentences_are_of_a_length_to_be_shown():
    assert first_sentence("Short.\nThis one is long enough to be shown. More.") == (
        "This one is long enough to be shown."
    )
    assert first_sentence("Half of them lived for 9.0 months or more. Others did not.") == (
        "Half of them lived for 9.0 months or more."
    )
    header = "Riverside Community Clinic - printed 30/06/2026\n"
    assert first_sentence(header + "The wound was cleaned with saline.") == (
        "The wound was cleaned with saline."
    )
    assert first_sentence(header) == header.strip()
    assert first_sentence("word " * 200).endswith("…")
    assert first_sentence("") == ""


def test_of_a_run_whose_corpus_is_gone_there_is_nothing_to_compare(tmp_path):
    workspace = workspace_in(tmp_path)
    corpus = make_corpus(workspace)
    run = create_run(workspace, make_config(corpus))
    remove_folder(corpus.folder)
    assert specimen_of(run) == Specimen()
