"""`python main.py models tune`, with the shipped model."""

import json
from pathlib import Path

import pytest

from app.cli import tune
from app.cli.tune import run_tune
from app.core.errors import ErrorCode, FolderForeign, JobFailure
from app.core.settings import Settings, load_settings
from app.engines import speech_tuning
from app.engines.speech_tuning import Ground, circumstances
from app.inference.model_catalog import shipped_speech
from app.inference.tuning import Measured, Split, read
from app.stages.transcribe import contract


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The shipped model, on a machine of two cores."""
    monkeypatch.setattr(contract.os, "cpu_count", lambda: 2)
    return load_settings(whisper_model="demo", data_dir=tmp_path / "data", database_url=f"sqlite:///{tmp_path}/jobs.db")


def rates(monkeypatch: pytest.MonkeyPatch, words_of: dict[Split, int]) -> None:
    """Replace the measuring: so many words a second for each split, too little memory for any other."""

    async def measure(_: Ground, split: Split) -> Measured:
        if split not in words_of:
            raise JobFailure(ErrorCode.OUT_OF_MEMORY, "too much")
        return Measured(split.workers, split.threads, words_of[split], seconds=1.0, cpu_s=1.0, peak_bytes=1)

    monkeypatch.setattr(tune, "measure", measure)


def test_it_measures_the_stage_itself(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every way in a child, on real speech; the best is where the next job looks for it."""
    monkeypatch.setattr(speech_tuning, "SPEECH_S", 3.0)
    monkeypatch.setattr(tune, "ROUNDS", 1)
    assert run_tune(settings, shipped_speech(), as_json=True) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(row["workers"], row["threads"]) for row in told["measured"]] == [(1, 2), (2, 1)]
    for row in told["measured"]:
        assert row["words"] >= 7
        assert row["seconds"] > 0
        assert row["cpu_s"] > 0
        assert row["peak_bytes"] > 50_000_000
    assert told["file"] == str(settings.data_dir / "tuning.json")
    assert read(settings.data_dir / "tuning.json", circumstances(settings)) == Split(**told["best"])


def test_the_best_is_kept_and_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what was measured; a setting that wins over it is named, and a way without memory is left out."""
    rates(monkeypatch, {Split(2, 1): 30, Split(1, 2): 20})
    assert run_tune(settings, shipped_speech(), as_json=False) == 0
    out = capsys.readouterr().out
    assert "1 × 2: 20.0 words/s" in out
    assert "Best: 2 × 1" in out
    assert "wins over it" not in out
    rates(monkeypatch, {Split(1, 2): 20})
    assert run_tune(settings.model_copy(update={"whisper_threads": 1}), shipped_speech(), as_json=False) == 0
    out = capsys.readouterr().out
    assert "2 × 1: left out, the memory is not enough" in out
    assert "WHISPER_THREADS is set, which wins over it" in out
    assert read(settings.data_dir / "tuning.json", circumstances(settings)) == Split(1, 2)


def test_what_cannot_be_measured_is_refused(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A model that is not there, a folder that is not the server's, a machine on which nothing works."""
    rates(monkeypatch, {})
    with pytest.raises(tune.NotTuned, match="no way"):
        run_tune(settings, shipped_speech(), as_json=True)
    absent = settings.model_copy(update={"whisper_model": "base", "models_dir": tmp_path})
    with pytest.raises(JobFailure, match="models fetch base"):
        run_tune(absent, shipped_speech(), as_json=True)
    settings.data_dir.mkdir()
    (settings.data_dir / "holiday.jpg").touch()
    with pytest.raises(FolderForeign):
        run_tune(settings, shipped_speech(), as_json=True)
    assert not (settings.data_dir / "tuning.json").exists()


def test_the_server_takes_a_folder_that_was_tuned_first(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is the server's own, so the folder is not a stranger's."""
    from app.storage.data_folder import DataFolder

    rates(monkeypatch, {Split(1, 2): 20, Split(2, 1): 40})
    run_tune(settings, shipped_speech(), as_json=True)
    assert DataFolder(settings).claim()
    assert (settings.data_dir / "tuning.json").exists()
