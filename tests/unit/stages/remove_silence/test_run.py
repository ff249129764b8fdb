"""Stage `remove_silence`, on films whose frames show their number and whose sound is known."""

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from app.core.errors import ErrorCode, JobFailure
from app.media.pauses import Kept
from app.stages.remove_silence.contract import Shortened, SilenceInput
from app.stages.remove_silence.run import run
from tests.media import AAC, MediaShelf, described, frame_numbers
from tests.tools import LocalTools

RATE = 48_000
#: Sound is loud in these seconds of ten; between them is noise of −55 dBFS.
LOUD_S = ((0.0, 2.0), (4.0, 6.0), (9.0, 10.0))
#: The frames that stay at 25 a second, with a tenth of a second at each end of a pause.
KEPT = (Kept(0, 53), Kept(97, 153), Kept(222, 250))


def talking(media: MediaShelf, *, ending: str = "mp4", picture: bool = True) -> Path:
    """Ten seconds of numbered frames with noise of its own in every loud moment."""
    loud = "+".join(f"between(t\\,{start}\\,{end})" for start, end in LOUD_S)
    levels = f"volume='if({loud}\\,0.35\\,0.0018)':eval=frame"
    sound = f"anoisesrc=d=10:r=48000:a=0.5:seed=7,asetnsamples=480,lowpass=f=4000,{levels}"
    if not picture:
        return media.made(f"talking-alone.{ending}", "-f", "lavfi", "-i", sound, "-c:a", "flac")
    video = str(media.numbered())
    maps = ("-map", "0:v", "-c:v", "copy", "-map", "1:a", "-c:a", "aac", "-b:a", "160k")
    return media.made(f"talking.{ending}", "-i", video, "-f", "lavfi", "-i", sound, *maps)


def shortened(path: Path, tools: LocalTools, **options: Any) -> Shortened:
    return run(SilenceInput(source=tools.stored(path), **{"media": described(path), "title": "Talk", **options}), tools)


def sound_of(path: Path) -> Any:
    """The first channel at 48 kHz, on the file's clock."""
    with av.open(str(path)) as container:
        resampler = av.AudioResampler("fltp", "mono", RATE)
        blocks = []
        for frame in container.decode(audio=0):
            at = round(float(frame.time) * RATE)
            blocks += [(at, part.to_ndarray()[0]) for part in resampler.resample(frame)]
    samples = np.zeros(blocks[-1][0] + len(blocks[-1][1]), np.float32)
    place = blocks[0][0]
    for _, block in blocks:
        end = place + len(block)
        samples[max(0, place) : end] = block[max(0, -place) :]
        place = end
    return samples


@pytest.fixture
def tools(tmp_path: Path) -> LocalTools:
    return LocalTools(tmp_path)


def test_pauses_are_cut_out_to_the_frame_and_the_sample(media: MediaShelf, tools: LocalTools) -> None:
    """The threshold is measured; every frame is the expected one, and the sound under it is the one that was there."""
    path = talking(media)
    found = shortened(path, tools)
    assert tuple(Kept(span.first, span.last) for span in found.kept) == KEPT
    assert (found.cuts, found.fps) == (2, "25")
    assert -50 < found.threshold_db < -15
    result = tools.path_of(found.file)
    expected = [frame for span in KEPT for frame in range(span.first, span.last)]
    assert frame_numbers(result) == expected
    assert found.duration_s == pytest.approx(len(expected) / 25)
    assert found.removed_s == pytest.approx((250 - len(expected)) / 25)
    before, after = sound_of(path), sound_of(result)
    place = 0
    for span in KEPT:
        count = span.count * RATE // 25
        was, now = before[span.first * RATE // 25 :][:count], after[place : place + count]
        place += count
        middle = slice(count // 2 - 4000, count // 2 + 4000)
        lags = [float(np.dot(was[middle], now[middle.start + lag : middle.stop + lag])) for lag in range(-60, 61)]
        assert abs(int(np.argmax(lags)) - 60) <= 1
    assert tools.warnings == []
    assert tools.progress == sorted(tools.progress)
    assert {file.name for file in tools.work_dir.iterdir()} <= {"graph.txt"}


def test_sound_alone_is_shortened_too(media: MediaShelf, tools: LocalTools) -> None:
    """Without a picture the grid is a millisecond."""
    found = shortened(talking(media, ending="flac", picture=False), tools)
    assert found.cuts == 2
    assert found.duration_s == pytest.approx(5.4, abs=0.03)
    assert (found.file.suffix, found.width) == (".m4a", 0)


def test_a_film_without_pauses_or_sound_stays_whole(media: MediaShelf, tools: LocalTools) -> None:
    """The picture is copied; of a film that is silent all over nothing is cut, with a warning."""
    tone = shortened(media.video(), tools)
    assert (tone.cuts, tone.removed_s, tone.duration_s) == (0, 0.0, 2.0)
    quiet = media.made(
        "quiet.mp4", "-i", str(media.video_only()), "-f", "lavfi", "-i", "anullsrc", "-shortest", "-c:v", "copy", *AAC
    )
    silent = shortened(quiet, tools)
    assert (silent.cuts, silent.duration_s) == (0, 2.0)
    assert tools.warned == ["all_silent"]


def test_a_film_without_an_audio_track_is_refused(media: MediaShelf, tools: LocalTools) -> None:
    """There is nothing to search."""
    with pytest.raises(JobFailure) as failure:
        shortened(media.video_only(), tools)
    assert failure.value.code is ErrorCode.NO_AUDIO


def test_a_late_soundtrack_and_uneven_frames_stay_together(media: MediaShelf, tools: LocalTools) -> None:
    """A flash and a beep that begin together at 3 s still do; what was silent before is gone."""
    found = shortened(media.clapper(), tools, threshold_db=-40.0)
    (span,) = found.kept
    assert (span.first, span.last) == (72, 83)
    result = tools.path_of(found.file)
    with av.open(str(result)) as container:
        light = [float(frame.to_ndarray(format="gray").mean()) for frame in container.decode(video=0)]
    flash_s = next(number for number, level in enumerate(light) if level > 128) / 25
    loud = np.flatnonzero(np.abs(sound_of(result)) > 0.2)
    assert loud[0] / RATE == pytest.approx(flash_s, abs=0.012)
