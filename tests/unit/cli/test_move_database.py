"""`python main.py move-database`: its arguments, and what it prints."""

import re

import pytest

from app.cli.move_database import LINE_EVERY_S, _Lines, run_move
from app.core.errors import SettingsInvalid


@pytest.mark.parametrize(
    ("source", "target", "line"),
    [
        ("jobs.db", "postgresql://h/n", "SOURCE: must begin with sqlite:/// or postgresql://"),
        ("sqlite:///a.db", "mysql://h/n", "TARGET: must begin with sqlite:/// or postgresql://"),
        ("sqlite:///a.db", "sqlite:///", "TARGET: must name a file"),
    ],
)
def test_a_wrong_url_is_named(source: str, target: str, line: str) -> None:
    """One line, as for a wrong setting."""
    with pytest.raises(SettingsInvalid, match=f"^{re.escape(line)}"):
        run_move(source, target)


def test_a_long_table_has_a_line_every_few_seconds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And each table one at its end."""
    now = 0.0
    monkeypatch.setattr("app.cli.move_database.time.monotonic", lambda: now)
    lines = _Lines()
    for done in range(1000, 5000, 1000):
        now += LINE_EVERY_S / 2
        lines.copying("events", done, 4000)
    lines.copying("flags", 1, 1)
    assert capsys.readouterr().err.splitlines() == [
        "events: 2,000 of 4,000 rows",
        "events: 4,000 rows",
        "flags: 1 rows",
    ]
