"""Fetching from real servers: what works, what is refused, what goes on where it broke off."""

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import imageio_ffmpeg
import pytest

from app.core.errors import ErrorCode, JobFailure
from app.media.probe import probe
from app.sources import ytdlp, ytdlp_setup
from app.sources.addresses import IPAddress, Reach, reach_of
from app.sources.netguard import intranet_judge
from app.sources.source_url import parse_source_url
from app.stages.fetch import run as fetch
from app.stages.fetch.contract import FetchInput, FetchOutput
from tests.clocks import AAC, AC3, H264, ClockShelf, pips_of
from tests.media import MediaShelf, frame_numbers
from tests.servers import PUBLIC_HOST, Site
from tests.tools import LocalTools

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 60


def given(url: str | None, **changes: object) -> FetchInput:
    limits: dict[str, object] = {"max_bytes": 10**9, "max_seconds": 14_400, "max_pixels": 10**8}
    return FetchInput.model_validate({"url": url, "allow_private_networks": True, **limits, **changes})


@pytest.fixture
def tools(tmp_path: Path) -> LocalTools:
    return LocalTools(tmp_path)


@pytest.fixture
def failing(tools: LocalTools) -> Callable[..., JobFailure]:
    """Runs the stage, which must fail; nothing that another attempt could take for media may stay."""

    def run(url: str, **changes: object) -> JobFailure:
        with pytest.raises(JobFailure) as failure:
            fetch.run(given(url, **changes), tools)
        assert "s3cr3t" not in failure.value.message
        assert not [path for path in tools.work_dir.iterdir() if path.suffix == ".media"]
        return failure.value

    return run


def hls(folder: Path, source: Path) -> Path:
    """The video as HTTP live streaming: a playlist and its segments."""
    folder.mkdir()
    arguments = ("-i", source, "-c", "copy", "-hls_time", "1", "-hls_playlist_type", "vod", folder / "index.m3u8")
    ffmpeg(*arguments)
    return folder


def ffmpeg(*arguments: str | Path) -> None:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-loglevel", "error"]
    subprocess.run([*command, *map(str, arguments)], check=True, capture_output=True)


def public_judge(address: IPAddress, _port: int) -> Reach | None:
    """As the product's judge, but with PUBLIC_HOST as part of the internet."""
    if str(address) == PUBLIC_HOST:
        return None
    return None if reach_of(address) is Reach.PUBLIC else reach_of(address)


@contextmanager
def opened_site(url: str, tools: LocalTools) -> Iterator[ytdlp.Site]:
    judge = intranet_judge(allow_private_networks=True)
    with ytdlp.opened(parse_source_url(url), work_dir=tools.work_dir, judge=judge, log=tools.log) as found:
        yield found


def fetch_as_public(url: str, tools: LocalTools) -> FetchOutput:
    """The stage on a site that counts as public, everything else guarded as in production."""
    order = given(url, allow_private_networks=False)
    return fetch.fetch_link(order, parse_source_url(url), tools, public_judge)


# What works


def test_a_direct_link_becomes_a_blob(site: Site, media: MediaShelf, tools: LocalTools) -> None:
    """A plain media URL: bytes, title, probe, progress and speed."""
    url = site.add_file("/My%20film.mp4", media.scenes())
    found = fetch.run(given(f"{url}?token=s3cr3t"), tools)
    assert tools.path_of(found.source).read_bytes() == media.scenes().read_bytes()
    assert (found.title, found.source.suffix) == ("My film", ".mp4")
    assert (found.media.duration_s, found.media.video_codec) == (12.0, "h264")
    assert found.webpage_url == url
    assert tools.progress == sorted(tools.progress)
    assert tools.progress[-1] == 1.0
    assert tools.speeds[-1].endswith("B/s")
    assert list(tools.work_dir.iterdir()) == []


@pytest.mark.parametrize("name", ["mp3", "wav", "video_only"])
def test_audio_and_silent_video_are_sources_too(name: str, site: Site, media: MediaShelf, tools: LocalTools) -> None:
    """Either picture or sound is enough."""
    file = getattr(media, name)()
    assert fetch.run(given(site.add_file(f"/{file.name}", file)), tools).media == probe(
        file, max_seconds=100, max_pixels=10**8
    )


def test_the_bytes_say_what_it_is(site: Site, media: MediaShelf, tools: LocalTools) -> None:
    """A webm served as /film.mp4 with the wrong type is stored as webm."""
    url = site.add_file("/film.mp4", media.video(ending="webm"))
    assert fetch.run(given(url), tools).source.suffix == ".webm"


