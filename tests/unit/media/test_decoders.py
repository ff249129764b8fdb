"""Which decoders may run, in ffmpeg and in PyAV."""

import subprocess

import av
import pytest

from app.core.errors import ErrorCode, JobFailure
from app.media.decoders import DECODERS
from app.media.ffmpeg import find_ffmpeg, input_of, run_ffmpeg
from app.media.picture_track import opened
from app.media.probe import examine
from tests.media import AAC, MediaShelf

PICTURE = ("-f", "lavfi", "-i", "testsrc2=s=64x36:r=5:d=1")
TONE = ("-f", "lavfi", "-i", "sine=d=1")


def test_the_libraries_have_every_decoder_of_the_list() -> None:
    """A name that neither build knows allows nothing, and nobody would notice."""
    listed = subprocess.run([find_ffmpeg(), "-hide_banner", "-decoders"], check=True, capture_output=True, text=True)
    known = {line.split()[1] for line in listed.stdout.splitlines() if len(line.split()) > 1}
    assert known >= DECODERS
    assert av.codecs_available >= DECODERS


def test_a_picture_of_a_decoder_that_is_not_listed_is_not_decoded(media: MediaShelf) -> None:
    """Neither by ffmpeg nor by PyAV, and the probe refuses the file in words."""
    path = media.made("unlisted.mkv", *PICTURE, "-c:v", "magicyuv")
    with pytest.raises(JobFailure) as refused:
        run_ffmpeg(find_ffmpeg(), [*input_of(path), "-f", "null", "-"], task="decoding")
    assert refused.value.code is ErrorCode.UNSUPPORTED_MEDIA
    with opened(path) as container, pytest.raises(av.error.FFmpegError):
        next(container.decode(video=0))
    with pytest.raises(JobFailure) as failure:
        examine(path, max_seconds=60, max_pixels=10**6)
    assert failure.value.code is ErrorCode.UNSUPPORTED_MEDIA
    assert "magicyuv" in failure.value.message


def test_sound_beside_such_a_picture_is_heard(media: MediaShelf) -> None:
    """The file is then sound alone; that the other stream is not looked into is no damage."""
    path = media.made("half-listed.mkv", *PICTURE, *TONE, "-c:v", "magicyuv", *AAC)
    found = examine(path, max_seconds=60, max_pixels=10**6).media
    assert (found.video_codec, found.audio_codec) == (None, "aac")
    assert run_ffmpeg(find_ffmpeg(), [*input_of(path), "-map", "0:a", "-f", "null", "-"], task="decoding") == ()


def test_subtitles_are_no_reason_for_a_word(media: MediaShelf) -> None:
    """Their decoders are not on the list, as nothing is made of them."""
    subtitles = media.written("lines.srt", b"1\n00:00:00,000 --> 00:00:01,000\nHello\n")
    path = media.made("titled.mkv", *PICTURE, *TONE, "-i", str(subtitles), *AAC, "-c:s", "ass")
    assert run_ffmpeg(find_ffmpeg(), [*input_of(path), "-map", "0:a", "-f", "null", "-"], task="decoding") == ()
    assert examine(path, max_seconds=60, max_pixels=10**6).media.streams == 3
