"""What a run cost: counters of a made-up machine, and a stated power where there are none."""

import pytest

from slm_core.hardware.energy import EnergyMeter
from slm_core.reporting.cost import STATED_WATTS, cost_of
from slm_core.runs.energy import ENERGY_FILE, MeasuredEnergy
from slm_core.runs.trainer.energy import EnergyLog
from slm_core.storage import write_json
from slm_core.training.stopping.budget import Clock
from tests.pages.run_folders import write_run
from tests.tiny import workspace_in


def package(folder, name: str, microjoules: int) -> None:
    (folder / name).mkdir(exist_ok=True)
    (folder / name / "energy_uj").write_text(f"{microjoules}\n")
    (folder / name / "max_energy_range_uj").write_text("1000000000\n")


def test_packages_are_added_their_parts_are_not_and_full_counters_go_on(tmp_path) -> None:
    package(tmp_path, "intel-rapl:0", 5_000_000)
    package(tmp_path, "intel-rapl:0:0", 1_000_000)
    package(tmp_path, "intel-rapl:1", 999_000_000)
    meter = EnergyMeter(powercap=tmp_path)
    assert meter.source == "rapl"
    package(tmp_path, "intel-rapl:0", 7_000_000)
    package(tmp_path, "intel-rapl:0:0", 2_000_000)
    package(tmp_path, "intel-rapl:1", 2_000_000)
    assert meter.used() == pytest.approx(2.0 + 1.0 + 2.0)
    assert meter.used() == 0.0
    assert EnergyMeter(powercap=tmp_path / "none").source == ""


def test_the_board_of_a_laptop_is_not_counted_beside_its_processor(tmp_path) -> None:
    for zone, name in (("intel-rapl:0", "package-0"), ("intel-rapl:1", "psys")):
        package(tmp_path, zone, 0)
        (tmp_path / zone / "name").write_text(f"{name}\n")
    meter = EnergyMeter(powercap=tmp_path)
    package(tmp_path, "intel-rapl:0", 3_000_000)
    package(tmp_path, "intel-rapl:1", 7_000_000)
    assert meter.used() == pytest.approx(3.0)


class Driver:
    """NVML with one GPU, of which it counts millijoules."""

    def __init__(self) -> None:
        self.millijoules = 5_000
        self.nvmlInit_v2 = self.nvmlShutdown = lambda: 0
        self.nvmlDeviceGetHandleByUUID = lambda gpu, _handle: int(gpu != b"GPU-3")
        self.nvmlDeviceGetTotalEnergyConsumption = self.count

    def count(self, _handle, found) -> int:
        found._obj.value = self.millijoules
        return 0


def test_a_gpu_is_counted_by_its_identity_and_an_old_driver_counts_nothing(
    tmp_path, monkeypatch
) -> None:
    driver = Driver()
    monkeypatch.setattr("slm_core.hardware.energy.ctypes.CDLL", lambda _name: driver)
    meter = EnergyMeter(powercap=tmp_path, gpus=("GPU-3", "GPU-4"))
    assert meter.source == "nvml"
    driver.millijoules += 2_000
    assert meter.used() == pytest.approx(2.0)
    del driver.nvmlDeviceGetTotalEnergyConsumption
    assert EnergyMeter(powercap=tmp_path, gpus=("GPU-3",)).source == ""


def test_a_run_adds_up_what_its_sittings_used(tmp_path, monkeypatch) -> None:
    package(tmp_path, "intel-rapl:0", 0)
    folder = write_run(workspace_in(tmp_path / "home"), "finished")
    moments = iter([0.0, 10.0, 10.0, 30.0])
    monkeypatch.setattr("slm_core.runs.trainer.energy.time.monotonic", lambda: next(moments))
    shown = iter([100.0, 110.0, 110.0, 115.0])  # ten seconds of training, then five more
    clock = Clock()
    monkeypatch.setattr(clock, "seconds", lambda: next(shown))
    log = EnergyLog(folder.run, clock, EnergyMeter(powercap=tmp_path))
    package(tmp_path, "intel-rapl:0", 300_000_000)
    log.record()
    again = EnergyLog(folder.run, clock, EnergyMeter(powercap=tmp_path))
    package(tmp_path, "intel-rapl:0", 700_000_000)
    again.record()  # the five took twenty: others had the machine meanwhile
    status, score = folder.run.status(), folder.run.score()
    cost = cost_of(folder.run, status, score=score, floor=score.bits_per_byte + 1.0)
    assert cost.source == "rapl"
    assert cost.watts == pytest.approx((300 + 100) / 15)
    assert cost.joules == pytest.approx(cost.watts * status.seconds)
    assert cost.joules_a_hundredth == pytest.approx(cost.joules / 100)
    assert "RAPL" in str(cost.energy_in_words())


def test_a_machine_that_reports_nothing_is_taken_at_a_stated_power(tmp_path) -> None:
    folder = write_run(workspace_in(tmp_path), "finished")
    status = folder.run.status()
    cost = cost_of(folder.run, status, score=None, floor=2.0)
    assert (cost.source, cost.watts) == ("stated", STATED_WATTS)
    assert cost.joules_a_hundredth is None
    assert "30 watts" in str(cost.energy_in_words())
    write_json(folder.run.folder / ENERGY_FILE, vars(MeasuredEnergy(0.0, 0.0, "rapl")))
    assert cost_of(folder.run, status, score=None, floor=None).source == "stated"
