"""What the doctor says about the confinement of children."""

import sys
from pathlib import Path

import pytest

from app.cli import sandbox_finding
from app.cli.findings import Grade
from app.cli.sandbox_finding import EXPOSED, FILES, HANGS, NETWORK, sandbox
from app.core.errors import StartRefused
from app.core.settings import Settings, load_settings
from app.engines.children import make_reaches
from app.media.ffmpeg import find_ffmpeg


@pytest.fixture(autouse=True)
def _away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _settings(tmp_path: Path, mode: str = "auto") -> Settings:
    return load_settings(data_dir=tmp_path, database_url=f"sqlite:///{tmp_path}/jobs.db", child_sandbox=mode)


def _has(monkeypatch: pytest.MonkeyPatch, version: int, *, filters: bool) -> None:
    """Pretend that the system has so much."""
    monkeypatch.setattr(sandbox_finding.landlock, "version", lambda: version)
    monkeypatch.setattr(sandbox_finding.syscall_filter, "usable", lambda: filters)


@pytest.mark.parametrize(
    ("version", "filters", "grades"),
    [
        (7, True, {FILES: Grade.OK, NETWORK: Grade.OK}),
        (2, True, {FILES: Grade.OK, NETWORK: Grade.OK}),
        (1, True, {FILES: Grade.WARNING, NETWORK: Grade.OK}),
        (0, False, {FILES: Grade.WARNING, NETWORK: Grade.WARNING}),
    ],
)
def test_what_the_system_lacks_is_said(
    version: int, filters: bool, grades: dict[str, Grade], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Jobs run all the same; where it is required, the server does not start and the doctor's exit code is 1."""
    _has(monkeypatch, version, filters=filters)
    found = list(sandbox(_settings(tmp_path)))
    assert {finding.name: finding.grade for finding in found} == grades
    assert all(finding.remedy for finding in found if finding.grade is not Grade.OK)
    assert ("cutting files short" in found[0].detail) == (version == 2)
    assert (make_reaches(_settings(tmp_path), find_ffmpeg()) is None) == (grades[NETWORK] is Grade.WARNING)
    if Grade.WARNING in grades.values():
        strict = _settings(tmp_path, "required")
        assert Grade.MISSING in {finding.grade for finding in sandbox(strict)}
        with pytest.raises(StartRefused, match="doctor"):
            make_reaches(strict, find_ffmpeg())


def test_other_systems_than_linux_have_none_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And no system call is tried there."""
    monkeypatch.setattr(sys, "platform", "darwin")
    files, network = sandbox(_settings(tmp_path))
    assert "no Landlock" in files.detail
    assert (files.grade, network.grade) == (Grade.WARNING, Grade.WARNING)
    assert make_reaches(_settings(tmp_path), find_ffmpeg()) is None


def test_a_proc_that_hides_children_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server could not see whether they still work."""
    monkeypatch.setattr(sandbox_finding, "MOUNTS", tmp_path / "mounts")
    (tmp_path / "mounts").write_text("proc /proc proc rw,nosuid,relatime,hidepid=invisible 0 0\n/dev/a / ext4 rw 0 0\n")
    assert HANGS in [finding.name for finding in sandbox(_settings(tmp_path))]
    (tmp_path / "mounts").write_text("proc /proc proc rw,nosuid,relatime 0 0\n")
    assert HANGS not in [finding.name for finding in sandbox(_settings(tmp_path))]


def test_it_can_be_switched_off(tmp_path: Path) -> None:
    """Which is said."""
    (finding,) = sandbox(_settings(tmp_path, "off"))
    assert (finding.grade, make_reaches(_settings(tmp_path, "off"), find_ffmpeg())) == (Grade.WARNING, None)


def test_a_database_below_what_children_read_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python environment that was made in the folder of the data, say."""
    _has(monkeypatch, 7, filters=True)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    found = [finding for finding in sandbox(_settings(tmp_path)) if finding.name == EXPOSED]
    assert "jobs.db" in found[0].detail
    assert {finding.grade for finding in found} == {Grade.WARNING}
