"""Manifests of some hundred bytes that stand for films of any length: refused before a list of them is made."""

from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.server import Server
from tests.servers import Site

pytestmark = pytest.mark.slow

DASH = b"""<?xml version="1.0"?>
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT9M">
<Period><AdaptationSet mimeType="video/mp4"><SegmentTemplate media="$Number$.m4s" timescale="1"><SegmentTimeline>
<S t="0" d="1" r="100000000"/></SegmentTimeline></SegmentTemplate><Representation id="a" bandwidth="1"/>
</AdaptationSet></Period></MPD>"""


def test_a_manifest_of_a_hundred_million_fragments_is_refused(tmp_path: Path, site: Site) -> None:
    """As `too_large`, at the first try; the processes of the job stay small."""
    url = site.add("/film.mpd", body=DASH, headers={"Content-Type": "application/dash+xml"})
    largest = 0
    with Server(tmp_path) as server:
        job = server.submit("audio_extraction", youtube_url=url)
        with server.client() as client:
            while (now := client.get(f"/api/v1/jobs/{job['id']}").json())["status"] not in ("failed", "completed"):
                for pid in server.children():
                    with suppress(psutil.NoSuchProcess):
                        largest = max(largest, psutil.Process(pid).memory_info().rss)
    assert (now["status"], now["attempt"], now["error"]["code"]) == ("failed", 1, "too_large")
    assert "100,000,001 fragments" in now["error"]["message"]
    assert largest < 600_000_000
