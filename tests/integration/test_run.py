"""`python main.py run` and `watch`: files in, words beside them, with whichever server has the folder."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.core.settings import Settings
from tests.media import MediaShelf
from tests.programs import SETTINGS
from tests.server import Server

PROJECT_DIR = Path(__file__).parents[2]
TRANSCRIPTION = ("--type", "transcription", "--formats", "srt,json")

pytestmark = pytest.mark.slow


def begun(folder: Path, *arguments: str, **settings: str) -> "subprocess.Popen[str]":
    around = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
    return subprocess.Popen(
        [sys.executable, str(PROJECT_DIR / "main.py"), *arguments],
        cwd=folder,
        env=around | SETTINGS | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def done(folder: Path, *arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    process = begun(folder, *arguments, **settings)
    output, errors = process.communicate(timeout=100)
    return subprocess.CompletedProcess(process.args, process.returncode, output, errors)


def rows(finished: "subprocess.CompletedProcess[str]") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(finished.stdout)
    return found


def test_files_get_their_words_beside_them_and_once(media: MediaShelf, tmp_path: Path) -> None:
    """One that is no recording fails alone; a repetition takes what is in the record; no server is left."""
    films = tmp_path / "films"
    films.mkdir()
    shutil.copy(media.talk_of(seconds=5), films / "Talk.mp4")
    (films / "broken.mp4").write_bytes(b"no film")
    first = done(tmp_path, "run", "films", "--json", *TRANSCRIPTION)
    assert first.returncode == 1, first.stderr
    talk, broken = rows(first)
    assert talk["files"] == ["films/Talk.srt", "films/Talk.json"]
    assert (films / "Talk.srt").read_text().startswith("1\n00:00:0")
    assert json.loads((films / "Talk.json").read_text())["id"] == talk["job"]["id"]
    assert "no video or audio" in broken["error"]
    assert not (tmp_path / "data" / "server.url").exists()

    refused = done(tmp_path, "run", "films/Talk.mp4", *TRANSCRIPTION)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == "error: films/Talk.srt exists; --overwrite replaces it, --output names another folder\n"

    again = done(tmp_path, "run", "films/Talk.mp4", "--json", "--output", "out", *TRANSCRIPTION)
    assert again.returncode == 0, again.stderr
    assert all(stage["cached"] for stage in rows(again)[0]["job"]["stages"])
    assert (tmp_path / "out" / "Talk.srt").read_text() == (films / "Talk.srt").read_text()

    watched = done(tmp_path, "watch", "films", "--once", "--every", "0.1", "--output", "watched", *TRANSCRIPTION)
    assert watched.returncode == 1, watched.stderr
    assert sorted(file.name for file in (tmp_path / "watched").iterdir()) == ["Talk.json", "Talk.srt"]
    assert not (tmp_path / "data" / "command.key").exists()


def test_beside_a_server_the_work_is_its(media: MediaShelf, tmp_path: Path) -> None:
    """Also of `watch`: the job is in its list, and it runs on afterwards."""
    films = tmp_path / "films"
    films.mkdir()
    shutil.copy(media.talk_of(seconds=4), films / "Talk.mp4")
    with Server(tmp_path, API_KEY="secret") as server:
        place = {"DATA_DIR": str(server.data_dir), "DATABASE_URL": server.database_url, "API_KEY": "secret"}
        watched = done(tmp_path, "watch", "films", "--once", "--every", "0.1", *TRANSCRIPTION, **place)
        assert watched.returncode == 0, watched.stderr
        assert sorted(file.name for file in films.iterdir()) == ["Talk.json", "Talk.mp4", "Talk.srt"]
        with server.client(headers={"X-API-Key": "secret"}) as client:
            assert client.get("/api/v1/jobs").json()["total"] == 1
        wrong = done(tmp_path, "run", "films/Talk.mp4", "--output", "out", **place | {"API_KEY": "other"})
        assert wrong.returncode == 1
        assert "key" in wrong.stderr
        assert server.alive()


@pytest.mark.long
def test_an_interrupted_run_leaves_no_work_behind(media: MediaShelf, tmp_path: Path) -> None:
    """Ctrl-C cancels the job and ends the server; what was finished is taken over by the next run."""
    running = begun(tmp_path, "run", str(media.talk()), "--output", "out", *TRANSCRIPTION, WHISPER_BATCH_SIZE="1")
    assert running.stderr is not None
    for line in running.stderr:
        if "transcribe" in line:
            break
    running.send_signal(signal.SIGINT)
    running.communicate(timeout=60)
    assert running.returncode == 130
    assert not (tmp_path / "out").exists()
    next_run = done(tmp_path, "run", str(media.talk()), "--output", "out", "--json", *TRANSCRIPTION)
    assert next_run.returncode == 0, next_run.stderr
    assert {stage["name"] for stage in rows(next_run)[0]["job"]["stages"] if stage["cached"]} >= {"fetch"}
