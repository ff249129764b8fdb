"""The licences of all packages that the requirements bring along, as each states its own.

    python -m tests.licences

rewrites `docs/reference/licences.md` (`make licences`); tests hold the page against what is installed.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "licences.md"
#: Files of requirements of the product and of its extras; what only tests and checks need is passed on by nobody.
OF_TESTS = ("requirements-dev.txt", "requirements-real.txt")
FILES = tuple(sorted(path.name for path in ROOT.glob("requirements*.txt") if path.name not in OF_TESTS))
#: What a licence asks of who passes the package on, by words in its name; the first that fits.
KINDS = (
    ("not free", re.compile(r"proprietary|commercial|AGPL|Affero|SSPL|BUSL|not for", re.IGNORECASE)),
    ("weak copyleft", re.compile(r"LGPL|Lesser|MPL|Mozilla|EPL|CDDL", re.IGNORECASE)),
    ("copyleft", re.compile(r"GPL|General Public|EUPL", re.IGNORECASE)),
    ("notice", re.compile(r"MIT|BSD|Apache|ISC|PSF|Python|Zlib|HPND|BSL-1|Artistic", re.IGNORECASE)),
    ("nothing", re.compile(r"Unlicense|Public Domain|CC0|WTFPL", re.IGNORECASE)),
)
ABOUT = """# Licences of packages

What `pip install` of the requirements brings along, with the licence that each package states of itself. Written by
`make licences`. The code of this project is MIT. It imports or starts these packages and contains none of them, so each
licence applies to its package alone: *notice* wants its text passed on with the package, *weak copyleft* the source of
changes to the package, *copyleft* the terms of the whole that it is passed on in.
[Licences](../explanation/licences.md) explains what follows for those who pass an image or an installer on, and what
compiled libraries some packages carry. A package without a licence, or with one that forbids a use, fails the tests.

| package | licence | asks for | comes with |
|---|---|---|---|
"""


def plain(name: str) -> str:
    """A package's name in the one form that is compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def installed(file: str = "requirements.txt") -> dict[str, Distribution]:
    """Everything that a file of requirements brings along, by name, as far as it is installed."""
    found: dict[str, Distribution] = {}
    waiting = list(required(file))
    seen = set()
    while waiting:
        wanted = waiting.pop()
        key = (plain(wanted.name), frozenset(wanted.extras))
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


def required(file: str) -> Iterator[Requirement]:
    """The requirements of a file, without those of the files that it names."""
    for line in (ROOT / file).read_text(encoding="utf-8").splitlines():
        text = line.partition(" #")[0].strip()
        if text and not text.startswith(("#", "-")):
            yield Requirement(text)


def stated(one: Distribution) -> str:
    """The licence that a package states: its expression, else its classifiers, else the first line of its text."""
    rows = [row.split(" :: ")[-1] for row in one.metadata.get_all("Classifier") or [] if row.startswith("License ::")]
    text = (one.metadata.get("License") or "").strip().split("\n")[0][:80]
    return one.metadata.get("License-Expression") or "; ".join(rows) or text


def asks(licence: str) -> str:
    """What a licence asks for; empty if it is not known. Of several to choose from, the one that asks least."""
    choices = re.split(r"\bOR\b", licence)
    found = [next((kind for kind, sign in KINDS if sign.search(choice)), "") for choice in choices]
    order = ["nothing", "notice", "weak copyleft", "copyleft", "not free", ""]
    return min(found, key=order.index)


def packages() -> dict[str, tuple[Distribution, str]]:
    """Every package, and the first file that brings it along."""
    found: dict[str, tuple[Distribution, str]] = {}
    for file in sorted(FILES, key=len):
        found |= {name: (one, file) for name, one in installed(file).items() if name not in found}
    return found


def row(name: str, one: Distribution, file: str) -> str:
    """A package's row of the page."""
    licence = stated(one)
    return f"| {name} | {licence.replace('|', '/')} | {asks(licence)} | `{file}` |"


def page() -> str:
    """The page."""
    return ABOUT + "".join(f"{row(name, *packages()[name])}\n" for name in sorted(packages()))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
