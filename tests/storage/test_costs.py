"""What a computation took is measured where the machine says it, noted, and read again."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
import torch

from medpref_dagster.devices import Compute
from medpref_dagster.storage import costs, energy
from medpref_dagster.storage.costs import Cost, add_costs, measure_cost, read_cost
from medpref_dagster.storage.energy import EnergyMeter, PackageCounter
from medpref_dagster.storage.store import Store

CPU = torch.device("cpu")
COMPUTE = Compute(CPU, torch.float32, 2**30, 1)
RANGE = 65_532_610_987


def write_zone(powercap: Path, zone: str, name: str, microjoules: int) -> Path:
    folder = powercap / zone
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "name").write_text(f"{name}\n")
    (folder / "max_energy_range_uj").write_text(f"{RANGE}\n")
    (folder / "energy_uj").write_text(f"{microjoules}\n")
    return folder


def test_energy_is_that_of_all_packages_and_of_no_zone_within_or_around_them(tmp_path):
    def write(package_0: int, package_1: int, others: int) -> None:
        write_zone(tmp_path, "intel-rapl:0", "package-0", package_0)
        write_zone(tmp_path, "intel-rapl:1", "package-1", package_1)
        write_zone(tmp_path, "intel-rapl:0:0", "core", others)
        write_zone(tmp_path, "intel-rapl:2", "psys", others)
        write_zone(tmp_path, "intel-rapl-mmio:0", "package-0", others)

    write(1_000_000, 5_000_000, 0)
    counter = PackageCounter(tmp_path)
    assert counter.joules == 0
    write(3_500_000, 6_000_000, 900_000_000)
    counter.count()
    assert counter.joules == pytest.approx(3.5)


def test_a_counter_that_begins_anew_loses_nothing(tmp_path):
    write_zone(tmp_path, "intel-rapl:0", "package-0", RANGE - 1_000_000)
    counter = PackageCounter(tmp_path)
    for microjoules in (2_000_000, 5_000_000, 1_000_000):  # begins anew, goes on, begins anew
        write_zone(tmp_path, "intel-rapl:0", "package-0", microjoules)
        counter.count()
    assert counter.joules == pytest.approx((1_000_000 + 5_000_000 + RANGE - 4_000_000) / 1e6)


def lose_permission(zone: Path) -> None:
    (zone / "energy_uj").unlink()
    (zone / "energy_uj").mkdir()  # root may read any file, but no folder as one


UNREADABLE: Mapping[str, Callable[[Path], object]] = {
    "a counter that may not be read": lose_permission,
    "no range": lambda zone: (zone / "max_energy_range_uj").unlink(),
    "no number": lambda zone: (zone / "energy_uj").write_text("busy"),
    "no name": lambda zone: (zone / "name").unlink(),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_energy_that_is_not_readable_is_unknown_and_nothing_fails(tmp_path, what):
    UNREADABLE[what](write_zone(tmp_path, "intel-rapl:0", "package-0", 1))
    meter = EnergyMeter(CPU, tmp_path)
    assert meter.read() == energy.Energy(None, None)
    meter.stop()
    assert PackageCounter(tmp_path / "no such folder").joules is None


def test_a_counter_that_stops_being_readable_makes_the_whole_unknown(tmp_path):
    zone = write_zone(tmp_path, "intel-rapl:0", "package-0", 1)
    counter = PackageCounter(tmp_path)
    lose_permission(zone)
    counter.count()
    assert counter.joules is None
    (zone / "energy_uj").rmdir()
    write_zone(tmp_path, "intel-rapl:0", "package-0", 2)
    counter.count()
    assert counter.joules is None


class FakeNvml(ModuleType):
    """NVML with one device, whose counter is set by the test."""

    NVMLError = RuntimeError

    def __init__(self) -> None:
        super().__init__("pynvml")
        self.millijoules: list[int] = []

    def nvmlInit(self) -> None: ...

    def nvmlDeviceGetHandleByUUID(self, uuid: str) -> str:
        if uuid != "GPU-1234":
            raise RuntimeError(uuid)
        return uuid

    def nvmlDeviceGetTotalEnergyConsumption(self, handle: str) -> int:
        assert handle == "GPU-1234"
        if not self.millijoules:
            raise RuntimeError("not supported")
        return self.millijoules.pop(0)


def test_a_gpu_is_asked_by_its_uuid_for_its_own_energy(tmp_path, monkeypatch):
    nvml = FakeNvml()
    monkeypatch.setitem(sys.modules, "pynvml", nvml)
    monkeypatch.setattr(torch.cuda, "get_device_properties", lambda device: SimpleNamespace(uuid="1234"))
    nvml.millijoules = [10_000, 12_500]
    assert EnergyMeter(torch.device("cuda", 0), tmp_path).read() == energy.Energy(None, 2.5)
    assert EnergyMeter(torch.device("cuda", 0), tmp_path).read() == energy.Energy(None, None)  # an old card
    monkeypatch.setattr(torch.cuda, "get_device_properties", lambda device: SimpleNamespace(uuid="5678"))
    assert EnergyMeter(torch.device("cuda", 0), tmp_path).read() == energy.Energy(None, None)
    monkeypatch.setitem(sys.modules, "pynvml", None)  # not installed
    assert EnergyMeter(torch.device("cuda", 0), tmp_path).read() == energy.Energy(None, None)


@pytest.fixture
def made(tmp_path):
    """A store, and an artifact that `uti/sft_model` points to for `tiny`."""
    store = Store(tmp_path / "store")
    with store.new_folder("models") as pending:
        (pending.path / "manifest.json").write_text("{}")
    store.point("uti/sft_model", pending.finished, "tiny")
    return store, pending.finished


def test_what_a_training_took_is_noted_with_its_energy(made, tmp_path, monkeypatch):
    store, artifact = made
    zone = write_zone(tmp_path, "intel-rapl:0", "package-0", 1_000_000)
    monkeypatch.setattr(costs, "EnergyMeter", lambda device: EnergyMeter(device, tmp_path))
    with measure_cost(store, "uti/sft_model", "tiny", COMPUTE) as meter:
        (zone / "energy_uj").write_text("8000000")
        meter.finish(artifact, tokens=12)
    noted = read_cost(store, "uti/sft_model", "tiny")
    assert noted == meter.cost
    assert noted is not None
    assert (noted.cpu_joules, noted.gpu_joules, noted.tokens) == (pytest.approx(7), None, 12)


def test_notes_of_an_earlier_version_are_read_and_their_energy_is_unknown(made):
    store, artifact = made
    old = {
        "artifact": artifact.address,
        "seconds": 2.0,
        "cpu_seconds": 3.0,
        "peak_memory_bytes": 5,
        "tokens": 7,
        "device": "a CPU",
        "threads": 2,
    }
    store.note("costs/uti/sft_model/tiny", old)
    store.note("costs/uti/sft_model/tiny", {**old, "cpu_joules": 11.0, "gpu_joules": None})
    cost = read_cost(store, "uti/sft_model", "tiny")
    assert cost == Cost(artifact.address, 4.0, 6.0, 5, 14, "a CPU", 2, None, None)


def test_energy_is_summed_over_calls_that_all_could_read_it():
    calls = [Cost("a", 1, 1, None, None, "a GPU", 1, joules, 10 * joules) for joules in (2.0, 3.0)]
    total = add_costs(calls)
    assert total is not None
    assert (total.cpu_joules, total.gpu_joules) == (5, 50)
