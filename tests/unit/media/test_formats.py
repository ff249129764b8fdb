"""Which containers are opened: made by ffmpeg, found by the probe, decoded by ffmpeg under the same list."""

import subprocess
from pathlib import Path

import pytest

from app.core.errors import ErrorCode, JobFailure
from app.media.ffmpeg import find_ffmpeg, input_of, run_ffmpeg
from app.media.file_extensions import extension_of, type_of_media
from app.media.formats import CONTAINERS, FORMATS, mp4_kind
from app.media.probe import examine
from tests.media import MediaShelf

#: What follows a tone of two seconds, and what comes before it; the rest is ffmpeg's choice for the ending.
SOUND = {
    "m4a": ("-c:a", "alac"),
    "mka": ("-c:a", "flac"),
    "weba": ("-c:a", "libopus", "-f", "webm"),
    "wma": (),
    "oga": ("-c:a", "libvorbis"),
    "opus": ("-c:a", "libopus"),
    "mp2": (),
    "aac": (),
    "loas": ("-c:a", "aac", "-f", "latm"),
    "ac3": (),
    "eac3": (),
    "dts": ("-c:a", "dca", "-strict", "-2"),
    "thd": ("-c:a", "truehd", "-strict", "-2", "-f", "truehd"),
    "w64": (),
    "aiff": (),
    "caf": ("-c:a", "adpcm_ima_qt"),
    "au": (),
    "flac": (),
    "tta": (),
    "wv": (),
    "amr": ("-ar", "8000", "-ac", "1", "-c:a", "libopencore_amrnb"),
}
FILM = {
    "3gp": ("-c:v", "h263", "-s", "176x144", "-ar", "8000", "-ac", "1", "-c:a", "libopencore_amrnb"),
    "3g2": ("-c:v", "mpeg4", "-c:a", "aac"),
    "m2ts": ("-c:a", "ac3", "-f", "mpegts", "-mpegts_m2ts_mode", "1"),
    "mpg": ("-f", "vob"),
    "wmv": (),
    "ogv": ("-c:v", "libtheora", "-c:a", "libvorbis"),
    "mxf": ("-c:v", "mpeg2video", "-s", "720x576"),
    "gxf": ("-c:v", "mpeg2video", "-s", "720x576", "-ac", "1"),
    "dv": ("-s", "720x576", "-ac", "2", "-pix_fmt", "yuv420p"),
    "y4m": ("-an",),
    "avi": ("-c:v", "mjpeg"),
}
#: Ending → container, where they differ.
NAMES = {
    "mka": "matroska",
    "weba": "webm",
    "wma": "asf",
    "oga": "ogg",
    "opus": "ogg",
    "mp2": "mp3",
    "thd": "truehd",
    "m2ts": "mpegts",
    "mpg": "mpeg",
    "wmv": "asf",
    "ogv": "ogg",
    "y4m": "yuv4mpegpipe",
}
TONE = ("-f", "lavfi", "-i", "sine=f=440:r=48000:d=2")
PICTURE = ("-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=2")


def of_form(media: MediaShelf, ending: str) -> Path:
    if ending in SOUND:
        return media.made(f"form.{ending}", *TONE, *SOUND[ending])
    return media.made(f"form.{ending}", *PICTURE, *TONE, *FILM[ending])


@pytest.mark.parametrize("ending", [*SOUND, *FILM])
def test_what_phones_macs_and_cameras_write_is_media(ending: str, media: MediaShelf) -> None:
    """Each container is found for what it is, as long as it is, and ffmpeg decodes it without a word of damage."""
    path = of_form(media, ending)
    found = examine(path, max_seconds=60, max_pixels=10**6)
    assert found.media.container == NAMES.get(ending, ending)
    assert found.media.duration_s == pytest.approx(2.0, abs=0.15)
    assert found.missing_s < 1
    assert (found.media.video_codec is not None) == (ending in FILM)
    decode = [*input_of(path), "-f", "null", "-"]
    assert run_ffmpeg(find_ffmpeg(), decode, task="decoding") == ()


@pytest.mark.parametrize("ending", [*SOUND, *FILM])
def test_a_file_is_called_and_typed_by_what_it_is(ending: str, media: MediaShelf) -> None:
    """Its own ending is one of its container's; a foreign one is not believed."""
    found = examine(of_form(media, ending), max_seconds=60, max_pixels=10**6).media
    assert extension_of(found, f"a.{ending}") == f".{ending}"
    assert extension_of(found, "evil.html") not in {"", ".html"}
    kind = type_of_media(found).partition("/")[0]
    assert kind in {"video", "application"} if ending in FILM else kind == "audio"


def test_no_format_that_names_other_files_is_listed() -> None:
    """Playlists, scripts, sessions, numbered pictures, generators: none of them is ever opened."""
    reference = {"hls", "dash", "concat", "concatf", "imf", "image2", "image2pipe", "sdp", "rtsp", "rtp", "lavfi"}
    assert not set(FORMATS.split(",")) & (reference | {"svg_pipe", "webm_dash_manifest", "ffmetadata", "tty", "asx"})
    assert all(container.reason for container in CONTAINERS)


@pytest.mark.parametrize(("ending", "codec"), [("h264", "libx264"), ("gif", "gif"), ("png", "png")])
def test_what_has_no_clock_is_no_media(ending: str, codec: str, media: MediaShelf) -> None:
    """Naked pictures tell no time; they are refused in words."""
    path = media.made(f"bare.{ending}", *PICTURE, "-frames:v", "1", "-c:v", codec)
    with pytest.raises(JobFailure) as failure:
        examine(path, max_seconds=60, max_pixels=10**6)
    assert failure.value.code is ErrorCode.UNSUPPORTED_MEDIA


def test_both_libraries_know_every_container() -> None:
    """A name that a build does not have would be a container that is refused without a reason."""
    from av.format import ContainerFormat

    for name in FORMATS.split(","):
        assert ContainerFormat(name, "r").is_input
    listed = run_and_read("-demuxers")
    assert all(f" {name}" in listed or f",{name}" in listed for name in FORMATS.split(","))


def run_and_read(option: str) -> str:
    return subprocess.run([find_ffmpeg(), "-hide_banner", option], check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize(
    ("brand", "kind"),
    [("isom", "mp4"), ("qt  ", "mov"), ("M4A ", "m4a"), ("3gp4", "3gp"), ("3ge7", "3gp"), ("3g2a", "3g2"), ("", "mp4")],
)
def test_the_brand_tells_the_kind_of_mp4(brand: str, kind: str) -> None:
    """Phones' and Macs' files are mp4 with another name."""
    assert mp4_kind(brand) == kind
