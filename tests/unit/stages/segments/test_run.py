"""Cutting scenes: every frame once, every sample once, whatever the film is like."""

import subprocess
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from app.core.errors import ErrorCode, JobFailure
from app.jobs.scenes import SegmentKind
from app.media.ffmpeg import find_ffmpeg
from app.media.probe import probe
from app.stages.segments.contract import SceneFile, SegmentsInput
from app.stages.segments.run import run
from tests.media import MediaShelf, frame_numbers
from tests.tools import LocalTools

FRAMES = 45
#: Numbers of the first frames: a usual scene, one of a single frame, and one that ends between keyframes of the film.
STARTS = (0, 7, 8, 33)
BOTH: tuple[SegmentKind, ...] = ("proxy", "mezzanine")
UNEVEN = "settb=1/1000,setpts=N*30+if(gt(mod(N\\,7)\\,3)\\,47\\,0)+if(gt(N\\,20)\\,900\\,0)"
AAC = ("-c:a", "aac")


def params_for(tools: LocalTools, film: Path, **values: Any) -> SegmentsInput:
    media = probe(film, max_seconds=1e4, max_pixels=10**8)
    given: dict[str, Any] = {"starts": STARTS, "frames": FRAMES, "kinds": BOTH}
    return SegmentsInput(source=tools.stored(film), media=media, **(given | values))


def cut(folder: Path, film: Path, **values: Any) -> tuple[LocalTools, dict[str, list[SceneFile]]]:
    """Cut a film and return the files by their kind, in order."""
    tools = LocalTools(folder)
    params = params_for(tools, film, **values)
    output = run(params, tools)
    made = [piece for piece in tools.pieces.values() if isinstance(piece, SceneFile)]
    files = {kind: [file for file in made if file.kind == kind] for kind in params.kinds}
    for of_kind in files.values():
        assert [file.index for file in of_kind] == list(range(len(params.starts)))
        assert [file.start_s for file in of_kind[1:]] == [file.end_s for file in of_kind[:-1]]
    assert output.frames == params.frames
    assert tools.progress[-1] == 1
    return tools, files


def numbers(tools: LocalTools, files: Sequence[SceneFile]) -> list[list[int]]:
    return [frame_numbers(tools.path_of(file.file)) for file in files]


def samples(path: Path) -> Any:
    """The sound of a file as it is played [n, channels], by its edit list."""
    command = [find_ffmpeg(), "-v", "error", "-i", path, "-map", "0:a", "-f", "f32le", "-c:a", "pcm_f32le", "-"]
    with av.open(str(path)) as container:
        channels = container.streams.audio[0].channels
    data = subprocess.run(command, check=True, capture_output=True).stdout
    return np.frombuffer(data, "<f4").reshape(-1, channels)