def test_names_may_be_in_any_script(site: Site, media: MediaShelf, tools: LocalTools) -> None:
    """A path as people write it."""
    site.add_file("/%D1%84%D0%B8%D0%BB%D1%8C%D0%BC%20%E2%91%A0.mp4", media.video())
    assert fetch.run(given(site.url("/фильм%20①.mp4")), tools).title == "фильм ①"


def test_a_redirect_is_followed(site: Site, media: MediaShelf, tools: LocalTools) -> None:
    """Within what is allowed, redirects are."""
    site.add_file("/film.mp4", media.video())
    assert fetch.run(given(site.add_redirect("/go", "/film.mp4")), tools).media.width == 160


def test_length_need_not_be_told(site: Site, media: MediaShelf, tools: LocalTools) -> None:
    """A server without Content-Length and Range."""
    url = site.add_file("/film.mp4", media.video(), ranges=False, states_length=False)
    assert fetch.run(given(url), tools).media.duration_s == 2.0


def test_hls_is_put_together(site: Site, media: MediaShelf, tools: LocalTools, tmp_path: Path) -> None:
    """A playlist with segments becomes one file of the whole length, without any ffmpeg that downloads."""
    site.add_folder("/live", hls(tmp_path / "hls", media.video(seconds=4)))
    found = fetch.run(given(site.url("/live/index.m3u8")), tools)
    assert (found.media.container, found.source.suffix) == ("mpegts", ".ts")
    assert found.media.duration_s == pytest.approx(4.0, abs=0.1)
    assert tools.progress == sorted(tools.progress)
    assert len(set(tools.progress)) > 2


def test_picture_and_sound_are_merged(site: Site, media: MediaShelf, tools: LocalTools, tmp_path: Path) -> None:
    """DASH keeps them apart; the stage hands out one file with both."""
    folder = tmp_path / "dash"
    folder.mkdir()
    source = media.video(seconds=4)
    ffmpeg("-i", source, "-c", "copy", "-f", "dash", "-seg_duration", "1", folder / "film.mpd")
    site.add_folder("/dash", folder)
    site.routes["/dash/film.mpd"].headers["Content-Type"] = "application/dash+xml"
    found = fetch.run(given(site.url("/dash/film.mpd")), tools)
    assert (found.media.video_codec, found.media.audio_codec, found.source.suffix) == ("h264", "aac", ".mp4")
    assert found.media.duration_s == pytest.approx(4.0, abs=0.1)
    assert list(tools.work_dir.iterdir()) == []


def test_a_page_with_one_video_leads_to_it(site: Site, media: MediaShelf, tools: LocalTools) -> None:
    """The page's title, description and picture are the video's."""
    site.add_file("/film.mp4", media.video())
    site.add("/thumb.png", body=PNG, headers={"Content-Type": "image/png"})
    head = f'<title>A talk</title><meta property="og:image" content="{site.url("/thumb.png")}">'
    page = f'<html><head>{head}</head><body><video src="/film.mp4"></video></body></html>'
    url = site.add("/talk", body=page.encode(), headers={"Content-Type": "text/html"})
    found = fetch.run(given(url), tools)
    assert found.title == "A talk"
    assert found.thumbnail is not None
    assert tools.path_of(found.thumbnail).read_bytes() == PNG
    assert found.thumbnail.suffix == ".png"


@pytest.mark.parametrize(
    "route", [{"status": 404}, {"body": b"<html>no picture</html>"}, {"body": PNG + b"\0" * 6_000_000}]
)
def test_a_missing_thumbnail_is_only_a_line_in_the_log(
    route: dict[str, object], site: Site, media: MediaShelf, tools: LocalTools
) -> None:
    """No job fails because of a picture; what is no picture, or too large, is not kept."""
    site.add_file("/film.mp4", media.video())
    site.add("/thumb", **route)
    head = f'<title>A talk</title><meta property="og:image" content="{site.url("/thumb")}">'
    url = site.add("/talk", body=f'<html><head>{head}</head><video src="/film.mp4"></video></html>'.encode())
    assert fetch.run(given(url), tools).thumbnail is None
    assert any("No thumbnail" in line for line, _ in tools.logs)


def test_the_next_best_thumbnail_is_taken(site: Site, media: MediaShelf, tools: LocalTools) -> None:
    """Sites list pictures that they do not have."""
    site.add_file("/film.mp4", media.video())
    site.add("/small.png", body=PNG)
    with opened_site(site.url("/film.mp4"), tools) as found:
        offered = [{"url": site.url("/small.png")}, {"url": site.url("/gone.png")}, {"url": "file:///etc/passwd"}]
        path = found.thumbnail({"thumbnails": offered})
    assert path is not None
    assert path.read_bytes() == PNG


