"""Findings as files: a table for people, and the same as clients get it for programs."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from app.jobs.findings import Finding

#: Signs that a spreadsheet takes for a formula's first; what is on screen may begin so.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def row_of(finding: Finding) -> dict[str, Any]:
    """A finding by the names that clients know."""
    return {
        "id": finding.id,
        "rule": finding.rule,
        "category": finding.category,
        "severity": finding.severity,
        "start": finding.start_s,
        "end": finding.end_s,
        "message": finding.message,
        "evidence": finding.evidence,
        "confidence": finding.confidence,
        "source": finding.source,
    }


def as_json(findings: Sequence[Finding]) -> str:
    """The list of all findings."""
    return json.dumps([row_of(finding) for finding in findings], ensure_ascii=False, indent=1) + "\n"


def as_csv(findings: Sequence[Finding]) -> str:
    """A line for each finding, below one with the names (RFC 4180)."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=_names(), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(_plain(row_of(finding)) for finding in findings)
    return text.getvalue()


def _names() -> list[str]:
    return ["id", "rule", "category", "severity", "start", "end", "message", "evidence", "confidence", "source"]


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row, with an apostrophe before a text that a spreadsheet would run."""
    return {
        name: f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
        for name, value in row.items()
    }
