"""What weights there are."""

import shutil
from pathlib import Path

import pytest

from app.core.errors import JobFailure
from app.inference.layouts import Kind
from app.inference.model_catalog import Configured, NeededModel, find, list_models, shipped_speech
from app.inference.weights import SHIPPED


def configured(models_dir: Path, **names: str) -> Configured:
    chosen = {"whisper": "base", "sentiment": "demo", "spacy": "en_core_web_sm"} | names
    needed = (NeededModel(kind, chosen[kind], required=kind is Kind.WHISPER) for kind in Kind if kind.has_demo)
    return Configured(tuple(needed), models_dir)


def test_the_configured_come_first(tmp_path: Path) -> None:
    """Three configured ones, present or not; then what else is known, what is on disk before the rest."""
    rows = list_models(configured(tmp_path))
    assert [(row.kind, row.name, row.present, row.fetchable) for row in rows[:3]] == [
        (Kind.WHISPER, "base", False, True),
        (Kind.SENTIMENT, "demo", True, False),
        (Kind.SPACY, "en_core_web_sm", False, True),
    ]
    assert all(row.configured for row in rows[:3])
    assert [row.required for row in rows[:3]] == [True, False, False]
    rest = rows[3:]
    assert not any(row.configured for row in rest)
    assert [row.present for row in rest] == sorted((row.present for row in rest), reverse=True)
    assert rows[1].size_bytes > 100_000
    assert rows[1].licence == "MIT"


def test_what_was_put_there_is_listed_with_its_size(tmp_path: Path) -> None:
    """A model on disk shows its size and revision."""
    shutil.copytree(SHIPPED / "demo" / "whisper", tmp_path / "Systran--faster-whisper-base")
    row = list_models(configured(tmp_path))[0]
    assert row.present
    assert row.size_bytes > 1_000_000
    assert str(row.revision).startswith("local:")


def test_a_name_means_what_is_configured_or_known(tmp_path: Path) -> None:
    """A size, a hub id that only a setting tells the kind of, `demo` for all kinds."""
    settings = configured(tmp_path, whisper="someone/model", sentiment="Xenova/other")
    assert [weights.kind for weights in find(settings, "someone/model")] == [Kind.WHISPER]
    assert [weights.kind for weights in find(settings, "small")] == [Kind.WHISPER]
    assert [weights.kind for weights in find(settings, "Systran/faster-whisper-tiny")] == [Kind.WHISPER]
    assert [weights.kind for weights in find(settings, "demo")] == [Kind.WHISPER, Kind.SENTIMENT, Kind.SPACY]


def test_a_name_that_means_nothing_is_refused_with_those_that_do(tmp_path: Path) -> None:
    """The message lists the known names."""
    with pytest.raises(JobFailure, match=r"“tinny” is no known model.*tiny, base, small"):
        find(configured(tmp_path), "tinny")


def test_speech_is_shipped() -> None:
    """For checks, a recording of some seconds."""
    assert 30_000 < shipped_speech().stat().st_size <= 100_000
