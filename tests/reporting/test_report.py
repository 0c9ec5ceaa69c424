"""Reports of runs: what is in the page, in the tables, and in TensorBoard's files."""

import csv
import html
import io
import json
import re
import shlex
import struct
from pathlib import Path

import pytest

from slm_core.cli.commands.training.run_config import TrainRequest
from slm_core.corpus.store import open_corpus
from slm_core.errors import RunError, WorkspaceError
from slm_core.evaluation.specimen import specimen_of
from slm_core.json_log import JsonLog
from slm_core.processes.jobs import list_jobs
from slm_core.reporting.contents import contents_of, differing
from slm_core.reporting.html import report_html
from slm_core.reporting.report_job import REPORT, report_runs
from slm_core.reporting.tables import metrics_csv, report_json
from slm_core.reporting.tensorboard import write_events
from slm_core.runs.energy import ENERGY_FILE
from slm_core.runs.launching.create import start_run as start_real_run
from slm_core.runs.relations.differences import flat_settings
from slm_core.workspace import Workspace
from tests.pages.run_folders import train_record, validation_record, write_run
from tests.tiny import make_config, make_corpus, wait_for, workspace_in

OUTSIDE = re.compile(
    r"""(?:src|href|url\(|@import)[^>]{0,20}https?:|<script|<link""", re.IGNORECASE
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return workspace_in(tmp_path)


def words(page: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def test_a_report_needs_nothing_beside_itself_and_says_what_the_run_says(workspace) -> None:
    run = write_run(workspace, "finished").run
    page = report_html([run], language="en")
    assert OUTSIDE.search(page) is None
    assert page.count("<svg") == 2
    score = run.score()
    assert score is not None
    assert f"{score.bits_per_byte:.3f}" in words(page)
    assert "card.json is damaged: it is not there" in words(page)  # the corpus is gone
    assert run.samples()[-1].texts[0][1].strip()[:20] in words(page)
    chinese = report_html([run], language="zh")
    assert "学习曲线" in chinese
    assert 'lang="zh-CN"' in chinese


def test_the_report_judges_as_the_page_does(workspace) -> None:
    run = write_run(workspace, "finished").run
    verdict = contents_of(run).verdict
    assert verdict is not None
    assert verdict.specimen == specimen_of(run)
    assert str(verdict.messages(ended=True)[0]) in words(report_html([run], language="en"))


def test_what_people_wrote_stays_text(workspace) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    run = write_run(workspace, "finished", name=hostile).run
    page = report_html([run], language="en")
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page


def test_a_comparison_tells_only_what_differs_and_draws_the_curves_together(workspace) -> None:
    first = write_run(workspace, "finished", steps=400).run
    second = write_run(workspace, "finished", kind="bpe").run
    rows = dict(differing([first.config(), second.config()]))
    assert "tokenizer.kind" in rows
    assert "training.optimizer" not in rows
    page = report_html([first, second], language="en")
    assert page.count("<svg") == 1 + 2 * 2
    assert "What differs" in page


def test_the_command_in_a_report_gives_the_same_configuration(workspace) -> None:
    corpus = make_corpus(workspace)
    config = make_config(corpus)
    run = start_real_run(workspace, config)
    wait_for(lambda: run.status().is_over)
    parts = shlex.split(contents_of(run).command.replace("\\\n", ""))
    assert parts[:5] == ["python", "-m", "slm_core", "train", corpus.id]
    assert parts[5::2] == ["--set"] * len(parts[6::2])
    request = TrainRequest(assignments=parts[6::2])
    again = request.config(open_corpus(workspace, corpus.id))
    kept = {"name": config.name, "preset": config.preset}
    assert again.to_json() | kept == run.config().to_json() | kept


def test_tables_have_every_record_and_json_everything(workspace) -> None:
    run = write_run(workspace, "finished").run
    rows = list(csv.DictReader(io.StringIO(metrics_csv([run]))))
    metrics = contents_of(run).metrics
    assert len(rows) == len(metrics.train) + len(metrics.validation)
    last = [row for row in rows if row["kind"] == "validation"][-1]
    assert float(last["loss"]) == metrics.validation.last("loss")
    assert last["learning_rate"] == ""
    [told] = json.loads(report_json([run]))["runs"]
    assert told["id"] == run.id
    assert told["config"] == json.loads(json.dumps(run.config().to_json()))
    assert told["cost"]["source"] == "stated"
    assert told["metrics"]["validation"]["loss"][-1] == metrics.validation.last("loss")


def test_tensorboards_files_are_records_of_events(workspace, tmp_path) -> None:
    run = write_run(workspace, "finished").run
    data = write_events(run, tmp_path / "board").read_bytes()
    at, records = 0, []
    while at < len(data):
        (length,) = struct.unpack_from("<Q", data, at)
        records.append(data[at + 12 : at + 12 + length])
        at += 16 + length
    assert b"brain.Event:2" in records[0]
    metrics = contents_of(run).metrics
    assert len(records) == 1 + len(metrics.train) + len(metrics.validation)
    # Known answers: CRC-32C of eight zero bytes in TensorFlow's masked form, RFC 3720's 32 zeros.
    assert struct.unpack_from("<I", data, 8)[0] == masked_crc(data[:8])
    assert crc32c(bytes(32)) == 0x8A9136AA
    value = struct.pack("<f", metrics.validation.last("loss"))
    assert b"validation/loss" in records[-1]
    assert value in records[-1]


def test_numbers_too_large_for_an_event_are_left_out_and_the_others_written(
    workspace, tmp_path
) -> None:
    folder = write_run(workspace, "finished")
    record = {**train_record(folder.step + 1), "loss": 1e300}
    JsonLog(folder.run.folder / "metrics.jsonl").append(record)
    data = write_events(folder.run, tmp_path / "board").read_bytes()
    assert data.count(b"train/loss") == len(contents_of(folder.run).metrics.train) - 1


def crc32c(data: bytes) -> int:
    """Bit by bit (RFC 3720, appendix B.4)."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked_crc(data: bytes) -> int:
    crc = crc32c(data)
    return ((crc >> 15 | crc << 17 & 0xFFFFFFFF) + 0xA282EAD8) & 0xFFFFFFFF


def test_what_cannot_be_read_of_a_run_is_said_and_the_rest_is_told(workspace, tmp_path) -> None:
    folder = write_run(workspace, "finished")
    run = folder.run
    nothing = {**validation_record(folder.step + 1), "loss": None, "bits_per_byte": None}
    JsonLog(run.folder / "metrics.jsonl").append(nothing)
    (run.folder / ENERGY_FILE).write_text("{")
    page = report_html([run], language="en")
    assert "energy.json is damaged" in page
    assert page.count("<svg") == 2
    assert "nan" not in words(page).lower().split()
    [told] = json.loads(report_json([run]))["runs"]
    assert "energy.json is damaged" in told["cost"]["error"]
    assert told["metrics"]["validation"]["loss"][-1] is None
    (tmp_path / "board" / run.id).mkdir(parents=True)
    write_events(run, tmp_path / "board")
    (tmp_path / "a file").write_text("")
    with pytest.raises(WorkspaceError, match="could not be used"):
        write_events(run, tmp_path / "a file")


@pytest.mark.exhaustive
def test_the_command_of_a_run_that_started_from_another_names_that_one(workspace) -> None:
    corpus = make_corpus(workspace)
    first = start_real_run(workspace, make_config(corpus))
    wait_for(lambda: first.status().is_over)
    request = TrainRequest(workspace=workspace.root, earlier=first.id, steps=5)
    run = start_real_run(workspace, request.config(open_corpus(workspace, corpus.id)))
    wait_for(lambda: run.status().is_over)
    assert run.status().state == "finished"
    parts = shlex.split(contents_of(run).command.replace("\\\n", ""))
    assert parts[5:8] == ["--from", first.id, "--set"]
    again = TrainRequest(workspace=workspace.root, earlier=parts[6], assignments=parts[8::2])
    config = again.config(open_corpus(workspace, corpus.id))
    assert flat_settings(config) == flat_settings(run.config())


def test_a_job_makes_the_report_and_a_run_that_is_gone_is_a_sentence(workspace) -> None:
    run = write_run(workspace, "finished").run
    with pytest.raises(RunError, match="no run called"):
        report_runs(workspace, ["gone"], language="en")
    assert list(list_jobs(workspace)) == []
    job = report_runs(workspace, [run.id], language="zh")
    wait_for(lambda: job.state().is_over)
    assert job.state().state == "done", job.state().error
    assert "学习曲线" in (job.folder / REPORT).read_text(encoding="utf-8")


def test_a_run_without_curves_has_no_events(workspace, tmp_path) -> None:
    run = write_run(workspace, "queued").run
    with pytest.raises(RunError, match="no curves yet"):
        write_events(run, tmp_path)
    assert "no score yet" in words(report_html([run], language="en"))