# Going on where it broke off


def test_a_connection_that_breaks_is_resumed(site: Site, media: MediaShelf, tools: LocalTools) -> None:
    """Cut in the middle, the rest is asked for by Range, within the same attempt."""
    content = media.scenes().read_bytes()
    url = site.add_file("/film.mp4", media.scenes(), cuts=2, cut_after=len(content) // 3)
    site.routes["/film.mp4"].cuts = 3  # the first one is the look at what it is
    found = fetch.run(given(url), tools)
    assert tools.path_of(found.source).read_bytes() == content
    asked = [asked for asked in site.requested_ranges("/film.mp4") if asked]
    assert asked, "never asked for the rest"
    assert int(asked[0].removeprefix("bytes=").rstrip("-")) > 0


def test_a_new_attempt_goes_on_with_the_part_of_the_old_one(site: Site, media: MediaShelf, tmp_path: Path) -> None:
    """What an attempt that failed had downloaded is not downloaded again."""
    content = media.scenes().read_bytes()
    url = site.add_file("/film.mp4", media.scenes(), cut_after=len(content) // 2, cuts=100, ranges=False)
    with pytest.raises(JobFailure) as failure:
        fetch.run(given(url), LocalTools(tmp_path))
    assert (failure.value.code, failure.value.retryable) == (ErrorCode.SOURCE_UNAVAILABLE, True)
    (part,) = (tmp_path / "work").glob("source-*.part")
    there = part.stat().st_size
    assert there > 0
    site.add_file("/film.mp4", media.scenes())
    tools = LocalTools(tmp_path)
    found = fetch.run(given(url), tools)
    assert tools.path_of(found.source).read_bytes() == content
    assert f"bytes={there}-" in site.requested_ranges("/film.mp4")


@pytest.mark.parametrize("dated", [True, False])
def test_parts_of_another_version_are_not_continued(dated: bool, site: Site, media: MediaShelf, tmp_path: Path) -> None:
    """A file that has changed meanwhile is fetched anew, not glued to the old half: its date or its length tells."""
    old, new = media.scenes(), media.video(seconds=4, size="320x180")
    dates = [{"Last-Modified": f"{day} Oct 2015 07:28:00 GMT"} if dated else {} for day in ("Wed, 21", "Thu, 22")]
    url = site.add_file("/film.mp4", old, cut_after=100_000, cuts=100, ranges=False, headers=dates[0])
    with pytest.raises(JobFailure):
        fetch.run(given(url), LocalTools(tmp_path))
    site.add_file("/film.mp4", new, headers=dates[1])
    tools = LocalTools(tmp_path)
    assert tools.path_of(fetch.run(given(url), tools).source).read_bytes() == new.read_bytes()
    assert list(tools.work_dir.iterdir()) == []


def test_a_finished_download_is_not_repeated(site: Site, media: MediaShelf, tmp_path: Path) -> None:
    """Killed between the transfer and its recording, the next attempt takes the file that is there."""
    url = site.add_file("/film.mp4", media.video())

    class Killed(LocalTools):
        def keep(self, path: Path, suffix: str) -> object:  # type: ignore[override]
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch.run(given(url), Killed(tmp_path))
    before = len(site.hits)
    fetch.run(given(url), LocalTools(tmp_path))
    assert len(site.hits) == before + 1, "only the look at what it is"


def test_progress_is_told_while_bytes_arrive(site: Site, media: MediaShelf, tmp_path: Path) -> None:
    """The first part of a slow transfer is told before the rest has come."""
    gate = threading.Event()
    told = threading.Event()

    class Watching(LocalTools):
        def reached(self, fraction: float, *, speed: str | None = None) -> None:
            super().reached(fraction, speed=speed)
            told.set()
            gate.set()

    site.add_file("/film.mp4", media.scenes())
    site.routes["/film.mp4"].gate = gate
    gate.set()  # let the look pass; the transfer is checked by what was told
    tools = Watching(tmp_path)
    fetch.run(given(site.url("/film.mp4")), tools)
    assert told.is_set()
    assert 0 < tools.progress[0] < 0.9


# What is refused


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("file:///etc/passwd", "invalid_source"),
        ("--exec=id", "invalid_source"),
        ("http://127.0.0.1:1/a", "blocked_address"),
        ("http://2130706433:1/a", "blocked_address"),
        ("http://[::ffff:127.0.0.1]:1/a", "blocked_address"),
    ],
)
def test_bad_sources_fail_before_any_connection(url: str, code: str, failing: Callable[..., JobFailure]) -> None:
    """The stage checks again what was checked at POST."""
    failure = failing(url, allow_private_networks=False)
    assert (failure.code, failure.retryable) == (code, False)


