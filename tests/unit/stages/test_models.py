"""Weights for a stage, fetched on first use."""

from pathlib import Path

import pytest

from app.core.errors import JobFailure
from app.inference.layouts import Kind
from app.inference.weights import SHIPPED
from app.stages.models import at_hand
from app.stages.transcribe.contract import TranscribeInput
from app.stages.transcribe.run import run
from tests.hub import FakeHub
from tests.speech import HELLO, hello_samples, write_pcm
from tests.tools import LocalTools


def test_what_is_there_is_taken(hub: FakeHub, tmp_path: Path) -> None:
    """No question to the hub."""
    tools = LocalTools(tmp_path)
    weights = at_hand(Kind.WHISPER, "demo", tmp_path, offline=False, tools=tools)
    assert weights.path is not None
    assert hub.requests == tools.logs == []


def test_a_transcription_fetches_its_model_once(hub: FakeHub, tmp_path: Path) -> None:
    """The first run fetches, tells how far it is, and transcribes with it; the second asks nobody."""
    hub.holds("someone/tiny", SHIPPED / "demo" / "whisper")
    tools = LocalTools(tmp_path)
    pcm = tools.stored(write_pcm(tmp_path / "hello.wav", hello_samples()))
    given = TranscribeInput(
        pcm=pcm, duration_s=3, model="someone/tiny", models_dir=str(tmp_path / "models"), decoding="batched"
    )
    run(given, tools)
    assert HELLO.split()[0] in tools.pieces[0].text  # type: ignore[attr-defined]
    assert any("Fetching the whisper model someone/tiny" in message for message, _ in tools.logs)
    asked = len(hub.requests)
    again = LocalTools(tmp_path / "again")
    run(given.model_copy(update={"pcm": again.stored(tmp_path / "hello.wav")}), again)
    assert len(hub.requests) == asked


def test_what_the_hub_does_not_have_fails(hub: FakeHub, tmp_path: Path) -> None:
    """With the hub's answer in the message."""
    with pytest.raises(JobFailure, match="is not on the hub"):
        at_hand(Kind.SENTIMENT, "nobody/nothing", tmp_path, offline=False, tools=LocalTools(tmp_path))
