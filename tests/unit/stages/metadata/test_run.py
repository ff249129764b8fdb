"""Stage `metadata`: what was written into made media is what it states."""

from pathlib import Path

import pytest

from app.api.v1.schemas.videos import MetadataView
from app.jobs.media_metadata import MediaMetadata, StreamColour, StreamFacts
from app.media.ffmpeg import MOST_PIXELS
from app.media.probe import examine, probe
from app.stages.metadata.contract import MetadataInput
from app.stages.metadata.run import run
from tests.media import AAC, X264, MediaShelf
from tests.tools import LocalTools

PICTURE = ("-f", "lavfi", "-i", "testsrc2=s=160x90:r=25:d=1")
X265 = ("-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le")
PLACE = "+48.8577+002.2950/"


@pytest.fixture
def tools(tmp_path: Path) -> LocalTools:
    return LocalTools(tmp_path)


def stated(path: Path, tools: LocalTools, *, include_location: bool = False) -> MediaMetadata:
    """The output for a file that was fetched."""
    probed = examine(path, max_seconds=1e6, max_pixels=MOST_PIXELS)
    source = tools.stored(path)
    found = MetadataInput(
        source=source, media=probed.media, chapters=probed.chapters, include_location=include_location
    )
    return run(found, tools).metadata


def picture_of(metadata: MediaMetadata) -> StreamFacts:
    return next(stream for stream in metadata.streams if stream.kind == "video")


def hevc(media: MediaShelf, name: str, colours: str) -> Path:
    return media.made(name, *PICTURE, *X265, "-x265-params", f"log-level=none:range=limited:{colours}")


def test_hdr_films_state_depth_colours_and_kind(media: MediaShelf, tools: LocalTools) -> None:
    """PQ with and without the data of its mastering screen, HLG, Dolby Vision; ten bits without HDR are none."""
    wide = "colorprim=bt2020:colormatrix=bt2020nc"
    screen = "master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1):max-cll=1000,400"
    hdr10 = picture_of(stated(hevc(media, "hdr10.mp4", f"{wide}:transfer=smpte2084:hdr10=1:{screen}"), tools))
    assert (hdr10.codec, hdr10.profile, hdr10.pix_fmt, hdr10.bit_depth) == ("hevc", "Main 10", "yuv420p10le", 10)
    assert hdr10.color == StreamColour(range="tv", space="bt2020nc", transfer="smpte2084", primaries="bt2020")
    films = {
        "hdr10": hdr10,
        "pq": picture_of(stated(hevc(media, "pq.mp4", f"{wide}:transfer=smpte2084"), tools)),
        "hlg": picture_of(stated(hevc(media, "hlg.mkv", f"{wide}:transfer=arib-std-b67"), tools)),
        "dolby_vision": picture_of(stated(media.dolby(), tools)),
    }
    assert {kind: (film.hdr, film.hdr_format) for kind, film in films.items()} == {kind: (True, kind) for kind in films}
    standard = picture_of(stated(hevc(media, "sdr.mp4", f"{screen}:transfer=bt709:colorprim=bt709"), tools))
    assert (standard.hdr, standard.hdr_format, standard.bit_depth) == (False, None, 10)


def test_interlaced_is_what_the_frames_show(media: MediaShelf, tools: LocalTools) -> None:
    """Flagged frames, and woven ones that nothing flags; not a header's word, stripes or noise that move."""
    moving, fractal = "testsrc2=s=640x360:r=50:d=0.6", "mandelbrot=s=480x270:r=48,trim=duration=0.6"
    woven = {
        "flagged": media.interlaced(f"{moving}[v]"),
        "top first": media.made_of("woven.mkv", f"{moving},tinterlace=interleave_top[v]"),
        "bottom first": media.made_of("bottom.mkv", f"{fractal},tinterlace=interleave_bottom[v]"),
        "telecined": media.made_of("telecined.mkv", f"{fractal},fps=24,telecine[v]", fps="30"),
    }
    tagged = ("-f", "lavfi", "-i", f"{moving},fps=25,setfield=tff", *X264, "-field_order", "tt")
    whole = {
        "in a header alone": media.made("header.mkv", *tagged),
        "small": media.made_of("small.mkv", "testsrc2=s=160x90:r=50:d=0.6[v]", fps="50"),
        "noise": media.made_of("noise.mkv", f"{moving},fps=25,scale=320:180,noise=alls=40:allf=t[v]"),
        "moving up": media.made_of("scroll.mkv", "testsrc=s=320x180:r=25:d=0.6,scroll=v=0.01[v]"),
        "stripes": media.made_of("stripes.mkv", "nullsrc=s=320x180:d=0.6,geq=lum='255*mod(Y+N,2)':cb=128:cr=128[v]"),
    }
    found = {name: picture_of(stated(path, tools)).interlaced for name, path in (woven | whole).items()}
    assert found == dict.fromkeys(woven, True) | dict.fromkeys(whole, False)