@pytest.mark.parametrize(
    ("status", "code", "retryable"),
    [
        (403, "source_unavailable", False),
        (404, "source_unavailable", False),
        (410, "source_unavailable", False),
        (401, "needs_login", False),
        (429, "rate_limited", True),
        (500, "source_unavailable", True),
        (503, "source_unavailable", True),
    ],
)
def test_refusals_of_the_site(
    status: int, code: str, retryable: bool, site: Site, failing: Callable[..., JobFailure]
) -> None:
    """Each status of a real server ends as the contract's code, permanent or not."""
    url = site.add("/film.mp4", status=status, headers={"Retry-After": "7"})
    failure = failing(f"{url}?token=s3cr3t")
    assert (failure.code, failure.retryable) == (code, retryable)
    if status == 429:
        assert (failure.retry_after_s, failure.host) == (7, "127.0.0.1")


def test_a_redirect_loop_is_permanent(site: Site, failing: Callable[..., JobFailure]) -> None:
    """Two addresses that send to each other."""
    site.add_redirect("/a", "/b")
    failure = failing(site.add_redirect("/b", "/a"))
    assert (failure.code, failure.retryable) == (ErrorCode.SOURCE_UNAVAILABLE, False)


def test_nobody_listens(site: Site, failing: Callable[..., JobFailure], tmp_path: Path) -> None:
    """A refused connection may pass."""
    with Site() as gone:
        url = gone.url("/film.mp4")
    failure = failing(url)
    assert (failure.code, failure.retryable) == (ErrorCode.SOURCE_UNAVAILABLE, True)


def test_unknown_hosts_may_pass(failing: Callable[..., JobFailure]) -> None:
    """A name that is not found may be a network that is down."""
    failure = failing("http://no-such-host.invalid/film.mp4", allow_private_networks=False)
    assert (failure.code, failure.retryable) == (ErrorCode.SOURCE_UNAVAILABLE, True)
    assert "no-such-host.invalid" in failure.message


@pytest.mark.parametrize("name", ["text", "html", "truncated"])
def test_what_is_no_media_is_refused(
    name: str, site: Site, media: MediaShelf, failing: Callable[..., JobFailure]
) -> None:
    """Text, a page and a broken file, each served as video/mp4."""
    failure = failing(site.add_file("/film.mp4", getattr(media, name)()))
    assert (failure.code, failure.retryable) == (ErrorCode.UNSUPPORTED_MEDIA, False)


def test_a_page_without_video_is_refused(site: Site, failing: Callable[..., JobFailure]) -> None:
    """HTML instead of media."""
    url = site.add("/page", body=b"<!doctype html><title>Hello</title>", headers={"Content-Type": "text/html"})
    assert failing(url).code is ErrorCode.UNSUPPORTED_MEDIA


def test_nothing_is_no_media(site: Site, failing: Callable[..., JobFailure]) -> None:
    """Zero bytes with status 200: told at once; where the length was not told, it may have been cut off."""
    failure = failing(site.add("/film.mp4", headers={"Content-Type": "video/mp4"}))
    assert (failure.code, failure.retryable) == (ErrorCode.UNSUPPORTED_MEDIA, False)
    failure = failing(site.add("/other.mp4", headers={"Content-Type": "video/mp4"}, states_length=False))
    assert failure.code in {ErrorCode.UNSUPPORTED_MEDIA, ErrorCode.SOURCE_UNAVAILABLE}


@pytest.mark.parametrize("told", [True, False])
def test_too_large(told: bool, site: Site, media: MediaShelf, failing: Callable[..., JobFailure]) -> None:
    """By the length that is told, or by the bytes that arrive."""
    url = site.add_file("/film.mp4", media.scenes(), states_length=told, ranges=told)
    failure = failing(url, max_bytes=200_000)
    assert (failure.code, "0.2 MB" in failure.message) == (ErrorCode.TOO_LARGE, True)


def test_too_long(site: Site, media: MediaShelf, failing: Callable[..., JobFailure]) -> None:
    """What no site said is found by the probe."""
    assert failing(site.add_file("/film.mp4", media.scenes()), max_seconds=5).code is ErrorCode.TOO_LONG


