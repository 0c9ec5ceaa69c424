"""Labels on the Score text page: a report with its floors and charts, forms, wrong input."""

import pytest

from slm_core.evaluation.classification.jobs.kept_labels import LabelReport, keep_labels, labelled
from slm_core.evaluation.classification.judge_runs import JudgedLabels
from slm_core.evaluation.classification.label_floors import LabelFloor, LabelFloors
from slm_core.evaluation.classification.label_scores import label_scores
from slm_core.processes.jobs import list_jobs
from slm_core.workspace import Workspace, open_workspace
from tests.pages.score_text.test_page import shown
from tests.serving.writers import writer


@pytest.fixture
def home(tmp_path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setenv("ARGOT_HOME", str(tmp_path / "home"))
    return open_workspace(tmp_path / "home")


def report(count: int = 30) -> LabelReport:
    import numpy as np

    names = ("<b>heat</b>", "leak", "noise")
    right = [names[at % 3] for at in range(count)]
    chances = np.full((count, 3), 0.2)
    chances[np.arange(count), [at % 3 if at % 5 else 0 for at in range(count)]] = 0.6
    judged = JudgedLabels(
        scores=label_scores(names, right, chances),
        predicted=tuple(names[place] for place in chances.argmax(1)),
        floors=LabelFloors(LabelFloor(1 / 3, 0.2), LabelFloor(0.95, 0.95)),
        networks=LabelFloor(0.7, 0.7),
    )
    texts = labelled(
        [f"note {at}" for at in range(count)],
        judged.predicted,
        right=right,
        probabilities=[0.6] * count,
    )
    return LabelReport("notes.csv", texts, judged=judged, learned=300, held_out=True)


def test_a_report_has_every_figure_and_says_that_counting_is_better(open_page, home) -> None:
    page = open_page("score_text", labels=keep_labels(home, report()))
    told = shown(page).replace("\\", "")
    assert "Counting words does better than the models: 95.0% right instead of 86.7%" in told
    assert "300 texts were learned from" in told
    assert "The networks alone, without counted words, put 70.0 % right" in told
    cards = {metric.label: metric.value for metric in page.metric}
    assert cards.keys() == {"Accuracy", "Precision of labels", "Recall", "F1", "AUC", "Calibration"}
    assert cards["Accuracy"] == "86.7 %"
    assert len(page.get("vega_lite_chart")) == 2
    floors, by_label, texts = page.dataframe
    assert list(floors.value["Accuracy"]) == ["86.7 %", "95.0 %", "33.3 %"]
    assert len(by_label.value) == 3
    wrong = texts.value["Label given"] != texts.value["Right label"]
    assert list(wrong[:5]) == [True] * 4 + [False]


def test_without_any_model_examples_and_training_are_offered(open_page, home) -> None:
    page = open_page("score_text")
    assert "Find unusual credit memos" in shown(page)
    page.segmented_control(key="score_text_what").set_value("sort").run()
    assert page.button(key="score_text_train_go").disabled
    assert "No classifier has been trained yet" in shown(page)
    page.number_input(key="score_text_minutes").set_value(-3.0).run()
    assert "it must be from 0" in shown(page)
    assert not page.exception
    assert list_jobs(home) == []


def test_models_are_judged_by_the_odd_label_that_is_named(open_page, home, monkeypatch) -> None:
    asked = {}
    writer(home)
    monkeypatch.setattr("pages.score_text.sort.judge_runs_job", lambda *_a, **kw: asked.update(kw))
    page = open_page("score_text")
    page.segmented_control(key="score_text_what").set_value("sort").run()
    page.text_input(key="score_text_judge_odd").set_value("strange").run()
    assert not page.exception
    page.file_uploader(key="score_text_judge_file").upload("n.csv", b"kind,note\n")
    models = page.multiselect(key="score_text_judged_runs")
    models.set_value(models.options).run()
    page.button(key="score_text_judge_go").click().run()
    assert asked == {"odd": "strange"}


def test_labels_that_are_gone_or_spoilt_are_a_sentence(open_page, home) -> None:
    assert "no longer kept" in shown(open_page("score_text", labels="000000000000"))
    name = keep_labels(home, report())
    (home.cache / "labelled" / f"{name}.json").write_text("{", encoding="utf-8")
    page = open_page("score_text", labels=name)
    assert page.error
    assert not page.exception
