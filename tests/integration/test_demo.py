"""`python main.py demo`: the whole product, offline, on the shipped sample with the shipped models."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.core.settings import Settings

PROJECT_DIR = Path(__file__).parents[2]
TRUTH = json.loads((PROJECT_DIR / "models" / "demo" / "sample.json").read_text(encoding="utf-8"))

pytestmark = pytest.mark.slow


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}


def demo(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, str(PROJECT_DIR / "main.py"), "demo", "--exit", *arguments],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )


def words(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo runs; a second run finds what the first one left."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def job(folder: Path) -> dict[str, Any]:
    """The finished job of a first run, as `--json` prints it."""
    done = demo(folder, "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.timeout(240)
def test_demo_hears_what_is_said(job: dict[str, Any]) -> None:
    """The transcript is the sample's ground truth, but for one word in twenty."""
    heard, said = words(job["transcript"]), words(" ".join(line["text"] for line in TRUTH["lines"]))
    assert job["status"] == "completed"
    assert len(set(said) - set(heard)) <= len(set(said)) / 20
    assert abs(len(heard) - len(said)) <= len(said) / 20


def test_demo_tells_what_it_is_about_and_by_which_models(job: dict[str, Any]) -> None:
    """Mood, topics and keywords, each with the model that made it."""
    found = job["analysis_results"]
    assert found["sentiment"] in ("positive", "neutral", "negative")
    assert found["topics"]
    assert len(found["keywords"]) >= 3
    assert found["models"]
    assert job["warnings"] == []


def test_demo_cuts_clips_that_are_left_to_watch(job: dict[str, Any], folder: Path) -> None:
    """At least three, in files that stay when the server has ended."""
    clips = job["generated_clips"]
    files = sorted((folder / "data" / "demo" / "clips" / job["id"]).iterdir())
    assert len(clips) >= 3
    assert len(files) == len(clips)
    assert all(file.stat().st_size > 10_000 for file in files)


def test_second_run_takes_everything_from_the_record(job: dict[str, Any], folder: Path) -> None:
    """For people this time: plain lines, because nobody's terminal is there. Nothing is run twice."""
    done = demo(folder)
    assert done.returncode == 0, done.stderr
    assert words(job["transcript"])[:8] == words(done.stdout.partition("Transcript")[2])[:8]
    for heading in ("Meaning", "Clips", "Stages", "topics", "keywords"):
        assert heading in done.stdout
    assert len(re.findall(r"^✓ +\w+ +cached$", done.stdout, re.MULTILINE)) == 7


@pytest.mark.usefixtures("job")
def test_demo_serves_until_it_is_interrupted(folder: Path) -> None:
    """Also where a script put it into the background, which lets a process begin with SIGINT ignored."""
    begun = subprocess.Popen(
        ["sh", "-c", 'trap "" INT; exec "$@"', "sh", sys.executable, str(PROJECT_DIR / "main.py"), "demo"],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert begun.stdout is not None
    last = next(line for line in begun.stdout if line.startswith("dashboard: "))
    address = last.split()[1].partition("/#/")[0]
    assert httpx.get(f"{address}/health").json()["status"] == "healthy"
    begun.send_signal(signal.SIGINT)
    assert "stopping" in begun.communicate(timeout=30)[0]
    assert begun.returncode == 0
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{address}/health")
