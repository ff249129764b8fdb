"""Functions are short enough to be read at a glance."""

import ast
from collections.abc import Iterator
from pathlib import Path

PROJECT_DIR = Path(__file__).parents[2]
#: Most lines of a function, from its `def` to its last line.
LONGEST = 60
#: Released migrations are never edited.
HISTORY = "app/db/migrations/versions/"


def functions() -> Iterator[tuple[str, int]]:
    """Every function of the product as `path name`, and its lines."""
    for path in sorted((PROJECT_DIR / "app").rglob("*.py")):
        place = path.relative_to(PROJECT_DIR).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{place} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_function_is_long() -> None:
    """What is longer is split into steps with names."""
    assert [row for row in functions() if row[1] > LONGEST and not row[0].startswith(HISTORY)] == []
