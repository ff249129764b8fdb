"""Stage `denoise_audio`, on a tone in known noise."""

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from app.core.errors import ErrorCode, JobFailure
from app.media.probe import probe
from app.stages.denoise_audio.contract import Denoised, DenoiseInput
from app.stages.denoise_audio.run import run
from tests.media import MediaShelf, described
from tests.tools import LocalTools

RATE = 48_000


def denoised(path: Path, tools: LocalTools, **options: Any) -> Denoised:
    return run(DenoiseInput(source=tools.stored(path), media=described(path), title="Talk", **options), tools)


def samples(path: Path) -> Any:
    with av.open(str(path)) as container:
        return np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)]).astype(np.float64)


@pytest.fixture
def tools(tmp_path: Path) -> LocalTools:
    return LocalTools(tmp_path)


def test_noise_goes_and_the_sound_stays_where_it_was(media: MediaShelf, tools: LocalTools) -> None:
    """Between bursts of speech-like sound the noise is at least 8 dB lower; the bursts are as loud and as early."""
    bursts = "sine=f=440:r=48000:d=6,volume='if(lt(mod(t\\,1)\\,0.5)\\,4\\,0)':eval=frame"
    graph = f"{bursts}[a];anoisesrc=d=6:r=48000:a=0.01:seed=3[b];[a][b]amix=inputs=2:normalize=0[s]"
    sound = media.made("noisy.wav", "-filter_complex", graph, "-map", "[s]", "-c:a", "pcm_s16le")
    found = denoised(sound, tools, output_format="mkv")
    was, now = samples(sound) / 32_768, samples(tools.path_of(found.file))
    pause, burst = (slice(round(at * RATE), round((at + 0.3) * RATE)) for at in (2.6, 3.1))
    noise = [20 * np.log10(np.sqrt(np.mean(one[pause] ** 2))) for one in (was, now)]
    assert noise[1] < noise[0] - 8
    assert np.sqrt(np.mean(now[burst] ** 2)) == pytest.approx(np.sqrt(np.mean(was[burst] ** 2)), rel=0.15)
    rise = [int(np.argmax(np.abs(one[round(2.8 * RATE) : round(3.2 * RATE)]) > 0.15)) for one in (was, now)]
    assert abs(rise[0] - rise[1]) < 60 + 1024  # a period of the tone, and what AAC puts before
    assert found.noise_before_db is not None
    assert found.noise_after_db is not None
    assert found.noise_before_db == pytest.approx(noise[0], abs=3)
    assert found.noise_after_db < found.noise_before_db - 8
    assert tools.warnings == []


def test_a_steady_sound_that_is_all_there_is_stays(media: MediaShelf, tools: LocalTools) -> None:
    """Rain is no noise where nothing is louder."""
    rain = media.made("rain.wav", "-f", "lavfi", "-i", "anoisesrc=d=3:r=48000:a=0.2:seed=3", "-c:a", "pcm_s16le")
    found = denoised(rain, tools, output_format="mkv")
    was, now = (20 * np.log10(np.std(one)) for one in (samples(rain) / 32_768, samples(tools.path_of(found.file))))
    assert now > was - 3


def test_a_film_keeps_its_picture_and_silence_its_sound(media: MediaShelf, tools: LocalTools) -> None:
    """The picture is copied, with its rotation; without a track the job fails."""
    path = media.rotated()
    found = denoised(path, tools, strength="high")
    with av.open(str(path)) as was, av.open(str(tools.path_of(found.file))) as now:
        pictures = [[bytes(packet) for packet in one.demux(video=0) if packet.size] for one in (was, now)]
        for one in (was, now):
            one.seek(0)
        turns = [next(one.decode(video=0)).rotation for one in (was, now)]
    assert pictures[0] == pictures[1]
    assert turns[0] == turns[1] != 0
    silent = denoised(media.made("none.wav", "-f", "lavfi", "-i", "anullsrc=d=1"), tools)
    assert (silent.noise_before_db, silent.noise_after_db) == (None, None)
    assert tools.warned == ["too_quiet"]
    with pytest.raises(JobFailure) as failure:
        denoised(media.video_only(), tools)
    assert failure.value.code is ErrorCode.NO_AUDIO


@pytest.mark.parametrize("ending", ["mp4", "ts", "mkv"])
def test_a_copied_picture_stays_with_its_sound(media: MediaShelf, tools: LocalTools, ending: str) -> None:
    """A flash and a beep begin together at 3 s, also where the file's clock begins at an hour."""
    late = ("-output_ts_offset", "3600") if ending == "ts" else ()
    path = media.made(f"clapper.{ending}", "-i", str(media.clapper()), "-c", "copy", *late)
    film = probe(path, max_seconds=60, max_pixels=10**6)
    found = run(DenoiseInput(source=tools.stored(path), media=film, title="Clap", strength="low"), tools)
    with av.open(str(tools.path_of(found.file))) as container:
        flash = next(
            float(frame.time) for frame in container.decode(video=0) if frame.to_ndarray(format="gray").mean() > 128
        )
        container.seek(0)
        beep = next(
            float(frame.time) + float(np.argmax(np.abs(frame.to_ndarray()[0]) > 0.3)) / RATE
            for frame in container.decode(audio=0)
            if np.abs(frame.to_ndarray()[0]).max() > 0.3
        )
    assert flash == pytest.approx(3.0, abs=0.03)
    assert beep == pytest.approx(3.0, abs=0.03)
    assert tools.warnings == []
