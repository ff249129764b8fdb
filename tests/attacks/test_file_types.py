"""Files under false names: what the server sends back is typed and named by what was found in them."""

from pathlib import Path

import pytest

from tests.media import MediaShelf
from tests.server import Server

pytestmark = pytest.mark.slow
NAMES = ("evil.html", "evil.svg", "evil.xml", "evil.js", "evil.mp4.htm", "evil")


def test_a_film_that_calls_itself_a_page_is_sent_as_a_film(tmp_path: Path, media: MediaShelf) -> None:
    """As a download and for a player alike."""
    with Server(tmp_path) as server, server.client() as client:
        for name in NAMES:
            video = client.post(
                "/api/v1/videos",
                params={"filename": name},
                content=media.video().read_bytes(),
                headers={"Content-Type": "application/octet-stream"},
            ).json()
            job = server.ended(server.submit("audio_extraction", video_id=video["video_id"])["id"])
            (source,) = [artifact for artifact in job["artifacts"] if artifact["kind"] == "source"]
            assert (source["media_type"], source["filename"]) == ("video/mp4", f"{name}.mp4")
            for inline in ("false", "true"):
                answer = client.get(source["url"], params={"inline": inline})
                assert answer.headers["content-type"] == "video/mp4"
                assert answer.headers["x-content-type-options"] == "nosniff"
                assert f'filename="{name}.mp4"' in answer.headers["content-disposition"]
