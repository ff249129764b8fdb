"""Imports stand at the top. The few that do not have a reason each.

A module that may be loaded in a child only (`stages/*/run.py` and what it needs) imports its libraries at its top; the
server never imports it, which `test_imports.py` holds.
"""

import ast
from collections.abc import Iterator

from tests.shape.test_imports import part_of, sources

#: Most imports inside functions, in all of the product.
MOST = 20
#: Module, what it imports inside a function → why not at its top.
REASONS: dict[tuple[str, str], str] = {}
#: Parts that are not there yet. This list only gets shorter.
TO_DO = {"cli", "core", "db", "inference", "main", "media", "sources", "stages", "text"}


def lazy(node: ast.AST, *, inside: bool = False) -> Iterator[str]:
    """What is imported inside functions, one import a line."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.Import() if inside:
                yield from (alias.name for alias in child.names)
            case ast.ImportFrom(module=str(name)) if inside:
                yield name
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                yield from lazy(child, inside=True)
            case _:
                yield from lazy(child, inside=inside)


def found() -> list[tuple[str, str]]:
    """Every import inside a function: its module and what it imports."""
    return [(name, one) for name, path in sources().items() for one in lazy(ast.parse(path.read_text("utf-8")))]


def test_imports_inside_functions_have_a_reason() -> None:
    """A new one is moved to the top, or its reason stands above."""
    rest = [row for row in found() if row not in REASONS]
    assert [row for row in rest if part_of(row[0]) not in TO_DO] == []
    assert {part_of(name) for name, _ in rest} >= TO_DO, "no import of these is lazy any more: take them off TO_DO"


def test_there_are_few() -> None:
    """Each is an exception that a reader must understand, and none is left in the table that is gone."""
    assert REASONS.keys() <= set(found())
    assert len([row for row in found() if row in REASONS]) <= MOST
