"""The lock file: every package that requirements.txt brings along, at one version, by the hashes of its files."""

import re

from packaging.version import Version

from tests.licences import ROOT, installed, plain, required

PACKAGE = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==(\S+)")


def locked() -> dict[str, tuple[Version, int]]:
    """The locked version of each package, and how many files of it are known."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    found = {}
    for block in re.split(r"\n(?=[\w.-]+)", text):
        if match := PACKAGE.match(block):
            found[plain(match[1])] = (Version(match[2]), block.count("--hash=sha256:"))
    return found


def test_the_lock_satisfies_the_requirements() -> None:
    """`make lock` was run when they changed."""
    versions = locked()
    wanted = list(required("requirements.txt"))
    assert len(wanted) > 30
    assert [str(one) for one in wanted if versions[plain(one.name)][0] not in one.specifier] == []


def test_the_lock_is_whole() -> None:
    """Nothing that an installation brings along is missing, and everything has a hash."""
    versions = locked()
    assert sorted(installed().keys() - versions.keys()) == []
    assert [name for name, (_, hashes) in versions.items() if not hashes] == []
