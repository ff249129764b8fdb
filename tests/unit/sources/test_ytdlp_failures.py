"""From yt-dlp's errors to the contract's codes; the errors are yt-dlp's own, wrapped as it wraps them."""

import errno
import io
import sys
from http import HTTPStatus

import pytest
from yt_dlp.networking import Response
from yt_dlp.networking.exceptions import CertificateVerifyError, HTTPError, RequestError, TransportError
from yt_dlp.utils import DownloadError, ExtractorError, GeoRestrictedError, UnsupportedError

from app.core.errors import ErrorCode, JobFailure
from app.sources.addresses import Reach
from app.sources.netguard import BlockedAddress
from app.sources.source_url import parse_source_url
from app.sources.ytdlp_failures import failure_from, without_urls

SOURCE = parse_source_url("https://videos.example.com/watch?v=1&token=s3cr3t")


def http_error(status: int, **headers: str) -> HTTPError:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HTTPError(Response(io.BytesIO(b""), SOURCE.url, named, status=status))


def wrapped(error: Exception) -> DownloadError:
    """As YoutubeDL reports what an extractor raised."""
    try:
        raise error
    except type(error):
        return DownloadError(f"ERROR: {error}", sys.exc_info())


def page_failed(error: Exception) -> DownloadError:
    """As an extractor reports that a page did not come."""
    return wrapped(ExtractorError(f"Unable to download webpage: {error}", cause=error, expected=True))


def made_of(error: BaseException, *, transferring: bool = False) -> JobFailure:
    failure = failure_from(error, None, SOURCE, transferring=transferring)
    assert "s3cr3t" not in failure.message
    assert failure.message.endswith((".", ")", "!")) or "answer:" in failure.message
    return failure


@pytest.mark.parametrize(
    ("words", "code", "retryable"),
    [
        ("Private video. Sign in if you've been granted access to this video", "source_unavailable", False),
        ("Video unavailable. This video has been removed by the uploader", "source_unavailable", False),
        ("This video is no longer available because the account has been terminated", "source_unavailable", False),
        ("Join this channel to get access to members-only content", "source_unavailable", False),
        ("The uploader has not made this video available in your country", "source_unavailable", False),
        ("Premieres in 3 hours", "source_unavailable", False),
        ("Sign in to confirm your age. This video may be inappropriate for some users", "needs_login", False),
        ("Sign in to confirm you’re not a bot. Use --cookies-from-browser", "needs_login", False),
        ("This video is only available for registered users. Use --username and --password", "needs_login", False),
        ("This video is protected by a password, use the --video-password option", "needs_login", False),
        ("This content is only available with a Premium subscription", "needs_login", False),
        ("This video is DRM protected", "unsupported_media", False),
        ("No video formats found!", "unsupported_media", False),
        ("Requested format is not available. Use --list-formats", "unsupported_media", False),
        ("There's no video in this tweet", "unsupported_media", False),
        ("m3u8 download detected but ffmpeg could not be found", "unsupported_media", False),
        ("The session has been rate-limited by the site for up to an hour", "rate_limited", True),
        ("Unable to extract player response", "source_unavailable", True),
    ],
)
def test_words_of_sites(words: str, code: str, retryable: bool) -> None:
    """What an extractor says of a video decides the code, and whether waiting may help."""
    failure = made_of(wrapped(ExtractorError(words, expected=True, video_id="login-private-drm", ie="Example")))
    assert (failure.code, failure.retryable) == (code, retryable)
    assert "--" not in failure.message


@pytest.mark.parametrize(
    ("status", "code", "retryable"),
    [
        (400, "source_unavailable", False),
        (401, "needs_login", False),
        (403, "source_unavailable", False),
        (404, "source_unavailable", False),
        (408, "source_unavailable", True),
        (410, "source_unavailable", False),
        (429, "rate_limited", True),
        (451, "source_unavailable", False),
        (500, "source_unavailable", True),
        (503, "source_unavailable", True),
    ],
)
def test_http_statuses(status: int, code: str, retryable: bool) -> None:
    """A status decides the same, whether a page or the media was asked for; it is named, as its host is."""
    for error in (page_failed(http_error(status)), http_error(status)):
        failure = made_of(error)
        assert (failure.code, failure.retryable) == (code, retryable)
        assert f"HTTP {status}" in failure.message
        assert "videos.example.com" in failure.message


