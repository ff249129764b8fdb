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
        env=environment | {"WHISPER_MODEL": "demo", "HF_HUB_OFFLINE": "1", "VISION_MODEL": "", "OCR_MODEL": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_film_that_flashes_is_refused_and_nothing_is_left(media: MediaShelf, tmp_path: Path) -> None:
    """Exit code 1; the report is all of standard output, with what the file states; the data folder is empty then."""
    flashing = "nullsrc=s=64x36:r=25:d=3,geq=lum='if(lt(mod(T,0.2),0.1),235,16)':cb=128:cr=128[v]"
    done = check(tmp_path, "--json", str(media.made_of("flashing.mp4", flashing)))
    assert done.returncode == 1, done.stderr
    report = json.loads(done.stdout)
    assert (report["passed"], report["status"], report["error"]) == (False, "completed", None)
    (found,) = report["findings"]
    assert (found["category"], found["severity"], found["source"]) == ("flashing", "critical", "picture")
    assert [stream["codec"] for stream in report["media_metadata"]["streams"]] == ["h264"]
    assert list((tmp_path / "data").iterdir()) == []