def test_every_stream_of_a_file_is_stated(media: MediaShelf, tools: LocalTools) -> None:
    """Picture, two languages of sound, subtitles, an attached file; with the title, the default and the chapters."""
    subtitles = media.written("lines.srt", b"1\n00:00:00,000 --> 00:00:00,500\nHello\n")
    chapters = media.written(
        "chapters.txt",
        b";FFMETADATA1\ntitle=A film\nartist=Ann\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=500\ntitle=One\n"
        b"[CHAPTER]\nTIMEBASE=1/1000\nSTART=500\nEND=1000\ntitle=Two\n",
    )
    inputs = (
        "-f",
        "lavfi",
        "-i",
        "color=s=160x90:d=1",
        "-f",
        "lavfi",
        "-i",
        "sine=r=48000:d=1",
        "-i",
        str(subtitles),
        "-i",
        str(chapters),
    )
    maps = ("-map", "0", "-map", "1", "-map", "1", "-map", "2", "-map_metadata", "3", "-map_chapters", "3")
    codecs = "-r 24000/1001 -c:a:0 flac -sample_fmt:a:0 s32 -c:a:1 aac -ac:a:1 2 -c:s srt".split()
    tongues = ("-metadata:s:a:0", "language=ger", "-metadata:s:a:1", "language=eng", "-metadata:s:s", "language=fre")
    marks = ("-metadata:s:a:1", "title=Comments", "-disposition:a:0", "0", "-disposition:a:1", "default")
    attached = ("-attach", str(subtitles), "-metadata:s:t", "mimetype=text/plain")
    path = media.made("all.mkv", *inputs, *maps, *X264, *codecs, *tongues, *marks, *attached)
    found = stated(path, tools)
    picture, german, english, lines, file = found.streams
    assert [stream.kind for stream in found.streams] == ["video", "audio", "audio", "subtitle", "attachment"]
    assert [stream.codec for stream in found.streams] == ["h264", "flac", "aac", "subrip", "plain"]
    assert (picture.width, picture.height, picture.fps, picture.fps_exact) == (160, 90, 23.976, "24000/1001")
    assert picture.bit_depth == 8
    assert (picture.hdr, picture.interlaced, picture.rotation) == (False, False, 0)
    assert (german.language, german.default, german.bit_depth, german.channels) == ("ger", False, 24, 1)
    assert (english.language, english.default, english.bit_depth, english.channels) == ("eng", True, None, 2)
    assert (english.title, english.sample_rate, lines.language) == ("Comments", 48000, "fre")
    assert (file.width, file.sample_rate, file.fps, file.language) == (None, None, None, None)
    assert [(c.start, c.end, c.title) for c in found.chapters] == [(0.0, 0.5, "One"), (0.5, 1.0, "Two")]
    assert MetadataView.model_validate(found.model_dump(mode="json")).tags == found.tags  # as the API describes it
    assert (found.container, found.tags) == ("matroska", {"title": "A film", "artist": "Ann"})


def test_rotation_is_that_of_the_picture_and_sizes_are_as_coded(media: MediaShelf, tools: LocalTools) -> None:
    """Degrees clockwise, beside the size before them."""
    for degrees, clockwise in (("90", 270), ("180", 180), ("-90", 90)):
        picture = picture_of(stated(media.turned(media.video(), degrees), tools))
        assert (picture.rotation, picture.width, picture.height) == (clockwise, 160, 90)


