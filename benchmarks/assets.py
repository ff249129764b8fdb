"""What the files cost that are derived from a film (audio, speech, waveform, storyboard, poster, cuts).

Beside one run of ffmpeg for each, as a good script does it.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from app.stages.audio.contract import AudioInput
from app.stages.audio.run import run as write_audio
from app.stages.scenes.contract import ScenesInput
from app.stages.scenes.run import run as find_scenes
from app.stages.speech.contract import SpeechInput
from app.stages.speech.run import run as write_speech
from benchmarks.frame.figure import Figure
from benchmarks.frame.films import large_film
from benchmarks.frame.pairs import CPU_S, WALL_S, Side, pairs
from benchmarks.peers.bare_tools import derive
from benchmarks.scenes import measured
from tests.media import described
from tests.tools import LocalTools

HEIGHT, LENGTH_S = 720, 120
SCRIPT = "a script of ffmpegs"


def run() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        film = large_film(folder, HEIGHT, LENGTH_S)
        found = pairs(
            Side("ours", measured(lambda: ours(film, folder / "ours"))),
            Side(SCRIPT, measured(lambda: derive(film, folder, LENGTH_S))),
        )
    note = f"{LENGTH_S} s of {HEIGHT}p"
    yield found.figure("derived files of a film", CPU_S, aim=0.6, beside=SCRIPT, note=note)
    yield found.figure("derived files of a film", WALL_S, aim=0.6, beside=SCRIPT, note=note)


def ours(film: Path, folder: Path) -> None:
    """The stages that derive them, one after another."""
    tools, media = LocalTools(folder), described(film)
    source = tools.stored(film)
    write_speech(SpeechInput(source=source, media=media, required=True), tools)
    write_audio(AudioInput(source=source, media=media, format="wav", quality="high", title="A film"), tools)
    find_scenes(ScenesInput(source=source, media=media), tools)
