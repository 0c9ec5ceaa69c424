"""Runs judged: exactly where the probabilities are known, in sentences where it cannot be."""

import math
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from slm_core.corpus.store import delete_corpus
from slm_core.errors import CorpusError, RunError, StoppedError, WorkspaceError
from slm_core.evaluation.evaluate_job import TextToJudge, evaluate_job
from slm_core.evaluation.evaluate_run import evaluate_text, read_texts
from slm_core.evaluation.explained import explain
from slm_core.evaluation.judging import evaluate_run, prove_score
from slm_core.evaluation.listener import Listener
from slm_core.evaluation.memorisation.light import memorisation_verdict, verdict_by
from slm_core.evaluation.report import (
    counting_loss,
    list_reports,
    read_reports,
    times_test_opened,
    write_report,
)
from slm_core.evaluation.summary import level_of, proof_words, unknown_words
from slm_core.evaluation.texts.other_text import Other, other_from_file, other_from_text
from slm_core.metrics import evaluate as reading
from slm_core.processes.jobs import Job, JobState
from slm_core.reporting.html import report_html
from slm_core.runs.load_model import RunModel, load_run_model
from slm_core.tokenizers.encoded.unknown_cost import UnknownWordModel
from slm_core.tokenizers.tokenizer import EOS
from slm_core.workspace import Workspace, open_workspace
from tests.serving.writers import TEXT, new_run, put_checkpoint, writer

