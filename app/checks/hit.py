"""What a check returns, and how the hits of all checks become the findings of a job."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from app.jobs.findings import Category, Finding, FoundIn, Severity


@dataclass(frozen=True, slots=True)
class Hit:
    """One hit of a check: a finding without its id. See `Finding`."""

    rule: str
    category: Category
    severity: Severity
    start_s: float | None
    end_s: float | None
    message: str
    evidence: str
    source: FoundIn
    confidence: float = 1.0


def numbered(hits: Iterable[Hit]) -> tuple[Finding, ...]:
    """The findings in order of time, those about the whole first; ids are the rule and a number from 1."""
    ordered = sorted(hits, key=lambda hit: (-1.0 if hit.start_s is None else hit.start_s, hit.rule))
    counts: Counter[str] = Counter()
    findings = []
    for hit in ordered:
        counts[hit.rule] += 1
        findings.append(Finding(id=f"{hit.rule}-{counts[hit.rule]}", **asdict(hit)))
    return tuple(findings)
