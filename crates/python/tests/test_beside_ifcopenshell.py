"""GlobalIds of findings and facts select the same elements in IfcOpenShell."""

from pathlib import Path

import pytest
from conftest import AS_OF, SAMPLES

import haofang

ifcopenshell = pytest.importorskip("ifcopenshell")

CLASSES = {
    "storey": "IfcBuildingStorey", "space": "IfcSpace", "building": "IfcBuilding", "site": "IfcSite", "window": "IfcWindow",
    "bay_window": "IfcWindow", "project": "IfcProject",
}  # fmt: skip


@pytest.mark.parametrize("folder", ["residential-7f-3050", "estate-faults"])
def test_guids_are_those_of_the_model(folder: str) -> None:
    paths = sorted((SAMPLES / folder).glob("*.ifc"))
    models = [ifcopenshell.open(str(path)) for path in paths]

    def element(guid: str):
        for model in models:
            try:
                return model.by_guid(guid)
            except RuntimeError:
                continue
        raise AssertionError(f"{guid} is in none of the models")

    result = haofang.check(paths, as_of=AS_OF)
    guids = {guid for finding in result.findings() for guid in finding.elements}
    assert len(guids) > 10
    for guid in guids:
        assert element(guid).GlobalId == guid
    for fact in haofang.facts(paths).facts:
        if fact.subject.guid is not None and fact.subject.kind in CLASSES:
            assert element(fact.subject.guid).is_a(CLASSES[fact.subject.kind]), fact


def test_a_finding_is_the_storey_that_ifcopenshell_names(tower: Path, result: haofang.Result) -> None:
    model = ifcopenshell.open(str(tower))
    low = next(finding for finding in result.findings("fail") if finding.clause == "NT-2.1-04")
    assert low.subject.guid is not None
    assert model.by_guid(low.subject.guid).Name == low.subject.name
