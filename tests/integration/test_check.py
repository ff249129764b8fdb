"""`python main.py check`: a film in, its findings and an exit code out, offline."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.core.settings import Settings
from tests.media import MediaShelf

PROJECT_DIR = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


def check(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
    return subprocess.run(
        [sys.executable, str(PROJECT_DIR / "main.py"), "check", *arguments],
        cwd=folder,
        env=environment | {"WHISPER_MODEL": "demo", "HF_HUB_OFFLINE": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_plain_film_passes_and_nothing_is_left(media: MediaShelf, tmp_path: Path) -> None:
    """The report is all of standard output, with what the file states; the data folder is empty afterwards."""
    done = check(tmp_path, "--json", str(media.video_only()))
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert (report["passed"], report["status"], report["error"]) == (True, "completed", None)
    assert [stream["codec"] for stream in report["media_metadata"]["streams"]] == ["h264"]
    assert not any(finding["severity"] == "critical" for finding in report["findings"])
    assert list((tmp_path / "data").iterdir()) == []
