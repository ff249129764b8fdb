"""The doctor tries the object store: it writes, reads and deletes an object."""

import sys
from pathlib import Path

import pytest

from app.cli import storage_finding
from app.cli.findings import Finding, Grade
from app.core.errors import SettingsInvalid
from app.core.settings import load_settings
from tests.object_stores import MemoryObjects


def _examined(**settings: object) -> Finding:
    (finding,) = storage_finding.storage(load_settings(**settings))
    return finding


def test_without_one_there_is_nothing_to_find() -> None:
    """Nothing is loaded either."""
    assert list(storage_finding.storage(load_settings())) == []


def test_a_store_that_takes_returns_and_deletes_is_right(tmp_path: Path) -> None:
    """Of what it tried nothing is left."""
    finding = _examined(storage_url=f"file://{tmp_path}/away")
    assert finding.grade is Grade.OK
    assert f"file://{tmp_path}/away" in finding.detail
    assert [path.name for path in (tmp_path / "away").iterdir()] == [".video-processing-objects"]


def test_a_store_that_is_away_is_a_warning_with_the_reason(tmp_path: Path) -> None:
    """Jobs work without it."""
    (tmp_path / "file").write_text("no folder")
    finding = _examined(storage_url=f"file://{tmp_path}/file")
    assert finding.grade is Grade.WARNING
    assert "Not a directory" in finding.detail or "File exists" in finding.detail
    assert "STORAGE_URL" in finding.remedy


def test_a_store_that_returns_something_else_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is worse than none."""

    class Liar(MemoryObjects):
        def get(self, name: str):  # type: ignore[no-untyped-def]
            return iter([b"something else"])

    monkeypatch.setattr(storage_finding, "open_objects", lambda _: Liar())
    assert _examined(storage_url="s3://bucket").grade is Grade.MISSING


def test_settings_that_name_no_store_are_refused_by_the_start_and_the_doctor() -> None:
    """With what is wrong."""
    finding = _examined(cloud_storage_enabled=True)
    assert finding.grade is Grade.MISSING
    assert "GCS_BUCKET_NAME" in finding.detail
    for wrong in ("ftp://a/b", "bucket/prefix", "s3://", "s3://a b", "file://host/folder", "file:///", "gs://a?b=c"):
        with pytest.raises(SettingsInvalid, match="STORAGE_URL"):
            load_settings(storage_url=wrong)
    with pytest.raises(SettingsInvalid, match="S3_ENDPOINT_URL"):
        load_settings(s3_endpoint_url="minio:9000")


def test_a_store_at_google_without_its_sdk_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that installs it."""
    monkeypatch.setitem(sys.modules, "app.storage.google_objects", None)
    finding = _examined(storage_url="gs://films")
    assert finding.grade is Grade.MISSING
    assert "pip install -r requirements-gcs.txt" in finding.detail


def test_a_folder_inside_of_data_dir_is_refused(tmp_path: Path) -> None:
    """It would be no second place."""
    finding = _examined(data_dir=tmp_path, storage_url=f"file://{tmp_path}/away")
    assert finding.grade is Grade.MISSING
    assert "outside of DATA_DIR" in finding.detail


def test_the_older_spelling_means_a_bucket_of_google() -> None:
    """STORAGE_URL wins."""
    older = {"cloud_storage_enabled": True, "gcs_bucket_name": "films"}
    assert load_settings(**older).object_store_url == "gs://films"
    assert load_settings(gcs_bucket_name="films").object_store_url == ""
    assert load_settings(storage_url="s3://other/a", **older).object_store_url == "s3://other/a"