def test_a_cover_is_no_film(media: MediaShelf, tools: LocalTools) -> None:
    """It is a stream of its own, and said to be a cover; sound without a picture is stated whole."""
    found = stated(media.mp3(), tools)
    assert [(stream.kind, stream.attached_picture) for stream in found.streams] == [("audio", False), ("video", True)]
    assert (found.streams[1].codec, found.streams[1].interlaced, found.streams[1].hdr) == ("mjpeg", False, False)
    assert (found.container, found.streams[0].channels, round(found.duration)) == ("mp3", 2, 2)
    assert stated(media.wav(), tools).streams[0].bit_depth == 16


def test_places_are_left_out_unless_they_are_wanted(media: MediaShelf, tools: LocalTools) -> None:
    """Under every name that cameras use, in comments and titles too; what else was written stays."""
    names = ("location", "com.apple.quicktime.location.ISO6709", "GPSLatitude")
    places = [part for name in names for part in ("-metadata", f"{name}={PLACE}")]
    plain = ("-metadata", "com.apple.quicktime.make=Apple", "-metadata", "comment=12.5 of 30")
    when = ("-metadata", "creation_time=2024-05-06T09:08:09+02:00")
    titled = ("-metadata:s:v", f"title=at {PLACE}", "-metadata", "description=GPS: 48.85770, 2.29500")
    options = ("-movflags", "use_metadata_tags", *places, *plain, *when, *titled)
    film = media.made("phone.mov", "-i", str(media.video()), "-c", "copy", *options)
    found = stated(film, tools)
    assert found.tags == {"com.apple.quicktime.make": "Apple", "comment": "12.5 of 30"}
    assert "48.8" not in found.model_dump_json()
    assert found.creation_time == "2024-05-06T07:08:09Z"
    with_places = stated(film, tools, include_location=True).tags
    assert {with_places[name] for name in names} == {PLACE}


def test_damaged_frames_leave_the_headers(media: MediaShelf, tools: LocalTools) -> None:
    """A film whose pictures are all overwritten is still described."""
    path = media.video(seconds=4, ending="mkv")
    content = bytearray(path.read_bytes())
    start, probed = len(content) // 8, examine(path, max_seconds=1e6, max_pixels=MOST_PIXELS)
    content[start:] = bytes(n * 37 % 251 for n in range(len(content) - start))
    broken = media.written("broken.mkv", bytes(content))
    found = run(MetadataInput(source=tools.stored(broken), media=probed.media), tools).metadata
    assert [(stream.kind, stream.codec) for stream in found.streams] == [("video", "h264"), ("audio", "aac")]
    assert picture_of(found).pix_fmt == "yuv420p"


def test_sound_of_a_film_is_stated_in_ogg_with_its_tags(media: MediaShelf, tools: LocalTools) -> None:
    """There the tags belong to the stream."""
    sound = ("-f", "lavfi", "-i", "sine=d=1", "-c:a", "libopus", "-metadata", "title=A tone", "-metadata", "artist=Bob")
    assert stated(media.made("tone.opus", *sound), tools).tags == {"title": "A tone", "artist": "Bob"}
    assert stated(media.made("tone.m4a", *sound[:4], *AAC), tools).streams[0].bit_depth is None


def test_the_sound_is_measured_where_findings_need_it(media: MediaShelf, tools: LocalTools) -> None:
    """The track that is used for everything else, on the film's clock; not for jobs without findings."""
    path = media.two_tracks()
    params = MetadataInput(source=tools.stored(path), media=probe(path, max_seconds=100, max_pixels=10**6), sound=True)
    sound = run(params, tools).sound
    assert sound is not None
    assert sound.integrated_lufs is not None  # the other track is silent
    assert tools.progress == sorted(tools.progress)
    assert tools.progress[-1] == 1
    assert run(params.model_copy(update={"sound": False}), tools).sound is None
