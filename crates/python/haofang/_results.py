"""What a check or a measurement gives: plain objects over the documents `assessment.json` and `facts.json`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Union

if TYPE_CHECKING:
    import pandas
    import pyarrow

    from ._haofang import Checked

Scalar = Union[float, bool, str]
Row = dict[str, Any]


@dataclass(frozen=True)
class Value:
    """A value with its unit: `m`, `m2`, `m3`, `1`; None for flags and texts."""

    value: Scalar
    unit: str | None = None

    @classmethod
    def _of(cls, json: Mapping[str, Any] | None) -> Value | None:
        return None if json is None else cls(json["value"], json.get("unit"))


@dataclass(frozen=True)
class Subject:
    """What a fact or a verdict is about. `guid` is the GlobalId, None where the model has no entity for it."""

    kind: str
    guid: str | None
    name: str


@dataclass(frozen=True)
class Finding:
    """The verdict of one clause on one subject."""

    clause: str
    force: str
    title: str
    subject: Subject
    outcome: str
    advice: bool
    measured: Value | None
    comparator: str | None
    required: Value | None
    margin: float | None
    elements: tuple[str, ...]
    """GlobalIds of the elements concerned, as in the model."""
    missing: tuple[str, ...]
    explanation: str
    issue: str | None
    """GUID of the BCF topic."""
    json: Mapping[str, Any]
    """The verdict as `assessment.json` has it."""


@dataclass(frozen=True)
class Clause:
    """One sentence of the policy with its verdicts."""

    id: str
    force: str
    title: str
    quote: str
    outcome: str
    examined: int
    of: int
    findings: tuple[Finding, ...]
    json: Mapping[str, Any]


@dataclass(frozen=True)
class Source:
    """One file as it was read."""

    file: str
    sha256: str
    bytes: int
    ifc_schema: str
    application: str
    encoding: str
    instances: int


@dataclass(frozen=True)
class Defect:
    """A flaw of a file, located."""

    file: str
    line: int
    column: int
    byte: int
    instance: str | None
    code: str
    message: str


@dataclass(frozen=True)
class Fact:
    """One measured, authored, declared or derived quantity of one subject."""

    subject: Subject
    subject_id: str
    parent: str | None
    quantity: str
    value: Scalar
    unit: str | None
    provenance: str
    method: str | None
    tolerance: float | None
    json: Mapping[str, Any]


@dataclass(frozen=True)
class Gap:
    """A quantity that is not known, with the reason. It is never zero."""

    subject: Subject
    subject_id: str
    quantity: str
    kind: str
    detail: str


def _texts(json: Any) -> tuple[str, ...]:
    return tuple(item if isinstance(item, str) else str(item) for item in json or ())


def _sources(json: Mapping[str, Any]) -> list[Source]:
    names = Source.__dataclass_fields__
    return [Source(**{name: source.get(name) for name in names}) for source in json["sources"]]


def _defects(json: Mapping[str, Any]) -> list[Defect]:
    names = Defect.__dataclass_fields__
    return [Defect(**{name: defect.get(name) for name in names}) for defect in json["defects"]]


class _Tables:
    """Rows as tables of whatever library is there."""

    def rows(self) -> list[Row]:
        """The rows of the table: plain dictionaries with the same keys."""
        raise NotImplementedError

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas DataFrame; needs pandas."""
        import pandas

        return pandas.DataFrame(self.rows())

    def to_arrow(self) -> pyarrow.Table:
        """A pyarrow Table, fit for Parquet; needs pyarrow."""
        import pyarrow

        return arrow_table(self.rows(), pyarrow)


def arrow_table(rows: list[Row], pyarrow: Any) -> Any:
    """Rows as a pyarrow table; a column that holds numbers and texts (the values of flags and texts) becomes text."""
    columns: dict[str, Any] = {}
    for name in rows[0] if rows else ():
        values = [row[name] for row in rows]
        kinds = {type(value) for value in values if value is not None}
        if kinds <= {int, float} or len(kinds) <= 1:
            columns[name] = pyarrow.array([float(v) if kinds == {int, float} and v is not None else v for v in values])
        else:
            columns[name] = pyarrow.array([None if v is None else str(v) for v in values], pyarrow.string())
    return pyarrow.table(columns)


