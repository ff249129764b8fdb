"""What the doctor says of the export folder."""

from pathlib import Path

import pytest

from app.cli import export_finding
from app.core.settings import load_settings


def examined(folder: Path | str, tmp_path: Path) -> list[tuple[str, str]]:
    settings = load_settings(export_dir=str(folder), data_dir=tmp_path / "data")
    return [(one.grade.name, one.detail) for one in export_finding.export_folder(settings)]


def test_a_folder_that_cannot_get_files_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Absent, within DATA_DIR, or another user's."""
    assert examined("", tmp_path) == []
    assert examined(tmp_path, tmp_path) == [("OK", f"txt, srt of each job go to {tmp_path}")]
    assert examined(tmp_path / "away", tmp_path) == [("MISSING", f"{tmp_path / 'away'} is not there")]
    inner = tmp_path / "data" / "out"
    assert examined(inner, tmp_path) == [("MISSING", f"{inner} is in DATA_DIR")]
    monkeypatch.setattr(export_finding.os, "access", lambda *_: False)
    assert examined(tmp_path, tmp_path) == [("MISSING", f"{tmp_path} cannot be written")]
