"""Credentials go to their own site alone, whatever redirects to where."""

from pathlib import Path

import pytest

from app.sources import ytdlp
from app.sources.basic_auth import authorization
from app.sources.netguard import intranet_judge
from app.sources.source_url import parse_source_url
from app.sources.ytdlp import Limits
from tests.media import MediaShelf
from tests.servers import PUBLIC_HOST, Site

LIMITS = Limits(max_bytes=1_000_000, max_seconds=600)
HEADER = authorization("user:s3cr3t")


def fetched(url: str, folder: Path) -> list[Path]:
    source = parse_source_url(url)
    judge = intranet_judge(allow_private_networks=True)
    with ytdlp.opened(source, work_dir=folder, judge=judge, log=lambda _: None) as site:
        info = site.look_up()
        assert "s3cr3t" not in repr(info)
        return site.transfer(info, LIMITS, lambda *_, **__: None)


def sent(site: Site) -> list[str | None]:
    """The Authorization header of each request."""
    return [hit.headers.get("Authorization") for hit in site.hits]


def with_password(url: str) -> str:
    return url.replace("://", "://user:s3cr3t@", 1)


def test_every_request_to_the_site_carries_them(site: Site, media: MediaShelf, tmp_path: Path) -> None:
    """Also after a redirect within it, and for each range."""
    site.add_file("/there.mp4", media.video(seconds=1))
    url = site.add_redirect("/here.mp4", "/there.mp4")
    (path,) = fetched(with_password(url), tmp_path)
    assert path.read_bytes() == media.video(seconds=1).read_bytes()
    assert len(site.hits) >= 3
    assert set(sent(site)) == {HEADER}


def test_no_other_site_gets_them(site: Site, media: MediaShelf, tmp_path: Path) -> None:
    """A redirect to another host, or to another port of the same one, is followed without them."""
    with Site(PUBLIC_HOST) as elsewhere, Site() as other_port:
        elsewhere.add_file("/film.mp4", media.video(seconds=1))
        other_port.add_redirect("/next.mp4", elsewhere.url("/film.mp4"))
        url = site.add_redirect("/film.mp4", other_port.url("/next.mp4"))
        fetched(with_password(url), tmp_path)
        assert set(sent(site)) == {HEADER}
        assert set(sent(other_port)) == {None}
        assert set(sent(elsewhere)) == {None}


def test_the_next_link_of_the_process_gets_none(site: Site, media: MediaShelf, tmp_path: Path) -> None:
    """What was added to the library is taken out again."""
    url = site.add_file("/film.mp4", media.video(seconds=1))
    fetched(with_password(url), tmp_path)
    site.hits.clear()
    fetched(url, tmp_path)
    assert set(sent(site)) == {None}


@pytest.mark.parametrize(
    ("written", "header"),
    [("user:pass", "Basic dXNlcjpwYXNz"), ("us%3Aer:p%40ss", "Basic dXM6ZXI6cEBzcw=="), ("token", "Basic dG9rZW46")],
)
def test_what_a_link_cannot_hold_is_written_with_percents(written: str, header: str) -> None:
    """And meant without."""
    assert authorization(written) == header
