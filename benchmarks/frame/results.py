"""What was measured, as JSON in `docs/performance.json`: a section per benchmark, each with its own conditions."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from benchmarks.frame.conditions import ROOT
from benchmarks.frame.figure import Beside, Figure, Spread

FILE = ROOT / "docs" / "performance.json"


@dataclass(frozen=True)
class Section:
    """The figures of one benchmark; the title is the first line of its docstring."""

    title: str
    conditions: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Results:
    """Sections by the name of the benchmark, in order of the names."""

    sections: Mapping[str, Section] = field(default_factory=dict)

    @classmethod
    def saved(cls, file: Path = FILE) -> Self:
        """What the file holds; nothing if it is missing."""
        return cls.of_json(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else cls()

    @classmethod
    def of_json(cls, rows: dict[str, Any]) -> Self:
        """The inverse of `as_json`."""
        return cls({name: _section(row) for name, row in rows.items()})

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {name: asdict(section) for name, section in self.sections.items()}

    def updated(self, name: str, section: Section) -> "Results":
        """With a section added, or replaced."""
        return Results(dict(sorted({**self.sections, name: section}.items())))

    def save(self, file: Path = FILE) -> "Results":
        """Write the file and return itself."""
        file.write_text(json.dumps(self.as_json(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return self


def _section(row: dict[str, Any]) -> Section:
    return Section(row["title"], row["conditions"], tuple(_figure(one) for one in row["figures"]))


def _figure(row: dict[str, Any]) -> Figure:
    spread = Spread(**row["spread"]) if row["spread"] else None
    beside = tuple(Beside(one["peer"], Spread(**one["value"]), Spread(**one["ratio"])) for one in row["beside"])
    return Figure(**{**row, "spread": spread, "beside": beside})
