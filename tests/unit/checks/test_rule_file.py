"""The file of the operator's rules: what is wrong in it is named with its line."""

from pathlib import Path

import pytest

from app.checks.rule_file import rules_of
from app.core.errors import SettingsInvalid

HEAD = '[[rule]]\nid = "a"\ncategory = "custom"\nseverity = "critical"\n'
WORDS = 'words = ["x"]\n'


def _file(folder: Path, content: str | bytes) -> str:
    folder.mkdir(exist_ok=True)
    path = folder / "rules.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def test_rules_are_read(tmp_path: Path) -> None:
    """Words and patterns, in one place or both; an empty file has none, and no file neither."""
    text = HEAD + 'words = ["Acme", "project  x", "Acme"]\nin = ["screen"]\n' + HEAD.replace('"a"', '"b.2"')
    first, second = rules_of(_file(tmp_path, text + "pattern = '\\d{4}'\n"))
    assert (first.id, first.words, first.places, first.pattern) == ("a", ("Acme", "project x"), ("screen",), None)
    assert (second.id, second.pattern, second.places) == ("b.2", r"\d{4}", ("speech", "screen"))
    assert rules_of("") == ()
    (tmp_path / "empty").touch()
    assert rules_of(str(tmp_path / "empty")) == ()


@pytest.mark.parametrize(
    ("content", "line", "why"),
    [
        (HEAD + "pattern = x\n", 5, "is no TOML: Invalid value"),
        (HEAD + 'words = ["x"', 5, "is no TOML"),
        (b"# a\n\xff\n", 2, "is no UTF-8 text"),
        ('title = "x"\n' + HEAD + WORDS, 1, "there is no “title” here"),
        ("\n[rule]\n", 2, "rules are written as"),
        ('# c\n\n[[rule]]\ncategory = "custom"\n', 3, "it has no id"),
        ('[[rule]]\nid = ""\ncategory = "custom"\nseverity = "info"\n' + WORDS, 2, "id must be"),
        (HEAD.replace("custom", "own") + WORDS, 3, "category must be one of pii, "),
        (HEAD.replace("critical", "fatal") + WORDS, 4, "severity must be one of info, warning, critical"),
        (HEAD.replace('"critical"', '["critical"]') + WORDS, 4, "severity must be"),
        (HEAD, 1, "it must have either a pattern or words"),
        (HEAD + WORDS + "pattern = 'x'\n", 1, "it must have either a pattern or words"),
        (HEAD + "words = []\n", 5, "words must be"),
        (HEAD + 'words = [\n  "]",\n  "",\n]\n', 5, "words must be"),
        (HEAD + WORDS + 'in = "speech"\n', 6, "in must be"),
        (HEAD + WORDS + 'in = ["sound"]\n', 6, "in must be"),
        (HEAD + WORDS + "who = 1\n", 6, "there is no “who” in a rule"),
        (HEAD + 'words = [\n"]",\n]\n\n' + HEAD + WORDS, 10, "there are two rules “a”"),
        (HEAD + "\n# why\npattern = '(x'\n", 7, "missing )"),
        (HEAD + "pattern = '(x)\\1'\n", 5, "cannot be matched in linear time"),
        (HEAD + "pattern = 'x*'\n", 5, "matches every text"),
        (HEAD + "pattern = 5\n", 5, "pattern must be text"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, content: str | bytes, line: int, why: str) -> None:
    """The setting, the file, the line and the reason, in one line."""
    path = _file(tmp_path, content)
    with pytest.raises(SettingsInvalid) as refused:
        rules_of(path)
    message = str(refused.value)
    assert message.startswith(f"RISK_RULES: {path}, line {line}: ")
    assert why in message
    assert "\n" not in message


@pytest.mark.parametrize("key", ["a." * 100_000 + "a", '["a" . ' + "'b\"'\t.c." * 120 + "d]"])
def test_a_key_of_a_hundred_thousand_parts_is_refused_before_it_is_read(tmp_path: Path, key: str) -> None:
    """Reading it would take a minute; a pattern or a word with as many dots is none."""
    path = _file(tmp_path, "# who\n" + key + " = 1\n")
    with pytest.raises(SettingsInvalid, match="line 2: has a key of more than 100 parts"):
        rules_of(path)
    (rule,) = rules_of(_file(tmp_path / "in", HEAD + f"words = ['a{'.' * 500}b', '{'a.' * 99}']\n"))
    assert len(rule.words) == 2


def test_a_number_of_many_digits_is_refused(tmp_path: Path) -> None:
    """Python makes no number of it."""
    with pytest.raises(SettingsInvalid, match="digits"):
        rules_of(_file(tmp_path, "a = " + "1" * 10_000))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """One that is missing, a folder, or too large."""
    large = _file(tmp_path, b"#" * (256 * 1024 + 1))
    for path, why in ((str(tmp_path / "none"), "No such file"), (str(tmp_path), "directory"), (large, "larger than")):
        with pytest.raises(SettingsInvalid, match=why) as refused:
            rules_of(path)
        assert path in str(refused.value)
