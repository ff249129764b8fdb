"""`python main.py models`: the list, refused fetches, and seeing the shipped models work."""

import contextlib
import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from app.cli.models import run_check, run_fetch, run_list
from app.core.errors import ErrorCode, JobFailure
from app.core.settings import Settings, load_settings
from tests.forked_python import ROOT


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The shipped models, an empty folder for others, no hub."""
    return load_settings(
        whisper_model="demo", sentiment_model="demo", spacy_model="demo", models_dir=tmp_path, hf_hub_offline=True
    )


def test_list_tells_what_is_configured_and_on_disk(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """The shipped ones are there, with size, revision and licence; the others can be fetched."""
    assert run_list(settings, as_json=True) == 0
    rows = json.loads(capsys.readouterr().out)
    mine = [row for row in rows if row["configured"]]
    assert [row["kind"] for row in mine] == ["whisper", "speaker", "sentiment", "spacy", "vision", "ocr", "faces"]
    mine = [row for row in mine if row["kind"] not in ("vision", "faces")]
    assert all(row["present"] and row["size_bytes"] > 0 and row["revision"] and row["licence"] for row in mine)
    base = next(row for row in rows if row["name"] == "base" and row["kind"] == "whisper")
    assert (base["present"], base["fetchable"], base["download_bytes"]) == (False, True, 147_882_941)
    assert all(row["download_bytes"] for row in rows if row["fetchable"])


def test_list_is_readable(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """One line a model; the command that fetches one below."""
    assert run_list(settings, as_json=False) == 0
    out = capsys.readouterr().out
    assert "*  whisper    demo" in out
    assert "python main.py models fetch NAME" in out
    assert "Xenova/twitter-roberta-base-sentiment-latest " in out  # whole, so that it can be fetched


@pytest.mark.parametrize("columns", [62, 80, 200])
def test_list_fits_the_terminal(columns: int, settings: Settings) -> None:
    """No line is longer than the terminal is wide and no name is broken; sizes and licences are told."""
    lines = in_terminal(columns, "models", "list", MODELS_DIR=str(settings.models_dir))
    assert max(map(len, lines)) <= columns
    words = {word for line in lines for word in line.split()}
    assert {"large-v3-turbo", "distilbert/distilbert-base-uncased-finetuned-sst-2-english", "en_core_web_sm"} <= words
    text = " ".join(" ".join(lines).split())
    assert "fetch 486 MB" in text
    assert "fetch 3.1 GB" in text
    assert "4.8 MB" in text
    assert "CC-BY-4.0" in text
    assert "…" not in text


def in_terminal(columns: int, *arguments: str, **settings: str) -> list[str]:
    """What a command prints on a terminal that is so many columns wide, line by line and without colours."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    names = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    environment = {**names, "NO_COLOR": "1", "TERM": "xterm", **settings}
    command = [sys.executable, str(ROOT / "main.py"), *arguments]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        told = b""
        with contextlib.suppress(OSError):  # the terminal is gone when the process has ended
            while block := os.read(ours, 65536):
                told += block
        os.close(ours)
    assert process.returncode == 0, told.decode()
    return re.sub(r"\x1b\[[0-9;]*m", "", told.decode()).splitlines()


@pytest.mark.parametrize("name", ["base", "no such model"])
def test_refused_fetch_says_why(name: str, settings: Settings) -> None:
    """The hub is off limits; the name is unknown."""
    with pytest.raises(JobFailure) as caught:
        run_fetch(settings, name)
    assert caught.value.code is ErrorCode.MODEL_UNAVAILABLE


@pytest.mark.slow
def test_check_lets_the_shipped_models_work(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """Each is loaded and judged by what it makes of a known input."""
    assert run_check(settings, as_json=True) == 0
    rows = json.loads(capsys.readouterr().out)
    found = {row["kind"]: "ok" if row["ok"] else row["skipped"] for row in rows}
    shipped = dict.fromkeys(("whisper", "speaker", "sentiment", "spacy", "ocr"), "ok")
    assert found == shipped | {"vision": True, "faces": True}  # not fetched, which costs jobs one part each


def test_check_fails_where_a_model_is_missing(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1, and the line says so."""
    absent = settings.model_copy(
        update={"whisper_model": "base", "sentiment_model": "base/x", "spacy_model": "en_core_web_lg"}
    )
    assert run_check(absent, as_json=False) == 1
    assert "FAIL whisper" in capsys.readouterr().out
