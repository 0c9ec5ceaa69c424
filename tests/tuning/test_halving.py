"""Successive halving: only trials that are not among the best third at a rung are stopped."""

import orjson

from slm_core.json_log import JsonLog
from slm_core.storage import write_json
from slm_core.tuning.halving import RUNGS, is_hopeless, stop_hopeless
from slm_core.tuning.sweep import create_sweep
from slm_core.tuning.trials import trials_of
from tests.pages.run_folders import write_run
from tests.tiny import workspace_in
from tests.tuning.made_trials import made_trial


def at(bits: float, *, share: float = 0.5, name: str = "1"):
    return made_trial(name, bits=bits, state="running", share=share)


def test_a_trial_is_stopped_where_two_thirds_of_the_others_were_better_at_its_rung() -> None:
    others = [made_trial(str(n), bits=1.0 + n / 10) for n in range(2, 8)]
    bad, good = at(3.0), at(1.0)
    assert is_hopeless(bad, [*others, bad])
    assert not is_hopeless(good, [*others, good])


def test_before_a_rung_nobody_is_stopped_and_the_first_has_nobody_to_lose_against() -> None:
    others = [made_trial(str(n), bits=1.0) for n in range(2, 8)]
    early = at(9.0, share=RUNGS[0] / 2)
    assert not is_hopeless(early, [*others, early])
    alone = at(9.0)
    assert not is_hopeless(alone, [alone])


def test_the_preset_always_goes_on() -> None:
    others = [made_trial(str(n), bits=1.0) for n in range(2, 8)]
    preset = at(9.0, name="preset")
    assert not is_hopeless(preset, [*others, preset])


def test_trials_are_compared_by_how_they_stood_at_the_same_share_of_their_budget() -> None:
    # At its end this one has the fewest bits; at the rung where the other is it had more.
    late = made_trial("2", bits=1.0)
    here = made_trial("1", bits=1.2, state="running", share=RUNGS[1])
    assert here.best_by(RUNGS[1]) is not None
    assert late.best_by(RUNGS[1]) < here.best_by(RUNGS[1])
    assert late.bits < late.best_by(RUNGS[1])
    assert is_hopeless(here, [late, here])


def test_a_hopeless_trial_at_work_is_asked_to_stop_through_its_control_file(tmp_path) -> None:
    workspace = workspace_in(tmp_path)
    base = write_run(workspace, "finished").run.config()
    sweep = create_sweep(workspace, "sweep", base, minutes=12.0)
    folders = {}
    for name, state, worse in (
        ("preset", "finished", 1.2),
        ("1", "finished", 1.0),
        ("2", "finished", 1.1),
        ("3", "running", 2.0),
    ):
        folders[name] = folder = write_run(workspace, state)
        path = folder.run.folder / "config.json"
        write_json(path, orjson.loads(path.read_bytes()) | {"sweep": sweep.id, "trial": name})
        metrics = folder.run.folder / "metrics.jsonl"
        records = [orjson.loads(line) for line in metrics.read_bytes().splitlines()]
        for record in records:
            record["bits_per_byte"] = worse * record.get("bits_per_byte", 1.0)
        metrics.write_bytes(b"".join(orjson.dumps(record) + b"\n" for record in records))
    stopped = stop_hopeless(trials_of(sweep))
    assert [trial.name for trial in stopped] == ["3"]
    asked, _ = JsonLog(folders["3"].run.folder / "control.jsonl").read()
    assert [request["action"] for request in asked] == ["stop"]
    assert not any((folders[name].run.folder / "control.jsonl").exists() for name in "12")
    folders["3"].lock.release()
