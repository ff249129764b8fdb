"""Defines every error that this product raises, in one tree.

    AppError
    ├── Refusal            the client can act: an HTTP problem, or a socket's close code
    │   ├── InvalidRequest     422   the request says something that cannot be done
    │   ├── Unauthenticated    401   a key is needed
    │   ├── Forbidden          403   the key does not allow this
    │   ├── ForbiddenOrigin    403   another site's page asked
    │   ├── NotFound           404   no such job, video, artifact
    │   ├── TooSlow            408   the body stopped coming
    │   ├── WrongState         409   the job is not in a state that allows this
    │   ├── Expired            410   it was here, and its time is over
    │   ├── PreconditionFailed 412   somebody else has changed it meanwhile
    │   ├── TooLarge           413   more bytes, pixels or seconds than the limits allow
    │   ├── NotMedia           415   the bytes are no media that we read
    │   ├── TooManyRequests    429   come back later
    │   └── Unavailable        503   the queue is full, or the server is going down
    ├── JobFailure         stored with the job: code, message, stage, retryable
    └── StartRefused       the server does not start, and says why in one line
        ├── SettingsInvalid    a setting is unknown or malformed; it is named
        ├── DatabaseInUse      another server holds the database or the data folder
        ├── DatabaseUnusable   it cannot be opened or written, is damaged, or is newer than this program
        ├── FolderUnusable     a folder that must be written cannot be
        └── FolderForeign      a folder holds what is not ours

What is none of these is a fault of ours: logged with its traceback, shown to clients as an id.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar


class ErrorCode(StrEnum):
    """Why a job failed (the contract's table)."""

    INVALID_SOURCE = "invalid_source"
    BLOCKED_ADDRESS = "blocked_address"
    UNSUPPORTED_MEDIA = "unsupported_media"
    SOURCE_UNAVAILABLE = "source_unavailable"
    NEEDS_LOGIN = "needs_login"
    RATE_LIMITED = "rate_limited"
    TOO_LARGE = "too_large"
    TOO_LONG = "too_long"
    NO_AUDIO = "no_audio"
    MODEL_UNAVAILABLE = "model_unavailable"
    OUT_OF_MEMORY = "out_of_memory"
    DISK_FULL = "disk_full"
    TIMEOUT = "timeout"
    CRASHED = "crashed"
    FINDINGS = "findings"
    PROVIDER_FAILED = "provider_failed"
    CONTENT_REFUSED = "content_refused"
    BUDGET = "budget"
    INTERNAL = "internal"


#: Failures that may pass, so that another attempt makes sense. `retryable=` overrides this: a source that is gone for
#: good is `source_unavailable` too.
TRANSIENT = frozenset(
    {
        ErrorCode.SOURCE_UNAVAILABLE,
        ErrorCode.RATE_LIMITED,
        ErrorCode.OUT_OF_MEMORY,
        ErrorCode.DISK_FULL,
        ErrorCode.CRASHED,
        ErrorCode.BUDGET,
        ErrorCode.INTERNAL,
    }
)


class AppError(Exception):
    """Base of all errors that this product raises deliberately."""


class Refusal(AppError):
    """A request that is refused; the client can act on it. `code` is stable, `message` is for users."""

    status: ClassVar[int] = 400
    code: str = "bad_request"
    title: ClassVar[str] = "Bad request"

    def __init__(self, message: str, *, code: str | None = None, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.headers = dict(headers or {})


class InvalidRequest(Refusal):
    """The request says something that cannot be done. `errors` are rows of {loc: [..], msg: str}."""

    status = 422
    code = "invalid_request"
    title = "Invalid request"

    def __init__(self, message: str, *, errors: Sequence[Mapping[str, Any]] = (), code: str | None = None) -> None:
        super().__init__(message, code=code)
        self.errors = [dict(row) for row in errors]


class Unauthenticated(Refusal):
    """The API key is missing or wrong."""

    status = 401
    code = "unauthenticated"
    title = "An API key is needed"

    def __init__(self, message: str = "Send the API key as X-API-Key or as Authorization: Bearer.") -> None:
        super().__init__(message, headers={"WWW-Authenticate": "Bearer"})


class Forbidden(Refusal):
    """The key's scope does not include this, or the request names another user."""

    status = 403
    code = "forbidden"
    title = "Not allowed"


class ForbiddenOrigin(Refusal):
    """A page of another site, or an unknown host name, asked."""

    status = 403
    code = "forbidden_origin"
    title = "Origin not allowed"


class NotFound(Refusal):
    """No such job, video or artifact."""

    status = 404
    code = "not_found"
    title = "Not found"


class TooSlow(Refusal):
    """The request's body stopped coming, or came too slowly."""

    status = 408
    code = "request_timeout"
    title = "Request not finished in time"

    def __init__(self) -> None:
        super().__init__("The request's body stopped coming.", headers={"Connection": "close"})


class WrongState(Refusal):
    """The job is in a state that does not allow this."""

    status = 409
    code = "wrong_state"
    title = "Not possible in this state"


class Expired(Refusal):
    """Its time is over."""

    status = 410
    code = "expired"
    title = "Expired"


class PreconditionFailed(Refusal):
    """What the request is about was changed since the client read it (`If-Match`)."""

    status = 412
    code = "precondition_failed"
    title = "Changed meanwhile"


class TooLarge(Refusal):
    """More bytes, pixels or seconds than the limits allow."""

    status = 413
    code = "too_large"
    title = "Too large"


class NotMedia(Refusal):
    """The bytes are no media that we read."""

    status = 415
    code = "unsupported_media"
    title = "Unsupported media"


class TooManyRequests(Refusal):
    """Come back after `retry_after_s` seconds."""

    status = 429
    code = "too_many_requests"
    title = "Too many requests"

    def __init__(self, message: str, *, retry_after_s: int) -> None:
        super().__init__(message, headers={"Retry-After": str(retry_after_s)})


class RateLimited(TooManyRequests):
    """The key, or the address without one, has sent more requests than RATE_LIMIT allows."""

    code = "rate_limited"


class QuotaExceeded(TooManyRequests):
    """The user has as many waiting jobs, or as many stored bytes, as the server's quotas allow."""

    code = "quota_exceeded"
    title = "Quota used up"


class Unavailable(Refusal):
    """The queue is full or the server is going down; come back after `retry_after_s` seconds."""

    status = 503
    code = "unavailable"
    title = "Not available right now"

    def __init__(self, message: str, *, retry_after_s: int, code: str | None = None) -> None:
        super().__init__(message, code=code, headers={"Retry-After": str(retry_after_s)})


class StorageLost(Unavailable):
    """DATA_DIR was removed, moved or replaced under the running server; nothing can be stored."""

    def __init__(self, why: str) -> None:
        message = f"{why}. Put it back, or stop the server and start it again with the right one."
        super().__init__(message, retry_after_s=10, code="storage_failed")


class Stopping(Unavailable):
    """The server is stopping; it may be back soon."""

    def __init__(self) -> None:
        super().__init__("The server is stopping.", retry_after_s=10)


class JobFailure(AppError):
    """An attempt of a job failed; the failure is stored with the job.

    `message` states the problem and what to do about it, without secrets: it is shown to users. `retry_after_s` is the
    wait that the other side requested (HTTP 429), `host` the host to avoid meanwhile. With `counts=False` no retry is
    spent: the job only waits for something outside it (free disk, a host's cool-down).
    """

    def __init__(
        self,
        code: ErrorCode,
        message: str,
        *,
        retryable: bool | None = None,
        retry_after_s: float | None = None,
        host: str | None = None,
        stage: str | None = None,
        counts: bool = True,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.counts = counts
        self.retryable = code in TRANSIENT if retryable is None else retryable
        self.retry_after_s = retry_after_s
        self.host = host
        self.stage = stage


class StartRefused(AppError):
    """The server does not start; the message is one line with the reason and the remedy."""


class SettingsInvalid(StartRefused):
    """A setting is unknown or malformed; the message names it."""


class DatabaseInUse(StartRefused):
    """Another server process holds the database or the data folder; the message names it."""


class DatabaseUnusable(StartRefused):
    """The database cannot be opened or written, is damaged, or is newer than this program."""


class FolderUnusable(StartRefused):
    """A folder that must be writable is not. `why` is the system's error."""

    def __init__(self, folder: Path, why: OSError) -> None:
        super().__init__(
            f"{folder} cannot be written ({why.strerror or why}). Check its rights and free space, and that its disk "
            "is not mounted read-only."
        )


class FolderForeign(StartRefused):
    """A folder that the server would clean contains foreign files, such as the one named `what`."""

    def __init__(self, folder: Path, what: str, *, link: Path | None = None) -> None:
        via = f" ({link} leads there)" if link is not None else ""
        super().__init__(
            f"{folder}{via} holds files that are not this program's, as {what}. The server removes half-done work in "
            "its folder by itself, so it begins in an empty one: set DATA_DIR to a folder of its own."
        )


#: How Python, C++ libraries, the linker and GPUs report a lack of memory, in lower case. A thread that cannot be
#: started lacks the memory for its stack.
_NO_MEMORY = (
    "memoryerror",
    "bad_alloc",
    "bad allocation",
    "alloc_failed",
    "out of memory",
    "failed to allocate",
    "cannot allocate memory",
    "memory allocation still failed",
    "failed to map segment",
    "can't start new thread",
    "pthread_create failed",
)


def reports_out_of_memory(text: str) -> bool:
    """Whether a library's message reports a lack of memory."""
    return any(words in text.lower() for words in _NO_MEMORY)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether the error or one of its causes is a lack of memory."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, MemoryError) or reports_out_of_memory(str(cause)):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
