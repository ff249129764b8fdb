"""Every package that is installed with a licence which asks something of who passes it on is named in NOTICE."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
#: Words by which a licence, or a classifier, says that it is one of those.
COPYLEFT = re.compile(r"\bA?L?GPL|General Public|\bMPL|Mozilla Public|\bEUPL|\bCDDL|\bEPL", re.IGNORECASE)
#: Compiled libraries that wheels carry under a licence of that kind, by how their files begin.
CARRIED = {"libx264": "x264", "libx265": "x265", "libmp3lame": "LAME", "libgmp": "GMP", "libgnutls": "GnuTLS"}


def _name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def installed() -> dict[str, Distribution]:
    """Everything that requirements.txt brings along, by name."""
    found: dict[str, Distribution] = {}
    waiting = [Requirement(line) for line in _lines()]
    seen = set()
    while waiting:
        wanted = waiting.pop()
        key = (_name(wanted.name), frozenset(wanted.extras))
        if key in seen:
            continue
        seen.add(key)
        try:
            one = found[key[0]] = distribution(wanted.name)
        except PackageNotFoundError:
            continue  # for another system
        extras = wanted.extras | {""}
        waiting += [
            further
            for further in map(Requirement, one.requires or ())
            if further.marker is None or any(further.marker.evaluate({"extra": extra}) for extra in extras)
        ]
    return found


def _lines() -> Iterator[str]:
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


def _stated(one: Distribution) -> str:
    """The short licence fields; a whole licence text in one of them counts by its first line."""
    fields = [one.metadata.get("License-Expression") or "", (one.metadata.get("License") or "").split("\n")[0]]
    return " ".join([*fields, *(row for row in one.metadata.get_all("Classifier") or [] if row.startswith("License"))])


def test_the_walk_finds_what_comes_along() -> None:
    """Direct requirements and what only others need."""
    assert {"fastapi", "av", "yake", "mutagen", "certifi"} <= installed().keys()
    assert len(installed()) > 60


@pytest.mark.parametrize("page", ["NOTICE", "docs/explanation/licences.md"])
def test_packages_that_ask_something_are_named(page: str) -> None:
    """By the licence that each states of itself."""
    text = (ROOT / page).read_text(encoding="utf-8").lower()
    asking = [name for name, one in installed().items() if COPYLEFT.search(_stated(one))]
    assert "yake" in asking
    assert [name for name in asking if name not in text] == []


@pytest.mark.parametrize("page", ["NOTICE", "docs/explanation/licences.md"])
def test_compiled_libraries_that_ask_something_are_named(page: str) -> None:
    """A wheel's own licence field does not speak of what it carries."""
    text = (ROOT / page).read_text(encoding="utf-8")
    carried = {
        title
        for one in installed().values()
        for file in one.files or ()
        for begins, title in CARRIED.items()
        if file.name.startswith(begins)
    }
    assert "x264" in carried
    assert [title for title in carried if title not in text] == []