def test_403_on_the_way_may_pass() -> None:
    """Addresses of media expire; a new attempt gets a new one."""
    assert made_of(http_error(403), transferring=True).retryable


def test_429_tells_how_long_and_whom_to_leave_alone() -> None:
    """The host's cool-down needs both."""
    failure = made_of(page_failed(http_error(429, Retry_After="120")))
    assert (failure.retry_after_s, failure.host) == (120, "videos.example.com")


def test_a_redirect_loop_is_permanent() -> None:
    """Going round in circles does not pass by itself."""
    failure = made_of(page_failed(HTTPError(http_error(302).response, redirect_loop=True)))
    assert (failure.code, failure.retryable) == (ErrorCode.SOURCE_UNAVAILABLE, False)


@pytest.mark.parametrize(
    ("error", "retryable", "word"),
    [
        (TransportError(cause=TimeoutError("timed out")), True, "in time"),
        (TransportError(cause=ConnectionResetError(errno.ECONNRESET, "reset")), True, "cut off"),
        (CertificateVerifyError(cause=OSError("CERTIFICATE_VERIFY_FAILED")), False, "certificate"),
        (RequestError("Unsupported url scheme: gopher"), False, "followed"),
    ],
)
def test_errors_of_the_network(error: RequestError, retryable: bool, word: str) -> None:
    """The network's troubles may pass, a certificate's do not."""
    failure = made_of(page_failed(error))
    assert (failure.code, failure.retryable) == (ErrorCode.SOURCE_UNAVAILABLE, retryable)
    assert word in failure.message


def test_a_blocked_address_is_found_however_deep() -> None:
    """The guard's error is inside of three others."""
    blocked = BlockedAddress("intranet", Reach.PRIVATE)
    refused = OSError("connection refused")
    refused.__cause__ = blocked
    failure = made_of(page_failed(TransportError(cause=refused)))
    assert failure.code is ErrorCode.BLOCKED_ADDRESS
    assert "ALLOW_PRIVATE_NETWORKS" in failure.message


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, "disk_full"), (errno.EDQUOT, "disk_full"), (errno.EFBIG, "too_large")],
)
def test_errors_of_the_disk(number: int, code: str) -> None:
    """yt-dlp tells of a full disk as of any download that failed; the number inside decides."""
    try:
        raise OSError(number, "no")
    except OSError as error:
        failure = made_of(DownloadError(f"unable to write data: {error}", sys.exc_info()))
    assert failure.code == code


def test_pages_without_video() -> None:
    """A page is no media, and what to post instead is said."""
    failure = made_of(wrapped(UnsupportedError(SOURCE.url)))
    assert failure.code is ErrorCode.UNSUPPORTED_MEDIA
    assert "address of the video" in failure.message


def test_geo_restriction_is_permanent() -> None:
    """Retrying does not move the server."""
    failure = made_of(wrapped(GeoRestrictedError("Not here", countries=["SE"])))
    assert (failure.code, failure.retryable) == (ErrorCode.SOURCE_UNAVAILABLE, False)


def test_our_own_failure_passes_through() -> None:
    """A limit that a progress hook enforced stays what it is."""
    own = JobFailure(ErrorCode.TOO_LARGE, "Too large.")
    assert made_of(wrapped(ExtractorError("wrapped", cause=own))) is own


def test_messages_hold_no_urls_and_no_advice_for_the_command_line() -> None:
    """Addresses may be signed, and there is no command line here."""
    text = (
        "\x1b[0;31mERROR:\x1b[0m [x] 1: Failed at https://cdn/a?sig=s3cr3t now; please report this issue on  "
        "https://github.com/yt-dlp/yt-dlp/issues , filling out the template"
    )
    assert without_urls(text) == "[x] 1: Failed at (address) now"
    assert without_urls("It broke (caused by <HTTPError 500>)") == "It broke"
    assert len(without_urls("long " * 1000)) <= 200


def test_statuses_are_known() -> None:
    """The cases above are real statuses."""
    assert HTTPStatus(451).phrase
