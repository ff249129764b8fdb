"""Who speaks when, in recordings of people.

    python -m pytest -m real -s -k who_speaks                    # with the figures
    REAL_SECONDS=300 python -m pytest -m real -s -k who_speaks   # of longer dialogues; 100 s otherwise

Limits are above what was measured. Short dialogues with an unknown number of people are measured and not judged.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.inference.diarization import turns_in, windows_of
from app.inference.layouts import Kind
from app.inference.voices import VoiceModel
from app.inference.weights import SHIPPED, resolve
from app.media.pcm import PcmFile
from tests.real_dialogues import Dialogue, errors_of, four_voices, monologue, two_actors
from tests.speech import write_pcm

SECONDS = float(os.environ.get("REAL_SECONDS", "100"))
pytestmark = [pytest.mark.real, pytest.mark.slow, pytest.mark.timeout(120 + 5 * SECONDS)]
DIALOGUES: dict[str, tuple[Callable[[], Dialogue], float, bool]] = {
    "two actors": (lambda: two_actors(SECONDS, 1), 0.02, True),
    "two actors again": (lambda: two_actors(SECONDS, 2), 0.02, True),
    "four voices": (lambda: four_voices(1.5 * SECONDS, 1), 0.05, False),
    "one voice": (lambda: monologue("fr_CA_f_June", SECONDS / 2), 0.0, True),
    "two actors, half a minute": (lambda: two_actors(30.0, 3), 0.02, False),
    "four voices, half a minute": (lambda: four_voices(30.0, 2), 1.0, False),
}


@pytest.fixture(scope="module")
def model() -> VoiceModel:
    return VoiceModel.load(resolve(Kind.SPEAKER, "d-vector", SHIPPED))


@pytest.mark.parametrize("name", DIALOGUES)
def test_who_speaks_in_a_dialogue(name: str, model: VoiceModel, tmp_path: Path) -> None:
    """Found without the number of people, and with it: hardly a moment is another one's."""
    made, most, sure = DIALOGUES[name]
    dialogue = made()
    pcm = PcmFile(write_pcm(tmp_path / "speech.wav", dialogue.samples))
    began = time.monotonic()
    windows = windows_of(pcm, model, lambda _: None)
    found = turns_in(windows, None)
    took_s, known = time.monotonic() - began, turns_in(windows, dialogue.speakers)
    count = len({turn.speaker for turn in found})
    alone, told = errors_of(found, dialogue), errors_of(known, dialogue)
    print(
        f"\n{name}: {dialogue.seconds:.0f} s in {took_s:.1f} s, {count} of {dialogue.speakers} found, {alone}; "
        f"told how many: {told}"
    )
    if sure:
        assert count == dialogue.speakers
        assert alone.confused <= most
    assert told.confused <= most
