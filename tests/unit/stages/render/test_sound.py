"""The sound of timelines, sample by sample."""

from collections.abc import Iterable
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.media.encoding import SOUND_RATE_HZ
from app.media.ffmpeg import MOST_PIXELS, find_ffmpeg
from app.stages.render.sound import Mix, mixed
from app.timeline.layout import laid_out
from tests.media import MediaShelf
from tests.timelines import rendering, tracks
from tests.tools import LocalTools

LEVEL = 0.25


def tone(media: MediaShelf, *, rate: int = 48_000, hertz: int = 440, fps: str = "25", codec: str = "pcm_s16le") -> Path:
    """Six seconds of one tone on one channel, with a picture."""
    picture = ("-f", "lavfi", "-i", f"color=black:s=64x36:r={fps}:d=6")
    sound = ("-f", "lavfi", "-i", f"aevalsrc='{LEVEL}*sin(2*PI*{hertz}*t)':s={rate}:d=6")
    video = ("-c:v", "libx264", "-preset", "ultrafast", "-c:a", codec)
    return media.made(f"tone-{rate}-{hertz}-{codec}.mkv", *picture, *sound, *video)


def heard(folder: Path, document: dict[str, Any], files: dict[str, Path], mix: Mix | None = None) -> Any:
    """The mix of a timeline, [samples, 2]."""
    tools = LocalTools(folder)
    params = rendering(tools, document, files)
    layout = laid_out(params.resolved.timeline, params.resolved.of)
    blocks = mixed(
        find_ffmpeg(),
        layout,
        lambda clip: tools.path_of(clip.material.blob),
        MOST_PIXELS,
        mix if mix is not None else Mix(),
    )
    with closing(blocks):
        return np.concatenate(list(blocks))


def is_sine(samples: Any, level: float = LEVEL, hertz: int = 440) -> bool:
    """Whether it is one uninterrupted tone: its curvature is nowhere larger than a sine's."""
    step = 2 * np.pi * hertz / SOUND_RATE_HZ
    return bool(np.abs(np.diff(samples[:, 0], 2)).max() < 1.25 * level * step**2 + 1e-4)


def with_sound(*clips: Iterable[dict[str, Any]], **values: Any) -> dict[str, Any]:
    """A document with a video track and then audio tracks."""
    document = tracks(*clips, **values)  # type: ignore[arg-type]
    for track in document["tracks"][1:]:
        track["kind"] = "audio"
    return document


@pytest.mark.parametrize(
    ("rate", "fps", "codec"), [(48_000, 25, "pcm_s16le"), (44_100, 29.97, "aac"), (22_050, 50, "flac")]
)
def test_a_film_that_is_cut_and_joined_again_sounds_as_before(
    media: MediaShelf, tmp_path: Path, rate: int, fps: Any, codec: str
) -> None:
    """Also where the cuts lie between frames: no sample is missing, none is there twice, nothing clicks."""
    film = tone(media, rate=rate, codec=codec, fps=str(fps))
    cuts = [0.0, 0.7137, 1.5, 2.2871, 3.001]
    clips = [{"start": start, "end": end} for start, end in pairwise(cuts)]
    cut = heard(tmp_path / "cut", tracks(clips, fps=fps), {"film": film})
    whole = heard(tmp_path / "whole", tracks([{"start": 0, "end": 3.001}], fps=fps), {"film": film})
    assert len(cut) == len(whole)
    assert np.abs(cut - whole)[200:].max() < 2e-3
    assert is_sine(cut[2000:-2000])


def test_tracks_are_added_up_and_nothing_is_lowered(media: MediaShelf, tmp_path: Path) -> None:
    """Each at its volume; a muted clip and a gap are silent; too much is counted, not turned down."""
    film = tone(media)
    once = {"end": 1}
    document = with_sound(
        [once, {"end": 1, "muted": True}, {"end": 1, "at": 3}],
        [{"end": 1, "volume_db": -6.0206}, {"end": 1, "at": 3, "volume_db": 20}],
    )
    mix = Mix()
    samples = heard(tmp_path, document, {"film": film}, mix)
    levels = [float(np.abs(samples[n * 48_000 + 1000 : (n + 1) * 48_000 - 1000]).max()) for n in range(4)]
    assert levels == pytest.approx([1.5 * LEVEL, 0, 0, 11 * LEVEL], abs=0.01)
    assert (samples[:, 0] == samples[:, 1]).all()
    assert 0.5 < mix.clipped_s < 1


@pytest.mark.parametrize("speed", [0.25, 0.5, 1.5, 2, 4])
def test_speed_changes_the_length_and_not_the_pitch(media: MediaShelf, tmp_path: Path, speed: float) -> None:
    """At the same level, to the last sample."""
    document = tracks([{"start": 1, "end": 1 + speed, "speed": speed}])
    samples = heard(tmp_path, document, {"film": tone(media)})
    assert len(samples) == 48_000
    middle = samples[2000:-2000, 0]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
    assert float(spectrum.argmax()) * 48_000 / len(middle) == pytest.approx(440, abs=3)
    assert float(middle.std() * np.sqrt(2)) == pytest.approx(LEVEL, rel=0.05)
    assert np.abs(samples[-2000:-500]).max() > LEVEL / 2


def test_transitions_and_fades_are_heard(media: MediaShelf, tmp_path: Path) -> None:
    """A crossfade of a tone into itself is that tone; a dip is silent in its middle; a fade rises in a line."""
    film = tone(media)
    crossed = {"start": 1, "end": 2, "transition_in": {"kind": "crossfade", "duration": 0.5}}
    samples = heard(tmp_path / "cross", tracks([{"start": 0, "end": 1}, crossed]), {"film": film})
    assert is_sine(samples[2000:-2000])
    dipped = crossed | {"transition_in": {"kind": "dip_to_black", "duration": 0.4}, "fade_out": 0.5}
    samples = heard(tmp_path / "dip", tracks([{"start": 0, "end": 1, "fade_in": 0.5}, dipped]), {"film": film})
    loud = [float(np.abs(samples[at : at + 240]).max()) for at in (12_000, 30_000, 47_900, 84_000)]
    assert loud == pytest.approx([LEVEL / 2, LEVEL, 0, LEVEL / 2], abs=0.01)


def test_beyond_a_source_it_is_silent(media: MediaShelf, tmp_path: Path) -> None:
    """A scene's sound ends with the scene, also in the transition that shows its last frame for longer."""
    film = tone(media)
    crossed = {"start": 4, "end": 5, "volume_db": -120, "transition_in": {"kind": "crossfade", "duration": 1}}
    document = tracks([{"source": {"video_id": "scene"}}, crossed])
    tools = LocalTools(tmp_path)
    params = rendering(tools, document, {"film": film, "scene": film}, scenes={"scene": (1.0, 2.0)})
    layout = laid_out(params.resolved.timeline, params.resolved.of)
    with closing(
        mixed(find_ffmpeg(), layout, lambda clip: tools.path_of(clip.material.blob), MOST_PIXELS, Mix())
    ) as blocks:
        samples = np.concatenate(list(blocks))
    assert np.abs(samples[30_000:48_000]).max() > LEVEL / 4
    assert np.abs(samples[48_010:]).max() < 1e-4
