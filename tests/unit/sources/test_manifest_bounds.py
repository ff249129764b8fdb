"""What a manifest stands for is counted without being written out, and what is endless is refused."""

from pathlib import Path
from typing import Any

import pytest
from yt_dlp import YoutubeDL

from app.core.errors import ErrorCode, JobFailure
from app.sources.manifest_bounds import MAX_FRAGMENTS, fragment_count, refuse_endless
from app.sources.ytdlp_setup import Requests, options
from tests.servers import Site

#: Timeline below the set, a template of the representation's own, and a period that is cut by length.
DASH = """<?xml version="1.0"?>
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT10M">
 <Period>
  <AdaptationSet mimeType="video/mp4">
   <SegmentTemplate timescale="1000" media="$Number$.m4s">
    <SegmentTimeline>{timeline}</SegmentTimeline></SegmentTemplate>
   <Representation id="a" bandwidth="1"/><Representation id="b" bandwidth="2"/>
  </AdaptationSet>
  <AdaptationSet mimeType="audio/mp4">
   <SegmentTemplate timescale="1000" duration="{each}" media="$Number$.m4s"/><Representation id="c" bandwidth="3"/>
  </AdaptationSet>
 </Period>
</MPD>"""
SMOOTH = """<SmoothStreamingMedia Duration="100"><StreamIndex Type="video" Url="{bitrate}/{start time}">
<QualityLevel Bitrate="1000" FourCC="H264"/><QualityLevel Bitrate="2000" FourCC="H264"/>
<c d="2" r="%s"/><c d="2"/></StreamIndex></SmoothStreamingMedia>"""


def dash(timeline: str = '<S t="0" d="2000" r="2"/><S d="1000"/>', each: str = "4000") -> bytes:
    return DASH.format(timeline=timeline, each=each).encode()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(dash(), 2 * 4 + 150, id="a timeline in two qualities and a film cut by length"),
        pytest.param(dash('<S d="1" r="100000000"/>'), 2 * 100_000_001 + 150, id="a repeat without end"),
        pytest.param(dash(each="0.0001"), 2 * 4 + 6_000_000_000, id="segments of no length"),
        pytest.param(dash(each="0"), 2 * 4, id="a length of nothing is none"),
        pytest.param(dash('<S d="1" r="-1"/>'), 2 + 150, id="a repeat to the end is not written out"),
        pytest.param(dash('<S d="1" r="many"/>'), 2 + 150, id="what is no number"),
        pytest.param((SMOOTH % "50000000").encode(), 2 * 50_000_001, id="Smooth Streaming"),
        pytest.param(b"#EXTM3U\n" + b"#EXTINF:1,\na.ts\n" * 7, 7, id="HLS"),
        pytest.param(b"<html>MPD</html>", 0, id="another page"),
        pytest.param(b"<MPD", 0, id="a broken one"),
        pytest.param(b"", 0, id="nothing"),
    ],
)
def test_fragments_are_counted(content: bytes, expected: int) -> None:
    """As the formats define them, whatever the number."""
    assert fragment_count(content) == expected


def test_too_many_are_refused_with_the_number() -> None:
    """`too_large`, which no retry helps."""
    with pytest.raises(JobFailure) as caught:
        refuse_endless(dash('<S d="1" r="100000000"/>'))
    assert caught.value.code is ErrorCode.TOO_LARGE
    assert not caught.value.retryable
    assert "200,000,152 fragments" in caught.value.message


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(dash('<S d="1" r="100000000"/>'), id="dash"),
        pytest.param((SMOOTH % "50000000").encode(), id="smooth"),
        pytest.param(b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n" + b"#EXTINF:1,\na\n" * (MAX_FRAGMENTS + 1), id="hls"),
    ],
)
def test_ytdlp_never_writes_out_an_endless_list(tmp_path: Path, site: Site, content: bytes) -> None:
    """Through the generic extractor, which reads the first bytes of a page and then the rest."""
    suffix = ".mpd" if b"MPD" in content else ".ism" if b"Smooth" in content else ".m3u8"
    kinds = {".mpd": "application/dash+xml", ".ism": "application/vnd.ms-sstr+xml", ".m3u8": "application/x-mpegurl"}
    url = site.add(f"/film{suffix}", body=content, headers={"Content-Type": kinds[suffix]})
    with YoutubeDL(options(tmp_path, print, 2)) as ydl:
        requests = Requests(ydl)
        with pytest.raises(JobFailure) as caught:
            info: Any = ydl.extract_info(url, download=False)
            ydl.dl(str(tmp_path / "film"), info)
        requests.hang_up()
    assert caught.value.code is ErrorCode.TOO_LARGE
