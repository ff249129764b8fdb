"""Listing what a playlist has, so that each entry can become a job."""

from pathlib import Path

import pytest

from app.core.errors import ErrorCode, JobFailure
from app.stages.asides.playlist import run as playlist
from app.stages.asides.playlist.contract import PlaylistInput, PlaylistOutput
from tests.media import MediaShelf
from tests.servers import Site
from tests.tools import LocalTools


def feed(site: Site, count: int) -> str:
    """An RSS feed of videos, as podcasts have it."""
    items = "".join(
        f"<item><title>Part {n}</title><link>{site.url(f'/part-{n}.mp4')}</link>"
        f'<enclosure url="{site.url(f"/part-{n}.mp4")}" type="video/mp4"/></item>'
        for n in range(count)
    )
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>A course</title>{items}</channel></rss>'
    return site.add("/feed.xml", body=body.encode(), headers={"Content-Type": "application/rss+xml"})


def listed(url: str, folder: Path, limit: int = 50) -> PlaylistOutput:
    return playlist.run(PlaylistInput(url=url, limit=limit, allow_private_networks=True), LocalTools(folder))


def test_entries_are_listed_without_being_fetched(site: Site, tmp_path: Path) -> None:
    """Title and address of each, in order; no entry's own page is asked for."""
    found = listed(feed(site, 3), tmp_path)
    assert found.title == "A course"
    assert [(row.url, row.title) for row in found.entries] == [
        (site.url(f"/part-{n}.mp4"), f"Part {n}") for n in range(3)
    ]
    assert {hit.path for hit in site.hits} == {"/feed.xml"}


def test_the_limit_holds(site: Site, tmp_path: Path) -> None:
    """A list of thousands is not read to its end."""
    assert len(listed(feed(site, 30), tmp_path, limit=4).entries) == 4


def test_a_single_video_is_a_list_of_one(site: Site, media: MediaShelf, tmp_path: Path) -> None:
    """So the caller need not know beforehand what an address is."""
    found = listed(site.add_file("/film.mp4", media.video()), tmp_path)
    assert [row.url for row in found.entries] == [site.url("/film.mp4")]


def test_videos_of_one_page_can_be_posted(site: Site, media: MediaShelf, tmp_path: Path) -> None:
    """What a page with several players lists are its media, each good for a job of its own."""
    for name in "abc":
        site.add_file(f"/{name}.mp4", media.video())
    videos = "".join(f'<video src="/{name}.mp4"></video>' for name in "abc")
    url = site.add("/page", body=f"<html><title>x</title>{videos}</html>".encode())
    assert [row.url for row in listed(url, tmp_path).entries] == [site.url(f"/{name}.mp4") for name in "abc"]


def test_entries_that_are_no_sources_are_left_out(site: Site, tmp_path: Path) -> None:
    """A list may name anything; only http addresses become jobs."""
    body = (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>'
        "<item><title>bad</title><link>file:///etc/passwd</link></item>"
        f"<item><title>good</title><link>{site.url('/a.mp4')}</link></item></channel></rss>"
    )
    url = site.add("/feed.xml", body=body.encode(), headers={"Content-Type": "application/rss+xml"})
    assert [row.title for row in listed(url, tmp_path).entries] == ["good"]


def test_an_empty_list_is_refused(site: Site, tmp_path: Path) -> None:
    """Nothing to make jobs of."""
    with pytest.raises(JobFailure) as failure:
        listed(feed(site, 0), tmp_path)
    assert failure.value.code is ErrorCode.UNSUPPORTED_MEDIA


def test_private_addresses_are_refused(site: Site, tmp_path: Path) -> None:
    """The same rules as for a source."""
    with pytest.raises(JobFailure) as failure:
        playlist.run(PlaylistInput(url=feed(site, 3), limit=5), LocalTools(tmp_path))
    assert failure.value.code is ErrorCode.BLOCKED_ADDRESS
    assert site.hits == []