UNKNOWN = UnknownWordModel(())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return open_workspace(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def source(home: Workspace) -> RunModel:
    return load_run_model(writer(home))


def over(job: Job) -> JobState:
    end = time.monotonic() + 60
    while not (state := job.state()).is_over:
        assert time.monotonic() < end
        time.sleep(0.05)
    return state


def test_a_model_of_known_probabilities_scores_exactly(source: RunModel) -> None:
    model = source.model
    kept = {name: value.clone() for name, value in model.state_dict().items()}
    shares = torch.arange(1.0, model.vocabulary_size + 1).double()
    shares /= shares.sum()
    with torch.no_grad():
        model.get_parameter("output.weight").zero_()
        model.get_parameter("output.bias").copy_(shares.log())
    texts = [TEXT[:900], TEXT[900:3_000]]
    text = read_texts(source, texts, spelling=lambda: UNKNOWN)
    found, _said = evaluate_text(source, text, floors=None)
    model.load_state_dict(kept)
    counts = Counter(text.ids[1:].tolist())
    bits = -sum(times * math.log2(float(shares[token])) for token, times in counts.items())
    size = sum(len(one.encode()) for one in texts)
    assert counts[EOS] == 2
    assert found.score.bits_per_byte == pytest.approx(bits / size, abs=1e-6)
    assert found.score.loss == pytest.approx(bits * math.log(2) / sum(counts.values()), abs=1e-6)
    assert found.score.nats_per_character == pytest.approx(bits * math.log(2) / size, abs=1e-6)
    best = model.vocabulary_size - 1
    assert found.score.accuracy == pytest.approx(counts[best] / sum(counts.values()))
    assert found.accuracy_top5 == pytest.approx(
        sum(counts[best - place] for place in range(5)) / sum(counts.values())
    )


def test_scores_depend_on_no_chunks(source: RunModel, monkeypatch: pytest.MonkeyPatch) -> None:
    text = read_texts(source, [TEXT[:4_000]], spelling=lambda: UNKNOWN)
    found, _said = evaluate_text(source, text, floors=None)
    for chunk in (7, 64, 1_000):
        monkeypatch.setattr(reading, "_CHUNK", chunk)
        other, _said = evaluate_text(source, text, floors=None)
        assert other.score.bits_per_byte == pytest.approx(found.score.bits_per_byte, abs=1e-5)
        assert other.score.accuracy == found.score.accuracy
        assert other.averages.f1 == pytest.approx(found.averages.f1, abs=1e-6)


def test_all_that_is_said_of_a_run_is_kept_and_told(home: Workspace, source: RunModel) -> None:
    run = source.run
    scored = evaluate_run(run, "validation")
    report = prove_score(run, "validation")
    assert replace(report, proof=None) == scored, "nothing but the proof is made"
    assert read_reports(run)[0] == report
    assert report.proof is not None
    assert report.proof.holds
    assert "gave back every byte" in str(proof_words(report.proof)[2])
    assert report.memorisation is not None
    assert report.memorisation.canary is None
    assert report.breakdown is not None
    assert report.breakdown.worst
    assert level_of(report) == "poor"
    told = {str(one.name): one for one in explain(report)}
    assert {"bits per byte", "rare tokens", "repetition", "calibration error"} <= told.keys()
    assert all(str(one.meaning).endswith(".") for one in told.values())
    floors = report.evaluation.floors
    assert floors is not None
    counted = counting_loss(run)  # a character a byte, but for the document's end
    assert counted == pytest.approx(floors.kneser_ney * math.log(2), rel=0.01)
    light = memorisation_verdict(run)
    assert light.light == report.memorisation.light
    page = report_html([run], language="en")
    assert str(light.title) in page
    assert "hardly more than real text does" in page or "copies more than" in page
    assert "What was compressed gave back every byte." in page
    opened = times_test_opened(run)
    evaluate_run(run, "test")
    assert times_test_opened(run) == opened + 1
    assert len(read_reports(run)) == 2
    kept = run.folder / "report" / "evaluations" / "test.json"
    whole = kept.read_text()
    for spoilt in ("{half", whole.replace("1", "2", 1), whole.replace("0.", "NaN0.", 1)):
        kept.write_text(spoilt)
        found, [damaged] = list_reports(run)
        assert [one.judged.kind for one in found] == ["validation"]
        assert damaged.id == "test"
        assert "test.json is damaged" in str(damaged.reason)
    assert "test.json is damaged" in report_html([run], language="en")
    write_report(run, report)
    assert len(list_reports(run)[0]) == 1, "a whole one does not mend another"
    evaluate_run(run, "test")
    assert len(list_reports(run)[0]) == 2


def test_where_reports_cannot_be_kept_a_sentence_says_so(home: Workspace, source: RunModel) -> None:
    run = writer(home, name="kept nowhere")
    (run.folder / "report").mkdir(exist_ok=True)
    (run.folder / "report" / "evaluations").write_text("a file of somebody's")
    [report, *_] = read_reports(source.run)
    with pytest.raises(WorkspaceError, match="could not be used"):
        write_report(run, report)
    assert list_reports(run) == ([], [])


def test_a_text_of_which_nothing_is_known_is_spelled(source: RunModel) -> None:
    report = evaluate_run(source.run, Other("泵", ["泵很热。密封很冷。" * 3]), proven=True)
    assert report.evaluation.unknown_share > 0.9
    assert "spelled letter by letter" in str(unknown_words(report.evaluation))
    assert "spelled letter by letter" in report_html([source.run], language="en")
    assert report.evaluation.interval is None
    assert math.isfinite(report.evaluation.score.bits_per_byte)
    assert report.proof is not None
    assert report.proof.holds


def test_what_is_no_number_is_a_sentence(home: Workspace) -> None:
    run = writer(home, name="spoilt")
    source = load_run_model(run)
    with torch.no_grad():
        source.model.get_parameter("output.bias").fill_(math.nan)
    text = read_texts(source, [TEXT[:500]], spelling=lambda: UNKNOWN)
    with pytest.raises(RunError, match=r"not a number.*lower learning rate"):
        evaluate_text(source, text, floors=None)


def test_without_its_corpus_a_run_is_judged_on_other_text_alone(tmp_path: Path) -> None:
    home = open_workspace(tmp_path / "home")
    run = writer(home)
    delete_corpus(home, run.config().corpus)
    with pytest.raises(CorpusError, match="does not exist"):
        evaluate_run(run, "validation")
    report = evaluate_run(run, Other("notes", [TEXT[:2_000]]))
    assert report.evaluation.floors is None
    assert report.memorisation is None
    assert "does not exist" in str(report.without_floors)
    assert level_of(report) is None


def test_it_can_be_stopped(source: RunModel) -> None:
    with pytest.raises(StoppedError, match="stopped"):
        evaluate_run(source.run, "validation", listener=Listener(should_stop=lambda: True))


def test_a_job_judges_a_pasted_text(home: Workspace, source: RunModel) -> None:
    pasted = evaluate_job(home, source.run.id, TextToJudge(text=TEXT[:700]), proven=True)
    state = over(pasted)
    assert state.state == "done", state
    report = next(
        one for one in read_reports(source.run) if one.judged.file == state.result["text"]
    )
    assert report.judged.name == other_from_text(TEXT[:700]).name
    assert report.proof is not None
    assert not (pasted.folder / "files").exists()


def test_files_are_read_as_for_a_corpus_and_damaged_ones_named(tmp_path: Path) -> None:
    table, damaged = tmp_path / "t.csv", tmp_path / "notes.docx"
    table.write_text("note\nThe pump was hot.\nThe seal was cold.\n")
    damaged.write_bytes(b"PK\x03\x04 no archive")
    assert "The seal was cold." in "".join(other_from_file(table, "table").texts)
    with pytest.raises(CorpusError, match=r"notes\.docx"):
        other_from_file(damaged, "notes.docx")


def test_what_cannot_be_judged_is_refused_before_a_process_starts(
    home: Workspace, source: RunModel
) -> None:
    validation = TextToJudge("validation")
    with pytest.raises(RunError, match="no run called"):
        evaluate_job(home, "gone", validation)
    with pytest.raises(RunError, match="no checkpoint yet"):
        evaluate_job(home, new_run(home, name="new").id, validation)
    with pytest.raises(CorpusError, match="Paste some"):
        evaluate_job(home, source.run.id, TextToJudge(text=" \n"))
    with pytest.raises(CorpusError, match="does not exist"):
        evaluate_job(home, source.run.id, replace(validation, part=None, corpus="gone"))


def test_every_kind_of_token_is_proven_through_the_whole_evaluation(home: Workspace) -> None:
    for kind in ("word", "bpe"):
        run = new_run(home, kind=kind, name=kind)
        put_checkpoint(run, 10)
        found = evaluate_run(run, Other("new", ["A zygote 🔧  broke.\n泵", "Nurse"]), proven=True)
        assert found.proof is not None
        assert found.proof.holds


def test_the_worst_light_of_the_newest_weights_is_what_an_export_is_told(
    home: Workspace, source: RunModel
) -> None:
    unseen = new_run(home)
    nobody = memorisation_verdict(unseen)
    assert nobody.light is None
    assert unseen.id in str(nobody.reasons[0])
    run = source.run
    report = evaluate_run(run, "validation")
    assert report.memorisation is not None
    clean = replace(report, memorisation=replace(report.memorisation, copied=0.0, longest=0))
    copied = replace(report, memorisation=replace(report.memorisation, copied=0.9, copied_real=0.0))
    found = verdict_by(run, [clean, copied])
    assert found.light == "red"
    assert "It repeats its training text: 90.0%" in str(found.reasons[0])
    later = replace(clean, step=report.step + 1)
    assert verdict_by(run, [copied, later]).light == "green", "those weights are no more"
