"""The doctor's words on media servers."""

from pathlib import Path
from typing import Any

import pytest

from app.cli import media_servers_finding
from app.cli.findings import Grade
from app.core.settings import load_settings


def findings(**settings: Any) -> list[tuple[Grade, str]]:
    """What the doctor says."""
    return [(one.grade, one.detail) for one in media_servers_finding.media_servers(load_settings(**settings))]


def test_nothing_is_said_without_a_folder() -> None:
    """The hooks are off then."""
    assert findings(path_mappings=("/a=/b",), plex_url="http://nas:32400") == []


def test_what_does_not_fit_together_is_said(tmp_path: Path) -> None:
    """A path that leads elsewhere, and half of what it takes to ask a server."""
    films = tmp_path / "films"
    films.mkdir()
    fitting = (f"/data={tmp_path}", f"/data/films={films}/new")
    known = {"media_folders": (str(films),), "plex_url": "http://nas:32400", "plex_token": "t"}
    good = (Grade.OK, f"films in {films} get subtitles beside them")
    assert findings(**known, path_mappings=fitting) == [good]
    assert findings(**known, path_mappings=("/data=/elsewhere",), emby_url="http://nas:8096") == [
        good,
        (Grade.WARNING, "/elsewhere of PATH_MAPPINGS is in none of MEDIA_FOLDERS"),
        (Grade.WARNING, "EMBY_TOKEN is not set"),
    ]


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may write everywhere, so the system's word is replaced."""
    monkeypatch.setattr(media_servers_finding.os, "access", lambda *_: False)
    assert findings(media_folders=(str(tmp_path),)) == [(Grade.MISSING, f"{tmp_path} cannot be written")]
