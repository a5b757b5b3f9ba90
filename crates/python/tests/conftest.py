"""The samples of the repository as bytes, sessions and paths."""

from pathlib import Path

import pytest

import haofang

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = ROOT / "samples"
AS_OF = "2026-11-22"


@pytest.fixture(scope="session")
def tower() -> Path:
    """A residential tower whose fifth storey is 3.05 m high."""
    return next((SAMPLES / "residential-7f-3050").glob("*.ifc"))


@pytest.fixture(scope="session")
def result(tower: Path) -> haofang.Result:
    return haofang.check([tower], as_of=AS_OF)
