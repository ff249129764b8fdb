"""Listing what a link has, whatever it is, for feeds."""

from pathlib import Path

import pytest

from app.core.errors import ErrorCode, JobFailure
from app.stages.asides.feed import run as feed
from app.stages.asides.feed.contract import FeedInput, FeedOutput
from tests.media import MediaShelf
from tests.servers import Site
from tests.tools import LocalTools

RSS = (
    "<rss version='2.0'><channel><title>Talks</title>"
    "{}<item><title>Two</title><guid>2</guid><enclosure url='/2.mp3' type='audio/mpeg'/></item>"
    "<item><title>One</title><guid>1</guid><enclosure url='/1.mp3' type='audio/mpeg'/></item></channel></rss>"
)


def listed(url: str, folder: Path, limit: int = 50, **values: object) -> FeedOutput:
    params = FeedInput(url=url, limit=limit, **{"allow_private_networks": True} | values)
    return feed.run(params, LocalTools(folder))


def test_a_podcast_is_known_by_its_document_whatever_its_type(site: Site, tmp_path: Path) -> None:
    """Also behind a redirect; relative links are those of where it was found, and no episode is fetched."""
    site.add("/deep/feed", body=RSS.format("").encode(), headers={"Content-Type": "text/html"})
    found = listed(site.add_redirect("/feed", "/deep/feed"), tmp_path)
    assert (found.kind, found.title) == ("podcast", "Talks")
    assert [(one.url, one.title) for one in found.items] == [(site.url("/2.mp3"), "Two"), (site.url("/1.mp3"), "One")]
    assert {hit.path for hit in site.hits} == {"/feed", "/deep/feed"}


def test_an_empty_podcast_is_a_list_of_none(site: Site, tmp_path: Path) -> None:
    """It may have its first episode tomorrow."""
    url = site.add("/feed", body=b"<rss version='2.0'><channel><title>Soon</title></channel></rss>")
    assert listed(url, tmp_path) == FeedOutput(kind="podcast", title="Soon", items=())


def test_a_page_of_videos_is_a_playlist(site: Site, media: MediaShelf, tmp_path: Path) -> None:
    """As yt-dlp lists it."""
    for name in "ab":
        site.add_file(f"/{name}.mp4", media.video())
    url = site.add(
        "/page", body=b'<html><title>x</title><video src="/a.mp4"></video><video src="/b.mp4"></video></html>'
    )
    found = listed(url, tmp_path)
    assert (found.kind, [one.url for one in found.items]) == ("playlist", [site.url("/a.mp4"), site.url("/b.mp4")])
    assert len({one.identity for one in found.items}) == 2


def test_private_addresses_are_refused(site: Site, tmp_path: Path) -> None:
    """Before a byte is sent."""
    url = site.add("/feed", body=RSS.format("").encode())
    with pytest.raises(JobFailure) as failure:
        listed(url, tmp_path, allow_private_networks=False)
    assert failure.value.code is ErrorCode.BLOCKED_ADDRESS
    assert site.hits == []


def test_a_redirect_to_a_private_address_is_not_followed(site: Site, tmp_path: Path) -> None:
    """The site itself is allowed; where it leads to is judged as every address is."""
    url = site.add_redirect("/feed", "http://10.0.0.1/feed")
    with pytest.raises(JobFailure) as failure:
        listed(url, tmp_path, allow_private_networks=False, allowed_private_hosts=(f"127.0.0.1:{site.port}",))
    assert failure.value.code is ErrorCode.BLOCKED_ADDRESS


@pytest.mark.parametrize("status", [200, 204, 304, 500])
def test_an_answer_without_a_document_is_no_empty_list(site: Site, tmp_path: Path, status: int) -> None:
    """A cache that says that nothing has changed states none; else the next list would be all new."""
    with pytest.raises(JobFailure):
        listed(site.add("/feed", status=status), tmp_path)


def test_an_empty_playlist_is_a_list_of_none(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, media: MediaShelf
) -> None:
    """It may get its first video tomorrow; a page that is none, or of nothing that is played, is refused."""
    entries: list[dict[str, object]] = []
    info = {"_type": "playlist", "title": "Soon", "entries": entries}
    monkeypatch.setattr("yt_dlp.YoutubeDL.extract_info", lambda *_, **__: info)
    url = site.add("/list", body=b"<html></html>")
    assert listed(url, tmp_path) == FeedOutput(kind="playlist", title="Soon", items=())
    entries.append({"title": "private"})
    with pytest.raises(JobFailure, match="no playlist"):
        listed(url, tmp_path)


def test_an_endless_document_is_refused(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its limit; what is missing says that the site has it not."""
    monkeypatch.setattr("app.sources.ytdlp.MAX_DOCUMENT_BYTES", 1_000_000)
    url = site.add("/feed", body=RSS.format(f"<description>{'x' * 1_100_000}</description>").encode())
    with pytest.raises(JobFailure, match="more than 1 MB") as failure:
        listed(url, tmp_path)
    assert failure.value.code is ErrorCode.TOO_LARGE
    with pytest.raises(JobFailure) as missing:
        listed(site.url("/nothing"), tmp_path)
    assert missing.value.code is ErrorCode.SOURCE_UNAVAILABLE
