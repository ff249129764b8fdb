"""One source through yt-dlp: finding the one video, and what the site's own words rule out."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import ErrorCode, JobFailure
from app.jobs.results import Validators
from app.sources import ytdlp
from app.sources.netguard import intranet_judge
from app.sources.source_url import parse_source_url
from app.sources.ytdlp import Limits, same_file
from tests.media import MediaShelf
from tests.servers import Site

LIMITS = Limits(max_bytes=1_000_000, max_seconds=600)


@contextmanager
def opened(url: str, folder: Path) -> Iterator[ytdlp.Site]:
    """yt-dlp on a loopback server."""
    judge = intranet_judge(allow_private_networks=True)
    with ytdlp.opened(parse_source_url(url), work_dir=folder, judge=judge, log=print) as site:
        yield site


def feed(site: Site, *links: str) -> str:
    items = "".join(f"<item><title>{link}</title><link>{link}</link></item>" for link in links)
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'
    return site.add("/feed.xml", body=body.encode(), headers={"Content-Type": "application/rss+xml"})


def test_a_list_of_one_is_followed(site: Site, media: MediaShelf, tmp_path: Path) -> None:
    """A playlist with one entry is that entry."""
    film = site.add_file("/film.mp4", media.video())
    with opened(feed(site, film), tmp_path) as found:
        assert found.look_up()["url"] == film


def test_a_list_that_leads_nowhere_is_refused(site: Site, tmp_path: Path) -> None:
    """An entry that is no http address, and a list that is its own entry."""
    with opened(feed(site, "file:///etc/passwd"), tmp_path) as found, pytest.raises(JobFailure) as failure:
        found.look_up()
    assert failure.value.code is ErrorCode.UNSUPPORTED_MEDIA
    with opened(feed(site, site.url("/feed.xml")), tmp_path) as found, pytest.raises(JobFailure) as failure:
        found.look_up()
    assert failure.value.code is ErrorCode.UNSUPPORTED_MEDIA


@pytest.mark.parametrize(
    ("info", "code", "retryable"),
    [
        ({"is_live": True}, "unsupported_media", False),
        ({"live_status": "is_live"}, "unsupported_media", False),
        ({"live_status": "post_live"}, "unsupported_media", False),
        ({"live_status": "is_upcoming"}, "source_unavailable", False),
        ({"duration": 601}, "too_long", False),
        ({"filesize": 1_000_001}, "too_large", False),
        ({"requested_formats": [{"filesize": 600_000}, {"filesize": 600_000}]}, "too_large", False),
    ],
)
def test_what_the_site_rules_out(info: dict[str, Any], code: str, retryable: bool, tmp_path: Path) -> None:
    """Refused before a byte is transferred."""
    with opened("http://127.0.0.1:1/", tmp_path) as site, pytest.raises(JobFailure) as failure:
        site.check(info, LIMITS)
    assert (failure.value.code, failure.value.retryable) == (code, retryable)


@pytest.mark.parametrize("info", [{}, {"live_status": "was_live", "duration": 600}, {"filesize_approx": 10**9}])
def test_what_is_not_known_is_no_reason(info: dict[str, Any], tmp_path: Path) -> None:
    """A site that tells nothing, or only guesses, is given the benefit; what arrives is counted and probed."""
    with opened("http://127.0.0.1:1/", tmp_path) as site:
        site.check(info, LIMITS)


def test_a_full_disk_is_told_as_such(
    site: Site, media: MediaShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error number comes through yt-dlp's own report of it."""
    from yt_dlp.downloader.http import HttpFD

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(HttpFD, "sanitize_open", full)
    url = site.add_file("/film.mp4", media.video())
    with opened(url, tmp_path) as found, pytest.raises(JobFailure) as failure:
        found.transfer(found.look_up(), LIMITS, lambda *_, **__: None)
    assert (failure.value.code, failure.value.retryable) == (ErrorCode.DISK_FULL, True)


@pytest.mark.parametrize(
    ("known", "now", "same"),
    [
        ({"etag": '"1"'}, {"etag": '"1"'}, True),
        ({"etag": '"1"'}, {"etag": 'W/"1"'}, True),
        ({"etag": '"1"'}, {"etag": '"2"'}, False),
        ({"etag": '"1"', "length": 5}, {"etag": '"1"', "length": 6}, False),
        ({"etag": '"1"', "length": 5}, {"length": 5}, True),
        ({"last_modified": "then"}, {"last_modified": "now"}, False),
        ({"etag": '"1"'}, {"last_modified": "now"}, None),
        ({}, {"etag": '"1"'}, None),
    ],
)
def test_a_file_is_the_same_by_all_that_is_told_of_it(
    known: dict[str, Any], now: dict[str, Any], same: bool | None
) -> None:
    """One difference is enough; what is told only once says nothing."""
    assert same_file(Validators(**known), Validators(**now)) is same
