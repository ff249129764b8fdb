"""Translates what yt-dlp raises to a failure that a user can act on.

yt-dlp wraps errors in errors, some with their cause, some only with its text, so the whole chain is searched, most
specific first: a blocked address, a full disk, the extractor's own message about the video, and then the HTTP status or
the network error. The site's texts get into the message only without URLs, because a URL may contain a secret.
"""

import errno
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from yt_dlp.networking.exceptions import CertificateVerifyError, HTTPError, RequestError, TransportError
from yt_dlp.utils import DownloadError, ExtractorError, GeoRestrictedError, UnsupportedError

from app.core.errors import ErrorCode, JobFailure
from app.core.retry_after import retry_after_s
from app.sources.netguard import BlockedAddress
from app.sources.source_url import SourceUrl, blocked_sentence

MAX_REASON_CHARS: Final = 200
URL: Final = re.compile(r"(?:[a-z][a-z0-9+.-]*://|\bdata:)\S+", re.IGNORECASE)
#: yt-dlp's advice for users of its command line, and the inner error, which we report ourselves.
ADVICE: Final = re.compile(
    r"[;.,]? *(?:please report this issue on|use (?:the )?--|See +\(address\)|Confirm you are on|\(caused by ).*",
    re.DOTALL | re.IGNORECASE,
)
NO_SPACE: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


@dataclass(frozen=True, slots=True)
class ErrorPattern:
    """Matches extractors' messages about one kind of error; `code` and `sentence` are those of the failure."""

    pattern: re.Pattern[str]
    code: ErrorCode
    sentence: str
    retryable: bool = False


def _pattern(code: ErrorCode, sentence: str, *patterns: str, retryable: bool = False) -> ErrorPattern:
    return ErrorPattern(re.compile("|".join(patterns), re.IGNORECASE), code, sentence, retryable)


GEO_RESTRICTED: Final = _pattern(
    ErrorCode.SOURCE_UNAVAILABLE,
    "The video may not be watched from the country of this server.",
    r"geo.?restrict",
    r"not (?:made (?:this video )?)?available (?:in|from) your (?:country|location|region)",
)
#: In order of precedence.
ERROR_PATTERNS: Final = (
    _pattern(ErrorCode.UNSUPPORTED_MEDIA, "The video is protected by DRM and cannot be downloaded.", r"\bDRM\b"),
    _pattern(
        ErrorCode.RATE_LIMITED,
        "The site asks for fewer requests.",
        r"rate.?limit",
        r"too many requests",
        r"try again later",
        retryable=True,
    ),
    GEO_RESTRICTED,
    _pattern(
        ErrorCode.SOURCE_UNAVAILABLE,
        "The video is private, was removed, or never existed.",
        r"private video|\bis private\b|members.only|join this channel",
        r"(?:has been|was|been) (?:removed|deleted|terminated)|no longer available|is not available anymore",
        r"do(?:es ?n.t| not) exist|\bnot found\b|video (?:is )?unavailable|content is ?n.t available",
    ),
    _pattern(
        ErrorCode.SOURCE_UNAVAILABLE,
        "The video has not been published yet. Post it again when it has.",
        r"live event will begin|premieres? in|has not (?:yet )?started|not currently live|is upcoming",
    ),
    _pattern(
        ErrorCode.NEEDS_LOGIN,
        "The site shows this video only after a login. Download it yourself and upload the file.",
        r"sign in|log ?in\b|login|registered users|account cookies|--cookies|--username|authenticat|password",
        r"subscri(?:be|ption)|premium|purchase|age.?restrict|confirm your age",
    ),
    _pattern(
        ErrorCode.UNSUPPORTED_MEDIA,
        "There is no video or audio there in a form that can be downloaded.",
        r"no video formats|requested format is not available|no media found|there.s no video|no video in this",
    ),
    _pattern(
        ErrorCode.SOURCE_UNAVAILABLE,
        "The site sent no data.",
        r"downloaded file is empty|not get any data",
        retryable=True,
    ),
    _pattern(
        ErrorCode.UNSUPPORTED_MEDIA,
        "The video is streamed in a form that cannot be downloaded safely (a live stream, or an old protocol).",
        r"ffmpeg|unsupported features",
    ),
)


def failure_from(
    error: BaseException, request: BaseException | None, source: SourceUrl, *, transferring: bool
) -> JobFailure:
    """The failure behind `error`. `request` is the error of the latest request, if it failed: yt-dlp may have lost it.

    `transferring` is whether the media itself was being transferred, after its address was found.
    """
    chain = list(causes(error))
    if request is not None:
        chain += [cause for cause in causes(request) if cause not in chain]
    own = next((cause for cause in chain if isinstance(cause, JobFailure)), None)
    if own is not None:
        return own
    return (
        blocked_among(chain)
        or _of_our_machine(chain)
        or _of_site_words(chain, source)
        or _of_http(chain, source, transferring=transferring)
        or _of_network(chain, source)
        or _of_extractor(chain, source)
    )


def causes(error: BaseException) -> Iterator[BaseException]:
    """The error and all its causes, outermost first."""
    waiting, seen = [error], {id(error)}
    while waiting:
        current = waiting.pop(0)
        yield current
        inner: list[Any] = [current.__cause__, getattr(current, "cause", None), getattr(current, "reason", None)]
        inner += list(getattr(current, "exc_info", None) or ())[1:2]
        inner += getattr(current, "unexpected_errors", None) or []
        inner += [*current.args, current.__context__]
        for cause in inner:
            if isinstance(cause, BaseException) and id(cause) not in seen:
                seen.add(id(cause))
                waiting.append(cause)


