"""Every package that is installed with a licence which asks something of who passes it on is named in NOTICE."""

import re
from importlib.metadata import Distribution

import pytest

from tests.licences import FILES, PAGE, ROOT, asks, installed, packages, required, row, stated

#: Words by which a licence, or a classifier, says that it is one of those.
COPYLEFT = re.compile(r"\bA?L?GPL|General Public|\bMPL|Mozilla Public|\bEUPL|\bCDDL|\bEPL", re.IGNORECASE)
#: Compiled libraries that wheels carry under a licence of that kind, by how their files begin.
CARRIED = {"libx264": "x264", "libx265": "x265", "libmp3lame": "LAME", "libgmp": "GMP", "libgnutls": "GnuTLS"}


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


def test_every_package_has_a_licence_that_this_project_can_use() -> None:
    """One that is known and forbids no use, in every file of requirements."""
    unknown = {name: stated(one) for name, (one, _) in packages().items() if asks(stated(one)) in ("", "not free")}
    assert unknown == {}
    assert asks("Proprietary") == asks("AGPL-3.0-only") == "not free"
    assert asks("") == asks("My own") == ""
    assert asks("GPL-3.0-only OR MIT") == "notice"


def test_the_page_of_licences_is_up_to_date() -> None:
    """`make licences` would change no row of a package that is installed here, and leave none out."""
    rows = PAGE.read_text(encoding="utf-8").splitlines()
    assert [line for line in (row(name, *packages()[name]) for name in packages()) if line not in rows] == []
    named = {line.split(" | ")[0].removeprefix("| ") for line in rows}
    direct = {one.name.lower().replace("_", "-") for file in FILES for one in required(file)}
    assert direct <= named
