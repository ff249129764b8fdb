"""The threat model: every section names tests, and every named test exists."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "SECURITY.md"
#: Sections that name no test: they describe no attack.
PLAIN = {"Report a weakness", "What is protected, and from whom"}


def test_every_named_test_exists() -> None:
    """A test that is renamed is renamed there too."""
    named = re.findall(r"`(tests/[\w/.]+)::(test_\w+)`", PAGE.read_text(encoding="utf-8"))
    assert len(named) > 60
    missing = [
        (file, name)
        for file, name in named
        if not re.search(rf"^(async )?def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert missing == []


def test_every_section_names_a_test() -> None:
    """A claim without one is a wish."""
    sections = re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    bare = {section.partition("\n")[0] for section in sections if "::test_" not in section}
    assert bare == PLAIN


def test_every_module_of_attacks_is_named() -> None:
    """Each is there because of a section."""
    page = PAGE.read_text(encoding="utf-8")
    files = sorted((ROOT / "tests" / "attacks").glob("test_*.py"))
    assert [file.name for file in files if f"tests/attacks/{file.name}" not in page] == []
