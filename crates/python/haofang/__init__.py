"""haofang 好房: checks IFC models of Chinese housing against a residential quality policy, clause by clause.

    >>> import haofang
    >>> result = haofang.check(["总图.ifc", "1号楼.ifc"], params={"plan.green_ratio": 0.30}, as_of="2026-11-22")
    >>> result.summary["fail"], result.code
    >>> result.document("bcf")

Everything runs in this process, without the interpreter's lock, without network and without temporary files.
"""

from ._errors import CancelledError, HaofangError, InternalError, OptionsError, UnreadableError
from ._haofang import __version__
from ._results import Clause, Defect, Fact, Facts, Finding, Gap, Result, Source, Subject, Value
from ._session import Session, check, facts

__all__ = [
    "CancelledError",
    "Clause",
    "Defect",
    "Fact",
    "Facts",
    "Finding",
    "Gap",
    "HaofangError",
    "InternalError",
    "OptionsError",
    "Result",
    "Session",
    "Source",
    "Subject",
    "UnreadableError",
    "Value",
    "__version__",
    "check",
    "facts",
]
