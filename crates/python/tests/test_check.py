"""Judging: values, findings, documents, re-judging, options."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from conftest import AS_OF, SAMPLES

import haofang


def test_the_low_storey_is_found(result: haofang.Result) -> None:
    assert result.code == 1
    low = [finding for finding in result.findings("fail") if finding.clause == "NT-2.1-04"]
    assert low, result
    assert low[0].subject.kind == "storey"
    measured = low[0].measured
    assert measured and (measured.value, measured.unit) == (pytest.approx(3.05), "m")
    assert low[0].required == haofang.Value(3.1, "m")
    assert low[0].comparator == ">="
    assert low[0].margin == pytest.approx(-0.05)
    assert result.summary["fail"] == sum(clause.outcome == "fail" for clause in result.clauses)


def test_documents_are_what_the_command_line_writes(result: haofang.Result) -> None:
    assert json.loads(result.document("json"))["schema"] == "haofang.assessment/1"
    names = zipfile.ZipFile(io.BytesIO(result.document("bcf"))).namelist()
    assert any(name.endswith("viewpoint.bcfv") for name in names)
    assert "<html" in result.document("html", "en").decode()[:200]
    assert result.document("xlsx")[:2] == b"PK"
    assert result.model()[:4] == b"glTF"
    assert all(svg.lstrip().startswith("<svg") for svg in result.plans().values())


def test_changed_conditions_are_judged_without_measuring_again(tower: Path) -> None:
    session = haofang.Session([tower])
    first = session.check(as_of=AS_OF)
    assert first.measured_anew
    second = session.check(as_of=AS_OF, params={"plan.green_ratio": "30%"})
    assert not second.measured_anew
    assert second.document("json") == haofang.check([tower], as_of=AS_OF, params={"plan.green_ratio": "30%"}).document("json")
    third = session.check(as_of=AS_OF, params={"storey_height.basis": "structural"})
    assert third.measured_anew
    assert third.document("json") == haofang.check([tower], as_of=AS_OF, params={"storey_height.basis": "structural"}).document("json")


def test_bytes_and_paths_are_the_same(tower: Path, result: haofang.Result) -> None:
    again = haofang.check([(tower.name, tower.read_bytes())], as_of=AS_OF, jobs=1)
    assert again.document("json") == result.document("json")
    assert again.document("bcf") == result.document("bcf")


def test_parameter_files_and_lists(tower: Path, tmp_path: Path) -> None:
    config = tmp_path / "项目.toml"
    config.write_text("[plan]\ngreen_ratio = 0.30\n", encoding="utf-8")
    by_file = haofang.check(tower, as_of=AS_OF, config=config)
    assert by_file.json["brief"]
    listed = haofang.check(tower, as_of=AS_OF, params=["plan.green_ratio=0.30"])
    assert listed.summary == by_file.summary
    estate = SAMPLES / "estate-faults"
    assert haofang.check(sorted(estate.glob("*.ifc")), config=estate / "haofang.toml", as_of=AS_OF).code == 1


def test_only_and_baseline(tower: Path, result: haofang.Result) -> None:
    only = haofang.check(tower, as_of=AS_OF, only=["NT-2.1-04"])
    assert {finding.clause for finding in only.findings()} == {"NT-2.1-04"}
    again = haofang.check(tower, as_of=AS_OF, baseline=result.json)
    assert again.summary == result.summary


def test_facts(tower: Path) -> None:
    facts = haofang.facts(tower)
    heights = [fact for fact in facts.facts if fact.subject.kind == "storey" and fact.quantity == "height"]
    assert {fact.unit for fact in heights} == {"m"}
    assert any(fact.value == pytest.approx(3.05, abs=1e-6) for fact in heights)
    assert all(gap.detail for gap in facts.gaps)
    more = haofang.facts(tower, elements=True)
    assert len(more.json["subjects"]) > len(facts.json["subjects"])


def test_tables(result: haofang.Result, tower: Path) -> None:
    pandas = pytest.importorskip("pandas")
    frame = result.to_pandas()
    assert len(frame) == len(result.findings())
    assert (frame.outcome == "fail").sum() == len(result.findings("fail"))
    pyarrow = pytest.importorskip("pyarrow")
    assert result.to_arrow().num_rows == len(frame)
    facts = haofang.facts(tower)
    assert isinstance(facts.to_pandas(), pandas.DataFrame)
    assert facts.to_arrow().schema.field("value").type == pyarrow.string()