def without_urls(text: str) -> str:
    """The text as one line, without URLs (they may hold secrets), terminal colours and advice for the command line."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    text = URL.sub("(address)", text)
    text = ADVICE.sub("", text)
    text = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return text.removeprefix("ERROR: ")[:MAX_REASON_CHARS]


def blocked_among(chain: Iterable[BaseException]) -> JobFailure | None:
    """The failure if the guard refused a connection; else None."""
    for cause in chain:
        if isinstance(cause, BlockedAddress):
            return JobFailure(ErrorCode.BLOCKED_ADDRESS, blocked_sentence(cause.host, cause.reach))
    return None


def _of_our_machine(chain: list[BaseException]) -> JobFailure | None:
    for cause in chain:
        if isinstance(cause, OSError) and cause.errno in NO_SPACE:
            return JobFailure(ErrorCode.DISK_FULL, "The disk is full. Free some space; the job goes on by itself.")
        if isinstance(cause, OSError) and cause.errno == errno.EFBIG:
            return JobFailure(ErrorCode.TOO_LARGE, "The download became larger than a file may be here.")
    return None


def _of_site_words(chain: list[BaseException], source: SourceUrl) -> JobFailure | None:
    for cause in chain:
        if isinstance(cause, UnsupportedError):
            return JobFailure(
                ErrorCode.UNSUPPORTED_MEDIA,
                "There is a web page at this address, and no video or audio was found in it. "
                "Post the address of the video itself.",
            )
        if isinstance(cause, GeoRestrictedError):
            return _matched_failure(GEO_RESTRICTED, cause.orig_msg, source)
    messages = [cause.orig_msg for cause in chain if isinstance(cause, ExtractorError) and cause.cause is None]
    if not any(isinstance(cause, RequestError | ExtractorError) for cause in chain):
        messages = [cause.msg for cause in chain if isinstance(cause, DownloadError)]
    for words in messages:
        for error_pattern in ERROR_PATTERNS:
            if error_pattern.pattern.search(URL.sub("", words)):
                return _matched_failure(error_pattern, words, source)
    return None


def _matched_failure(error_pattern: ErrorPattern, words: str, source: SourceUrl) -> JobFailure:
    words = without_urls(words)
    message = f"{error_pattern.sentence} The site's answer: {words}" if words else error_pattern.sentence
    host = source.host if error_pattern.code is ErrorCode.RATE_LIMITED else None
    return JobFailure(error_pattern.code, message, retryable=error_pattern.retryable, host=host)


def _of_http(chain: list[BaseException], source: SourceUrl, *, transferring: bool) -> JobFailure | None:
    found = next((cause for cause in chain if isinstance(cause, HTTPError)), None)
    if found is None:
        return None
    status, host = int(found.status), source.host
    wait_s = retry_after_s(found.response.headers.get("Retry-After"))
    if found.redirect_loop:
        return _unavailable(f"{host} sends every request on in a circle.", retryable=False)
    if status == 429:
        return JobFailure(
            ErrorCode.RATE_LIMITED, f"{host} asks for fewer requests (HTTP 429).", retry_after_s=wait_s, host=host
        )
    if status in {401, 407}:
        return JobFailure(
            ErrorCode.NEEDS_LOGIN,
            f"{host} asks for a login (HTTP {status}). Download the video yourself and upload the file.",
        )
    if status in {404, 410}:
        return _unavailable(f"There is nothing at this address of {host} (HTTP {status}).", retryable=False)
    if status == 451:
        return _unavailable(f"{host} may not show this for legal reasons (HTTP 451).", retryable=False)
    if status >= 500 or status in {408, 416, 425}:
        return _unavailable(f"{host} has trouble at the moment (HTTP {status}).", retryable=True, wait_s=wait_s)
    if status == 403 and transferring:
        # Addresses of media expire; a new attempt gets a new one.
        return _unavailable(f"{host} broke off the download (HTTP 403).", retryable=True)
    return _unavailable(f"{host} refuses access (HTTP {status}).", retryable=False)


def _of_network(chain: list[BaseException], source: SourceUrl) -> JobFailure | None:
    host = source.host
    if any(isinstance(cause, CertificateVerifyError) for cause in chain):
        return _unavailable(f"The certificate of {host} cannot be trusted.", retryable=False)
    if any(isinstance(cause, TimeoutError) or "timed out" in str(cause).lower() for cause in chain):
        return _unavailable(f"{host} did not answer in time.", retryable=True)
    if any(type(cause).__name__ in {"gaierror", "NameResolutionError"} for cause in chain):
        return _unavailable(f"No address was found for {host}. Check its spelling.", retryable=True)
    lost = any("Got error:" in str(cause) for cause in chain)  # all retries failed
    if lost or any(isinstance(cause, TransportError | ConnectionError) for cause in chain):
        return _unavailable(f"The connection to {host} failed or was cut off.", retryable=True)
    if any(isinstance(cause, RequestError) for cause in chain):
        return _unavailable(f"{host} answers in a way that cannot be followed.", retryable=False)
    return None


def _of_extractor(chain: list[BaseException], source: SourceUrl) -> JobFailure:
    """The failure for everything else: the site's page was not understood; a retry or a newer yt-dlp may help."""
    words = without_urls(str(getattr(chain[0], "msg", None) or chain[0]))
    return _unavailable(
        f"The video could not be fetched from {source.host}: {words}. "
        "If this stays, the server's yt-dlp may be too old for this site.",
        retryable=True,
    )


def _unavailable(message: str, *, retryable: bool, wait_s: float | None = None) -> JobFailure:
    return JobFailure(ErrorCode.SOURCE_UNAVAILABLE, message, retryable=retryable, retry_after_s=wait_s)
