"""`python main.py models`: the list, refused fetches, and seeing the shipped models work."""

import json
from pathlib import Path

import pytest

from app.cli.models import run_check, run_fetch, run_list
from app.core.errors import ErrorCode, JobFailure
from app.core.settings import Settings, load_settings


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
    assert {row["kind"] for row in mine} == {"whisper", "sentiment", "spacy"}
    assert all(row["present"] and row["size_bytes"] > 0 and row["revision"] and row["licence"] for row in mine)
    assert any(row["name"] == "base" and row["fetchable"] and not row["present"] for row in rows)


def test_list_is_readable(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """One line a model; the command that fetches one below."""
    assert run_list(settings, as_json=False) == 0
    out = capsys.readouterr().out
    assert "*  whisper    demo" in out
    assert "python main.py models fetch NAME" in out
    assert "Xenova/twitter-roberta-base-sentiment-latest " in out  # whole, so that it can be fetched


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
    assert {row["kind"]: row["ok"] for row in rows} == {"whisper": True, "sentiment": True, "spacy": True}


def test_check_fails_where_a_model_is_missing(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1, and the line says so."""
    absent = settings.model_copy(
        update={"whisper_model": "base", "sentiment_model": "base/x", "spacy_model": "en_core_web_lg"}
    )
    assert run_check(absent, as_json=False) == 1
    assert "FAIL whisper" in capsys.readouterr().out