class Result(_Tables):
    """One judged submission: verdicts, and documents made when asked for."""

    def __init__(self, native: Checked) -> None:
        self._native = native
        self._documents: dict[tuple[str, str], bytes] = {}

    def __repr__(self) -> str:
        counts = ", ".join(f"{word} {count}" for word, count in self.summary.items())
        return f"<haofang.Result code {self.code}: {counts}>"

    @property
    def code(self) -> int:
        """The command's exit code: 0 nothing found, 1 violations, 3 a model is not whole, 4 not examined."""
        return self._native.code

    @property
    def measured_anew(self) -> bool:
        """False when only judging was done again, with the measurements of the check before."""
        return self._native.measured_anew

    def document(self, format: str, lang: str = "zh-CN") -> bytes:
        """A document: json, html, bcf, bcf-3.0, pdf, text, md, csv, xlsx, parquet, junit or sarif; `lang` is zh-CN or en."""
        from ._errors import translated

        key = (format, lang)
        if key not in self._documents:
            with translated():
                self._documents[key] = self._native.document(format, lang)
        return self._documents[key]

    def plans(self) -> dict[str, str]:
        """A plan of each storey as SVG, by name of building and storey."""
        return dict(self._native.plans())

    def model(self) -> bytes:
        """All shapes as binary glTF."""
        return self._native.model()

    @cached_property
    def json(self) -> dict[str, Any]:
        """`assessment.json` as a value."""
        return json.loads(self.document("json"))

    @property
    def summary(self) -> dict[str, int]:
        """Clauses by outcome."""
        return self.json["summary"]

    @property
    def sources(self) -> list[Source]:
        """The files."""
        return _sources(self.json)

    @property
    def defects(self) -> list[Defect]:
        """The flaws of the files."""
        return _defects(self.json)

    @cached_property
    def clauses(self) -> list[Clause]:
        """All clauses of the policy, also those that nobody can compute."""
        return [_clause(clause) for clause in self.json["clauses"]]

    def findings(self, outcome: str | Iterable[str] | None = None) -> list[Finding]:
        """Verdicts on single subjects, all or those with an outcome: `findings("fail")`."""
        wanted = None if outcome is None else {outcome} if isinstance(outcome, str) else set(outcome)
        return [finding for clause in self.clauses for finding in clause.findings if wanted is None or finding.outcome in wanted]

    def rows(self) -> list[Row]:
        """One row per finding."""
        return [
            {
                "clause": finding.clause,
                "force": finding.force,
                "outcome": finding.outcome,
                "kind": finding.subject.kind,
                "guid": finding.subject.guid,
                "name": finding.subject.name,
                "measured": finding.measured.value if finding.measured else None,
                "unit": finding.measured.unit if finding.measured else None,
                "comparator": finding.comparator,
                "required": finding.required.value if finding.required else None,
                "margin": finding.margin,
                "elements": list(finding.elements),
                "missing": list(finding.missing),
                "explanation": finding.explanation,
                "issue": finding.issue,
            }
            for finding in self.findings()
        ]


def _clause(json: Mapping[str, Any]) -> Clause:
    def finding(verdict: Mapping[str, Any]) -> Finding:
        required = verdict.get("required")
        return Finding(
            clause=json["id"],
            force=json["force"],
            title=json["title"],
            subject=Subject(verdict["subject"]["kind"], verdict["subject"].get("guid"), verdict["subject"]["name"]),
            outcome=verdict["outcome"],
            advice=bool(verdict.get("advice")),
            measured=Value._of(verdict.get("measured")),
            comparator=required.get("comparator") if required else None,
            required=Value._of(required) if required and "value" in required else None,
            margin=verdict.get("margin"),
            elements=_texts(verdict.get("elements")),
            missing=_texts(verdict.get("missing")),
            explanation=verdict.get("explanation") or "",
            issue=verdict.get("issue"),
            json=verdict,
        )

    return Clause(
        id=json["id"],
        force=json["force"],
        title=json["title"],
        quote=json["quote"],
        outcome=json["outcome"],
        examined=json["examined"],
        of=json["of"],
        findings=tuple(finding(verdict) for verdict in json["verdicts"]),
        json=json,
    )


class Facts(_Tables):
    """Everything that was measured of one submission."""

    def __init__(self, document: bytes) -> None:
        self.document = document
        """`haofang facts -f json`, byte for byte."""
        self.json: dict[str, Any] = json.loads(document)

    def __repr__(self) -> str:
        return f"<haofang.Facts: {len(self.json['subjects'])} subjects, {len(self.facts)} facts, {len(self.gaps)} gaps>"

    @property
    def sources(self) -> list[Source]:
        """The files."""
        return _sources(self.json)

    @property
    def defects(self) -> list[Defect]:
        """The flaws of the files."""
        return _defects(self.json)

    @cached_property
    def facts(self) -> list[Fact]:
        """All quantities that are known."""
        return [
            Fact(
                subject=Subject(subject["kind"], subject.get("guid"), subject["name"]),
                subject_id=subject["id"],
                parent=subject.get("parent"),
                quantity=quantity,
                value=fact["value"],
                unit=fact.get("unit"),
                provenance=fact["provenance"],
                method=fact.get("method"),
                tolerance=fact.get("tolerance"),
                json=fact,
            )
            for subject in self.json["subjects"]
            for quantity, fact in subject["facts"].items()
        ]

    @cached_property
    def gaps(self) -> list[Gap]:
        """All quantities that are wanted and not known."""
        return [
            Gap(Subject(subject["kind"], subject.get("guid"), subject["name"]), subject["id"], quantity, gap["kind"], gap["detail"])
            for subject in self.json["subjects"]
            for quantity, gap in subject["gaps"].items()
        ]

    def rows(self) -> list[Row]:
        """One row per fact."""
        return [
            {
                "kind": fact.subject.kind,
                "guid": fact.subject.guid,
                "name": fact.subject.name,
                "quantity": fact.quantity,
                "value": fact.value,
                "unit": fact.unit,
                "provenance": fact.provenance,
                "tolerance": fact.tolerance,
            }
            for fact in self.facts
        ]
