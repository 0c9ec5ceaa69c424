"""What differs between runs, which are one configuration, and which came from which."""

from dataclasses import replace

from slm_core.models.settings import GruSettings, LstmSettings
from slm_core.runs.config import RunConfig, StartSettings
from slm_core.runs.relations.differences import differing_settings
from slm_core.runs.relations.lineage import lineage
from slm_core.runs.relations.seeds import grouped_by_seed
from slm_core.training.settings import BudgetSettings, MachineSettings, TrainingSettings

BASE = RunConfig(corpus="a-1", name="base", budget=BudgetSettings(minutes=1.0))


def test_only_what_differs_is_named_in_the_order_of_the_forms() -> None:
    other = replace(
        BASE,
        name="another name",
        model=LstmSettings(hidden_size=128),
        training=TrainingSettings(learning_rate=0.001),
        machine=MachineSettings(threads=1),
    )
    rows = differing_settings([BASE, other])
    assert [row.path for row in rows] == ["model.hidden_size", "training.learning_rate"]
    assert rows[0].values == (BASE.model.hidden_size, 128)
    everything = differing_settings([BASE, other], everything=True)
    assert "machine.threads" in [row.path for row in everything]
    assert differing_settings([BASE, replace(BASE, name="x")]) == []


def test_a_setting_that_one_network_lacks_is_not_set_there() -> None:
    rows = differing_settings([BASE, replace(BASE, model=GruSettings())])
    assert rows[0].path == "model.kind"
    assert rows[0].values == ("lstm", "gru")


def test_runs_that_differ_in_their_seed_alone_are_one_group() -> None:
    seeds = [replace(BASE, training=TrainingSettings(seed=seed)) for seed in (1, 2, 3)]
    larger = replace(BASE, model=LstmSettings(hidden_size=512))
    found = grouped_by_seed("abcd", [seeds[0], larger, seeds[1], seeds[2]])
    assert found == [("a", "c", "d"), ("b",)]


def started(run: str, corpus: str = "a-1", **more: str) -> RunConfig:
    return replace(BASE, corpus=corpus, start=StartSettings(run), **more)


def test_runs_stand_below_what_they_came_from() -> None:
    runs = [
        ("tuned", started("first", "b-2")),
        ("longer", started("first")),
        ("first", BASE),
        ("alone", BASE),
        ("racer", replace(BASE, race="race-1")),
        ("of racer", started("racer")),
        ("orphan", started("gone", "b-2")),
        ("next", replace(BASE, follows="tuned")),
        ("trial", replace(BASE, sweep="sweep-1")),
    ]
    told = [(row.depth, row.kind, row.id, row.relation) for row in lineage(runs)]
    assert told == [
        (0, "run", "first", None),
        (1, "run", "tuned", "fine_tuned"),
        (2, "run", "next", "followed"),
        (1, "run", "longer", "trained_on"),
        (0, "race", "race-1", None),
        (1, "run", "racer", "raced"),
        (2, "run", "of racer", "trained_on"),
        (0, "deleted", "gone", None),
        (1, "run", "orphan", "fine_tuned"),
        (0, "sweep", "sweep-1", None),
        (1, "run", "trial", "swept"),
    ]


def test_configurations_that_go_round_in_a_circle_end() -> None:
    runs = [("a", started("b")), ("b", started("a")), ("c", started("a")), ("d", started("d"))]
    runs += [("e", replace(BASE, follows="f")), ("f", replace(BASE, follows="e"))]
    told = [(row.depth, row.id) for row in lineage(runs)]
    assert told == [(0, "a"), (1, "c")]