def shown(path: Path) -> tuple[list[Fraction], list[Fraction], Any]:
    """When the pictures of a file are shown, which of them are keyframes, and its first picture."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        packets = [packet for packet in container.demux(stream) if packet.size]
        times = [packet.pts * packet.time_base for packet in packets]
        keys = [packet.pts * packet.time_base for packet in packets if packet.is_keyframe]
        container.seek(0)
        return times, keys, next(container.decode(stream))


@pytest.mark.parametrize(
    ("name", "fps", "filters"),
    [
        ("film.mkv", "24000/1001", "null"),
        ("pal.mp4", "25", "null"),
        ("ntsc.mp4", "30000/1001", "null"),
        ("web.ts", "30", "null"),
        ("fast.mp4", "50", "null"),
        ("uneven.mkv", "30", UNEVEN),
    ],
)
def test_every_frame_is_in_one_file_of_each_kind(
    media: MediaShelf, tmp_path: Path, name: str, fps: str, filters: str
) -> None:
    """At every rate, with B-frames; keyframes of proxies are half a second apart at most; neighbours join in time."""
    codecs = () if name.endswith(".mkv") else AAC
    tools, files = cut(tmp_path, media.barcodes(name, *codecs, fps=fps, filters=filters))
    scenes = [list(range(first, end)) for first, end in pairwise((*STARTS, FRAMES))]
    for kind in BOTH:
        assert numbers(tools, files[kind]) == scenes
        assert [file.frames for file in files[kind]] == [len(scene) for scene in scenes]
    for file in files["proxy"]:
        path = tools.path_of(file.file)
        content = path.read_bytes()
        assert content.index(b"moov") < content.index(b"mdat")
        at_s, keys_s, picture = shown(path)
        assert at_s == sorted(at_s)
        if filters != UNEVEN:  # on the grid of the rate, to the unit
            assert [at - at_s[0] for at in at_s] == [n / Fraction(fps) for n in range(len(at_s))]
        ends_s = [*keys_s, max(at_s)]
        steps = [later - earlier for earlier, later in pairwise(ends_s)]
        longest = max((b - a for a, b in pairwise(at_s)), default=Fraction(0))
        assert max(steps, default=Fraction(0)) <= max(Fraction(1, 2), Fraction(1, 4) + longest)
        assert picture.format.name == "yuv420p"
    if filters != UNEVEN:
        assert [file.end_s for file in files["proxy"]][:3] == pytest.approx(
            [file.start_s for file in files["mezzanine"]][1:], abs=1e-9
        )


def test_the_sound_of_neighbours_is_that_of_the_film(media: MediaShelf, tmp_path: Path) -> None:
    """Samples of mezzanines are those of the film; of proxies as near to them as AAC is, also at joins."""
    film = media.barcodes("joins.mkv", fps="30000/1001")
    tools, files = cut(tmp_path, film)
    whole = samples(film)
    for kind, most in (("mezzanine", 0.0), ("proxy", 0.06)):
        parts = [samples(tools.path_of(file.file)) for file in files[kind]]
        lengths = [round(file.end_s * 48_000) - round(file.start_s * 48_000) for file in files[kind]]
        assert [len(part) for part in parts] == lengths
        joined = np.concatenate(parts)
        beginning, end = 3000, len(whole) - 3000  # where the tones begin and end suddenly, an encoder is less exact
        assert float(np.abs(joined[: len(whole)] - whole)[beginning:end].max()) <= most
    streams = [shown_sound(tools.path_of(files[kind][0].file)) for kind in BOTH]
    assert streams == [("aac", 48_000, 2), ("pcm_s16le", 48_000, 2)]


def shown_sound(path: Path) -> tuple[str, int, int]:
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        return stream.codec_context.name, stream.rate, stream.channels


def test_a_run_after_a_crash_continues_with_the_first_missing_file_of_each_kind(
    media: MediaShelf, tmp_path: Path
) -> None:
    """The frames and samples are those of one run, also where the kinds had come to different scenes."""
    film = media.barcodes("resumed.mkv", fps="24000/1001")
    tools, files = cut(tmp_path / "whole", film)
    done = (files["proxy"][0], files["mezzanine"][0], files["proxy"][1])
    again = LocalTools(tmp_path / "again")
    params = params_for(again, film, done=done)
    for file in done:
        again.blobs.keep(_copied(tools.path_of(file.file), again.work_dir / "copy"), file.file.suffix)
    run(params, again)
    assert sorted(again.pieces) == list(range(3, 8))
    for kind, missing in (("proxy", 2), ("mezzanine", 1)):
        made = [piece for piece in again.pieces.values() if isinstance(piece, SceneFile) and piece.kind == kind]
        assert [file.model_copy(update={"file": None}) for file in made] == [
            file.model_copy(update={"file": None}) for file in files[kind][missing:]
        ]
        assert numbers(again, made) == numbers(tools, files[kind][missing:])
        for one, other in zip(made, files[kind][missing:], strict=True):
            new, old = samples(again.path_of(one.file)), samples(tools.path_of(other.file))
            assert len(new) == len(old)
            assert float(np.abs(new - old)[:-2048].max(initial=0)) <= (0.06 if kind == "proxy" else 0.0)
    everything = params.model_copy(update={"done": (*files["proxy"], *files["mezzanine"])})
    idle = LocalTools(tmp_path / "idle")
    assert run(everything, idle).scenes == 4
    assert not idle.pieces


def _copied(path: Path, target: Path) -> Path:
    target.write_bytes(path.read_bytes())
    return target


@pytest.mark.parametrize(
    ("form", "codec", "pixels"), [("prores", "prores", "yuv422p10le"), ("dnxhr", "dnxhd", "yuv422p")]
)
def test_mezzanines_for_editors(media: MediaShelf, tmp_path: Path, form: str, codec: str, pixels: str) -> None:
    """In the codec that is set; no proxies are made where none are wanted. The smallest DNxHR is 256×120."""
    film = media.barcodes("editors.mp4", *AAC, frames=20, filters="scale=256:144:flags=neighbor")
    tools, files = cut(tmp_path, film, kinds=("mezzanine",), mezzanine_format=form, starts=(0, 9), frames=20)
    assert numbers(tools, files["mezzanine"]) == [list(range(9)), list(range(9, 20))]
    with av.open(str(tools.path_of(files["mezzanine"][1].file))) as container:
        context = container.streams.video[0].codec_context
        assert (context.name, context.pix_fmt) == (codec, pixels)


def test_hdr_is_shown_on_any_screen_by_proxies_and_kept_by_mezzanines(media: MediaShelf, tmp_path: Path) -> None:
    tags = "setparams=range=tv:color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc"
    codec = ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none")
    film = media.barcodes("hdr.mp4", *codec, *AAC, frames=20, filters=f"format=yuv420p10le,{tags}")
    tools, files = cut(tmp_path, film, starts=(0, 9), frames=20)
    _, _, small = shown(tools.path_of(files["proxy"][1].file))
    at_s, _, large = shown(tools.path_of(files["mezzanine"][1].file))
    assert len(at_s) == 11
    assert (small.format.name, int(small.color_trc), int(small.colorspace)) == ("yuv420p", 1, 1)
    assert (large.format.name, int(large.color_trc), int(large.colorspace)) == ("yuv420p10le", 16, 9)


def test_fields_stay_in_mezzanines_and_sizes_become_even(media: MediaShelf, tmp_path: Path) -> None:
    """A proxy has none, and is never larger than the film."""
    fields = media.barcodes("fields.mkv", "-flags", "+ilme+ildct", "-x264-params", "tff=1", frames=20)
    odd = media.barcodes("odd.mkv", "-c:v", "ffv1", frames=20, filters="scale=129:73:flags=neighbor", sound_s=0)
    for film, size, interlaced in ((fields, (128, 72), True), (odd, (130, 74), False)):
        tools, files = cut(tmp_path / film.stem, film, starts=(0, 9), frames=20)
        for kind in BOTH:
            assert numbers(tools, files[kind]) == [list(range(9)), list(range(9, 20))]
        _, _, small = shown(tools.path_of(files["proxy"][1].file))
        _, _, large = shown(tools.path_of(files["mezzanine"][1].file))
        assert (small.width, small.height, bool(small.interlaced_frame)) == (128, 72, False)
        assert (large.width, large.height, bool(large.interlaced_frame)) == (*size, interlaced)


def test_sound_that_ends_elsewhere_than_the_picture(media: MediaShelf, tmp_path: Path) -> None:
    """It is silent where it ends early; what follows the last picture belongs to the last scene, which shows it."""
    for sound_s, ends_s in ((0.6, 1.0), (2.0, 2.0)):
        film = media.barcodes(f"sound-{sound_s}.mkv", frames=25, sound_s=sound_s)
        tools, files = cut(tmp_path / str(sound_s), film, starts=(0, 20), frames=25)
        for kind in BOTH:
            assert files[kind][1].end_s == pytest.approx(ends_s, abs=0.002)
            joined = np.concatenate([samples(tools.path_of(file.file)) for file in files[kind]])
            assert len(joined) == pytest.approx(round(ends_s * 48_000), abs=100)
            assert float(np.abs(joined[round(sound_s * 48_000) + 2048 :]).max(initial=0)) < 0.01


def test_nothing_is_begun_that_does_not_fit_on_the_disk(media: MediaShelf, tmp_path: Path) -> None:
    """It waits without spending a retry. Sound alone has no scenes."""
    tools = LocalTools(tmp_path)
    params = params_for(tools, media.barcodes("pal.mp4", *AAC), reserve_bytes=10**18)
    with pytest.raises(JobFailure, match="MEZZANINE=on_demand") as refused:
        run(params, tools)
    assert (refused.value.code, refused.value.counts) == (ErrorCode.DISK_FULL, False)
    nothing = run(params.model_copy(update={"starts": (), "frames": 0}), tools)
    assert (nothing.scenes, tools.pieces) == (0, {})


class BrokenTools(LocalTools):
    """Tools with an ffmpeg that fails at once."""

    @property
    def ffmpeg(self) -> Path:
        path = self.folder / "ffmpeg"
        path.write_text("#!/bin/sh\necho No space left on device >&2\nexit 1\n")
        path.chmod(0o700)
        return path


def test_a_failure_of_the_encoder_is_reported_as_such(media: MediaShelf, tmp_path: Path) -> None:
    """Not as a pipe that ended, and what it has not completed is no scene."""
    tools = BrokenTools(tmp_path)
    with pytest.raises(JobFailure) as failed:
        run(params_for(tools, media.barcodes("pal.mp4", *AAC)), tools)
    assert failed.value.code is ErrorCode.DISK_FULL
    assert not tools.pieces