def test_too_many_pixels(site: Site, media: MediaShelf, failing: Callable[..., JobFailure]) -> None:
    """The same for the size of the picture."""
    assert failing(site.add_file("/film.mp4", media.scenes()), max_pixels=100).code is ErrorCode.TOO_LARGE


def test_an_endless_page_is_refused(
    site: Site, failing: Callable[..., JobFailure], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page is read as a whole, so it may not fill the memory."""
    monkeypatch.setattr(ytdlp_setup, "MAX_PAGE_BYTES", 100_000)
    page = b"<!doctype html><title>x</title>" + b"<p>again</p>" * 100_000
    failure = failing(site.add("/page", body=page, headers={"Content-Type": "text/html"}))
    assert (failure.code, "too large" in failure.message) == (ErrorCode.UNSUPPORTED_MEDIA, True)


def test_a_playlist_is_not_silently_its_first_entry(
    site: Site, media: MediaShelf, failing: Callable[..., JobFailure]
) -> None:
    """Several videos behind one address: the client is told to post them one by one."""
    for name in ("a", "b", "c"):
        site.add_file(f"/{name}.mp4", media.video())
    videos = "".join(f'<video src="/{name}.mp4"></video>' for name in ("a", "b", "c"))
    url = site.add("/page", body=f"<html><title>x</title>{videos}</html>".encode())
    failure = failing(url)
    assert failure.code is ErrorCode.INVALID_SOURCE
    assert "each video" in failure.message


def test_live_streams_are_refused(
    site: Site, media: MediaShelf, failing: Callable[..., JobFailure], tmp_path: Path
) -> None:
    """A playlist without an end is a live stream, which only ffmpeg could follow."""
    folder = hls(tmp_path / "hls", media.video(seconds=4))
    index = folder / "index.m3u8"
    index.write_text(index.read_text().replace("#EXT-X-ENDLIST\n", "").replace("VOD", "EVENT"))
    site.add_folder("/live", folder)
    failure = failing(site.url("/live/index.m3u8"))
    assert (failure.code, "live" in failure.message) == (ErrorCode.UNSUPPORTED_MEDIA, True)


def test_drm_is_refused(site: Site, media: MediaShelf, failing: Callable[..., JobFailure], tmp_path: Path) -> None:
    """A stream with a DRM key is not media that we can read."""
    folder = hls(tmp_path / "hls", media.video(seconds=4))
    index = folder / "index.m3u8"
    key = '#EXT-X-KEY:METHOD=SAMPLE-AES,URI="skd://key",KEYFORMAT="com.apple.streamingkeydelivery"\n'
    index.write_text(index.read_text().replace("#EXTINF", f"{key}#EXTINF", 1))
    site.add_folder("/live", folder)
    failure = failing(site.url("/live/index.m3u8"))
    assert (failure.code, failure.retryable) == (ErrorCode.UNSUPPORTED_MEDIA, False)


# Internal addresses: nothing of an internal server may ever be asked for


INTERNAL = (
    "127.0.0.1",
    "localhost",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "[::ffff:127.0.0.1]",
    "0.0.0.0",
)


@pytest.mark.parametrize("host", INTERNAL)
def test_internal_addresses_are_blocked_at_the_socket(host: str, internal_site: Site, tools: LocalTools) -> None:
    """Without the check of the text, too: the connection itself is judged."""
    with pytest.raises(JobFailure) as failure:
        fetch_as_public(f"http://{host}:{internal_site.port}/secret", tools)
    assert failure.value.code is ErrorCode.BLOCKED_ADDRESS
    assert internal_site.hits == []


@pytest.mark.parametrize("host", INTERNAL)
@pytest.mark.parametrize("status", [301, 307])
def test_redirects_to_internal_addresses_are_blocked(
    host: str, status: int, public_site: Site, internal_site: Site, tools: LocalTools
) -> None:
    """A public site that sends on to an internal one."""
    url = public_site.add_redirect("/go", f"http://{host}:{internal_site.port}/secret", status)
    with pytest.raises(JobFailure) as failure:
        fetch_as_public(url, tools)
    assert failure.value.code is ErrorCode.BLOCKED_ADDRESS
    assert (len(internal_site.hits), len(public_site.hits)) == (0, 1)


def test_the_metadata_address_is_blocked_in_an_intranet_too(site: Site, failing: Callable[..., JobFailure]) -> None:
    """ALLOW_PRIVATE_NETWORKS does not open the cloud's credentials."""
    url = site.add_redirect("/go", "http://169.254.169.254/latest/meta-data/iam/")
    assert failing(url).code is ErrorCode.BLOCKED_ADDRESS


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://127.0.0.1/a.mp4", "gopher://127.0.0.1:25/_HELO"])
def test_redirects_to_other_schemes_are_refused(
    to: str, public_site: Site, internal_site: Site, tools: LocalTools
) -> None:
    """No redirect leaves http."""
    with pytest.raises(JobFailure) as failure:
        fetch_as_public(public_site.add_redirect("/go", to), tools)
    assert failure.value.code in {ErrorCode.SOURCE_UNAVAILABLE, ErrorCode.BLOCKED_ADDRESS}
    assert internal_site.hits == []


def test_segments_on_internal_servers_are_blocked(
    public_site: Site, internal_site: Site, media: MediaShelf, tools: LocalTools, tmp_path: Path
) -> None:
    """A public playlist whose segments are internal: none is asked for."""
    folder = hls(tmp_path / "hls", media.video(seconds=4))
    index = folder / "index.m3u8"
    inside = f"http://127.0.0.1:{internal_site.port}/"
    lines = [line if line.startswith("#") else inside + line for line in index.read_text().splitlines()]
    index.write_text("\n".join(lines) + "\n")
    public_site.add_folder("/live", folder)
    internal_site.add_folder("", folder)
    with pytest.raises(JobFailure) as failure:
        fetch_as_public(public_site.url("/live/index.m3u8"), tools)
    assert failure.value.code is ErrorCode.BLOCKED_ADDRESS
    assert internal_site.hits == []
    # The same playlist is fine where internal addresses are allowed: the test blocks for the reason that it says.
    assert fetch.run(given(public_site.url("/live/index.m3u8")), tools).media.video_codec == "h264"
    assert internal_site.hits


@pytest.mark.parametrize("tag", ['#EXT-X-KEY:METHOD=AES-128,URI="{0}"', '#EXT-X-MAP:URI="{0}"'])
def test_keys_and_maps_on_internal_servers_are_blocked(
    tag: str, public_site: Site, internal_site: Site, media: MediaShelf, tools: LocalTools, tmp_path: Path
) -> None:
    """What a playlist names besides segments is judged as well."""
    folder = hls(tmp_path / "hls", media.video(seconds=4))
    index = folder / "index.m3u8"
    line = tag.format(f"http://127.0.0.1:{internal_site.port}/secret")
    index.write_text(index.read_text().replace("#EXTINF", f"{line}\n#EXTINF", 1))
    public_site.add_folder("/live", folder)
    with pytest.raises(JobFailure) as failure:
        fetch_as_public(public_site.url("/live/index.m3u8"), tools)
    assert failure.value.code is ErrorCode.BLOCKED_ADDRESS
    assert internal_site.hits == []


def test_pictures_on_internal_servers_are_not_fetched(
    public_site: Site, internal_site: Site, media: MediaShelf, tools: LocalTools
) -> None:
    """A thumbnail is no way in either; the job goes on without it."""
    public_site.add_file("/film.mp4", media.video())
    image = f"http://127.0.0.1:{internal_site.port}/secret"
    head = f'<title>A talk</title><meta property="og:image" content="{image}">'
    url = public_site.add("/talk", body=f'<html>{head}<video src="/film.mp4"></video></html>'.encode())
    assert fetch_as_public(url, tools).thumbnail is None
    assert internal_site.hits == []


def test_embedded_players_on_internal_servers_are_blocked(
    public_site: Site, internal_site: Site, tools: LocalTools
) -> None:
    """A page that embeds an internal address."""
    page = f'<html><title>x</title><video src="http://127.0.0.1:{internal_site.port}/secret"></video></html>'
    with pytest.raises(JobFailure) as failure:
        fetch_as_public(public_site.add("/page", body=page.encode()), tools)
    assert failure.value.code is ErrorCode.BLOCKED_ADDRESS
    assert internal_site.hits == []


def test_no_proxy_of_the_environment_is_used(
    internal_site: Site, site: Site, media: MediaShelf, tools: LocalTools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through a proxy every address would look like the proxy's."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, internal_site.url("/"))
    fetch.run(given(site.add_file("/film.mp4", media.video())), tools)
    assert internal_site.hits == []


PROGRAMS = ("ffmpeg", "ffprobe", "aria2c", "axel", "curl", "wget", "httpie", "rtmpdump", "mplayer")


@pytest.mark.parametrize("tag", ["", '#EXT-X-KEY:METHOD=SAMPLE-AES,URI="key.bin"', "#EXT-X-MEDIA-SEQUENCE:7"])
def test_no_program_is_started_as_a_downloader(
    tag: str, site: Site, media: MediaShelf, tools: LocalTools, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Programs on the path that yt-dlp could use (ffmpeg opens addresses unchecked) are never run, not even for
    streams that it cannot put together itself."""
    folder = hls(tmp_path / "hls", media.video(seconds=4))
    index = folder / "index.m3u8"
    index.write_text(
        index.read_text().replace("#EXT-X-MEDIA-SEQUENCE:0\n", "").replace("#EXTINF", f"{tag}\n#EXTINF", 1)
    )
    site.add_folder("/live", folder)
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in PROGRAMS:
        program = programs / name
        program.write_text(f"#!/bin/sh\necho {name} $@ >> {tmp_path}/started\necho ffmpeg version 9.0\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    with suppress(JobFailure):
        fetch.run(given(site.url("/live/index.m3u8")), tools)
    assert not (tmp_path / "started").exists()


# Uploads


def test_an_upload_is_taken_as_it_is(media: MediaShelf, tools: LocalTools) -> None:
    """Nothing is copied; the title is the file's name."""
    blob = tools.stored(media.scenes())
    order = given("x").model_copy(update={"url": None, "upload": blob, "filename": r"C:\films\My talk.final.mp4"})
    found = fetch.run(FetchInput.model_validate(order.model_dump()), tools)
    assert (found.source, found.title, found.media.duration_s) == (blob, "My talk.final", 12.0)
    assert tools.progress == [1.0]


def test_an_upload_that_is_no_media_is_refused_and_kept(media: MediaShelf, tools: LocalTools) -> None:
    """The blob belongs to the video that was uploaded; a failing job does not remove it."""
    blob = tools.stored(media.text())
    with pytest.raises(JobFailure) as failure:
        fetch.run(FetchInput(upload=blob, max_bytes=1, max_seconds=10, max_pixels=10**6), tools)
    assert failure.value.code is ErrorCode.UNSUPPORTED_MEDIA
    assert tools.path_of(blob).exists()


def test_an_upload_whose_file_is_gone_is_told_as_such(media: MediaShelf, tools: LocalTools) -> None:
    """Another DATA_DIR, or a file that somebody removed: no retry brings it back, another upload does."""
    blob = tools.stored(media.scenes())
    tools.path_of(blob).unlink()
    with pytest.raises(JobFailure, match="Upload it again") as failure:
        fetch.run(FetchInput(upload=blob, max_bytes=1, max_seconds=10, max_pixels=10**6), tools)
    assert (failure.value.code, failure.value.retryable) == (ErrorCode.SOURCE_UNAVAILABLE, False)


def _live(clocks: ClockShelf, folder: Path, *codecs: str, name: str = "index") -> None:
    """A film as live streaming with an advertisement's border at 4 s, where the clock starts anew."""
    folder.mkdir(exist_ok=True)
    lines = ["#EXTM3U", "#EXT-X-VERSION:3", "#EXT-X-TARGETDURATION:2", "#EXT-X-PLAYLIST-TYPE:VOD"]
    for number, (start_s, end_s) in enumerate([(0, 2), (2, 4), (4, 6), (6, 8), (8, 10)]):
        begins_s = start_s if start_s < 4 else start_s - 4
        segment = clocks.part("ts", start_s, end_s, *codecs, clock_s=begins_s)
        (folder / f"{name}{number}.ts").write_bytes(segment.read_bytes())
        lines += ["#EXT-X-DISCONTINUITY"] * (start_s == 4) + [f"#EXTINF:{end_s - start_s}.0,", f"{name}{number}.ts"]
    (folder / f"{name}.m3u8").write_text("\n".join([*lines, "#EXT-X-ENDLIST", ""]))


def _is_whole(found: FetchOutput, tools: LocalTools) -> None:
    path = tools.path_of(found.source)
    assert found.media.duration_s == pytest.approx(10, abs=0.1)
    assert frame_numbers(path) == list(range(250))
    assert pips_of(path) == pytest.approx({number: number for number in range(10)}, abs=0.12)
    assert tools.warned == ["clock_mended"]
    assert "starts anew at 0:00:04" in tools.warnings[0][1]
    assert list(tools.work_dir.iterdir()) == []


def test_streams_with_a_discontinuity_are_put_on_one_clock(
    site: Site, clocks: ClockShelf, tools: LocalTools, tmp_path: Path
) -> None:
    """As sites do that put advertisements in."""
    _live(clocks, tmp_path / "live", *H264, *AC3)
    site.add_folder("/live", tmp_path / "live")
    _is_whole(fetch.run(given(site.url("/live/index.m3u8")), tools), tools)


def test_picture_and_sound_apart_are_put_on_one_clock_together(
    site: Site, clocks: ClockShelf, tools: LocalTools, tmp_path: Path
) -> None:
    """Each has a discontinuity of its own, at the same place of the film."""
    folder = tmp_path / "live"
    _live(clocks, folder, *H264, "-an", name="picture")
    _live(clocks, folder, "-vn", *AAC, name="sound")
    (folder / "index.m3u8").write_text(
        '#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="main",DEFAULT=YES,URI="sound.m3u8"\n'
        '#EXT-X-STREAM-INF:BANDWIDTH=500000,CODECS="avc1.64000a,mp4a.40.2",AUDIO="a"\npicture.m3u8\n'
    )
    site.add_folder("/live", folder)
    _is_whole(fetch.run(given(site.url("/live/index.m3u8")), tools), tools)


def test_an_upload_whose_clock_breaks_is_put_on_one(clocks: ClockShelf, tools: LocalTools) -> None:
    """The uploaded file stays as it is; all that is made of it is made of the mended one."""
    joined = clocks.joined(clocks.part("ts", 0, 4), clocks.part("ts", 4, 10))
    upload = tools.stored(joined)
    found = fetch.run(given(None, upload=upload, filename="joined.ts"), tools)
    _is_whole(found, tools)
    assert found.source.suffix == ".ts"
    assert tools.path_of(upload).stat().st_size == joined.stat().st_size
    told = probe(joined, max_seconds=60, max_pixels=10**6)
    assert told.duration_s == pytest.approx(found.media.duration_s, abs=0.05)


def test_a_cut_upload_is_processed_with_a_warning(media: MediaShelf, tools: LocalTools) -> None:
    """What is there is used, and the client is told that something is missing."""
    blob = tools.stored(media.truncated_stream())
    fetch.run(FetchInput(upload=blob, max_bytes=1, max_seconds=10, max_pixels=10**6), tools)
    assert tools.warned == ["truncated_source"]


def test_several_audio_tracks_are_told(media: MediaShelf, tools: LocalTools) -> None:
    """Which one is used, because only one is."""
    blob = tools.stored(media.two_tracks())
    fetch.run(FetchInput(upload=blob, max_bytes=1, max_seconds=10, max_pixels=10**6), tools)
    assert tools.warned == ["audio_tracks"]
    assert "audio tracks: 0 (ger); 1 (eng, Live). Number 1 is used" in tools.warnings[0][1]


def test_colours_that_cannot_be_converted_are_told(media: MediaShelf, tools: LocalTools) -> None:
    """Dolby Vision's own, with what helps."""
    blob = tools.stored(media.dolby())
    fetch.run(FetchInput(upload=blob, max_bytes=1, max_seconds=10, max_pixels=10**6), tools)
    assert tools.warned == ["dolby_vision"]
    assert "Export it as HDR10" in tools.warnings[0][1]


def test_one_source_exactly() -> None:
    """Neither none nor two."""
    limits = {"max_bytes": 1, "max_seconds": 1, "max_pixels": 1}
    with pytest.raises(ValueError, match="exactly one"):
        FetchInput.model_validate(limits)


def test_a_download_that_would_eat_into_the_reserve_is_not_begun(
    site: Site, media: MediaShelf, failing: Callable[..., JobFailure]
) -> None:
    """It waits, with what to do about it; no retry is spent."""
    url = site.add_file("/film.mp4", media.video())
    failure = failing(url, reserve_bytes=1 << 60)
    assert (failure.code, failure.counts) == (ErrorCode.DISK_FULL, False)
    assert "MAX_DATA_BYTES" in failure.message


def test_half_a_download_that_filled_the_disk_goes(
    site: Site, media: MediaShelf, tools: LocalTools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it would keep every other job waiting."""

    def full(*_: object) -> None:
        (tools.work_dir / "half.part").write_bytes(b"x")
        raise JobFailure(ErrorCode.DISK_FULL, "The disk is full.")

    monkeypatch.setattr(ytdlp.Site, "transfer", full)
    with pytest.raises(JobFailure):
        fetch.run(given(site.add_file("/film.mp4", media.video())), tools)
    assert list(tools.work_dir.iterdir()) == []
