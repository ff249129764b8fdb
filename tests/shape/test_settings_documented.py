"""Settings, `.env.example` and the settings page say the same."""

from pathlib import Path

import pytest

from app.cli import settings_reference
from app.core.settings import Settings, load_settings


def test_env_example_holds_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copied to `.env` as it is, the example changes no setting."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    plain = load_settings()
    (tmp_path / ".env").write_text(settings_reference.env_example(), encoding="utf-8")
    assert load_settings() == plain


def test_every_setting_says_what_it_does() -> None:
    """No setting is without a group and a sentence."""
    assert [row.name for row in settings_reference.rows() if not row.group or len(row.does) < 10] == []
