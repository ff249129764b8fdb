"""Generates the page about errors from the error classes and the failure codes."""

from collections.abc import Iterator

from app.core.errors import TRANSIENT, ErrorCode, Refusal

#: The meaning of each failure code and what to do about it.
FAILURES = {
    ErrorCode.INVALID_SOURCE: "The URL is malformed or not http(s), or the upload is gone. Correct it.",
    ErrorCode.BLOCKED_ADDRESS: "The source or a redirect is at a private address. `ALLOW_PRIVATE_NETWORKS` permits it.",
    ErrorCode.UNSUPPORTED_MEDIA: "Not media that is read here: a page, a playlist file, damaged or unknown bytes.",
    ErrorCode.SOURCE_UNAVAILABLE: "The source, or a service that a job uses, did not answer, broke off, or is gone. "
    "Gone for good is not retried.",
    ErrorCode.NEEDS_LOGIN: "The site shows this to signed-in people only. Download it yourself and upload the file.",
    ErrorCode.RATE_LIMITED: "The site or service asks for patience. All jobs on that host wait together.",
    ErrorCode.TOO_LARGE: "More than `MAX_UPLOAD_BYTES`, `MAX_DOWNLOAD_BYTES`, `MAX_PIXELS` or `MAX_FILM_PIXELS`.",
    ErrorCode.TOO_LONG: "Longer than `MAX_VIDEO_SECONDS`.",
    ErrorCode.NO_AUDIO: "The job needs sound and the source has none.",
    ErrorCode.MODEL_UNAVAILABLE: "The speech model is not on disk and cannot be fetched: `main.py models fetch NAME`. "
    "Of a service: it has no key or refuses it, or its package is not installed.",
    ErrorCode.OUT_OF_MEMORY: "Out of memory. The next attempt takes less at a time; else choose a smaller model.",
    ErrorCode.DISK_FULL: "No space left, or less than `DISK_RESERVE_BYTES`. Free some, or set `RETENTION_DAYS`.",
    ErrorCode.TIMEOUT: "Longer than a time limit; the message names it. A retry goes on after the finished stages.",
    ErrorCode.CRASHED: "A stage's process died. Twice in the same stage is permanent: the input is to blame.",
    ErrorCode.FINDINGS: "The job's `fail_on` demands it: a finding is that severe. All results are there.",
    ErrorCode.PROVIDER_FAILED: "The paid service could not do it; the message has its words. A retry of the job orders "
    "it anew. Of a prompt: no provider could, or none can make such a film.",
    ErrorCode.CONTENT_REFUSED: "The provider refuses to make a film of this prompt. Write another one.",
    ErrorCode.BUDGET: (
        "`PROVIDER_DAILY_BUDGET_USD` is spent. The job waits for the next day (UTC), or for a provider within it, "
        "without a retry."
    ),
    ErrorCode.INTERNAL: "A mistake of ours. The log has its traceback under the id in the message.",
}

#: Codes that are more specific than a refusal's class: (status, code) → when.
FINER = {
    (400, "bad_request"): "What was sent is no HTTP request.",
    (403, "forbidden_host"): "The `Host` header names none of `ALLOWED_HOSTS`.",
    (404, "model_not_found"): "Below `/v1`: no such speech model; `GET /v1/models` lists them.",
    (405, "method_not_allowed"): "The path takes other methods; `Allow` names them.",
    (408, "header_unfinished"): "The request's header was not finished within `REQUEST_HEADER_TIMEOUT`.",
    (409, "name_taken"): "Another key in use has this name.",
    (409, "idempotency_conflict"): "The `Idempotency-Key` was used with another body.",
    (409, "job_cancelled"): "Somebody cancelled the job that a request below `/v1` waited for.",
    (409, "hooks_off"): "`MEDIA_FOLDERS` is not set, so reports of media servers lead to nothing.",
    (409, "offset_mismatch"): "The bytes of an upload do not begin where the stored ones end; `HEAD` tells where.",
    (409, "video_deleted"): "The video that this `Idempotency-Key` made was deleted; use a new key.",
    (410, "clip_gone"): "The clip that a share link was to is not there any more.",
    (412, "tus_version"): "An upload in several requests needs `Tus-Resumable: 1.0.0`.",
    (413, "too_long"): "The upload is longer than `MAX_VIDEO_SECONDS`.",
    (415, "unsupported_content_type"): "The path takes another `Content-Type`; the detail names it.",
    (416, "range_not_satisfiable"): "The file is shorter than the range that was asked for.",
    (422, "invalid_source"): "The source is no `http://` or `https://` URL.",
    (422, "blocked_address"): "The source is at a private address; see the failure of this name.",
    (423, "upload_locked"): "Another request goes on with this upload.",
    (429, "rate_limited"): "A key, or an address without one, sent more requests than `RATE_LIMIT` allows.",
    (429, "quota_exceeded"): "A user has `QUOTA_WAITING_JOBS` waiting jobs, or `QUOTA_BYTES` of files.",
    (431, "header_too_large"): "The request's header has more than 64 kB or 200 fields; a socket's less.",
    (500, "internal"): "A mistake of ours; the log has its traceback under the answer's `id`.",
    (500, "job_failed"): "Below `/v1`: the job failed; the code of the answer is mostly that of the failure.",
    (503, "queue_full"): "`MAX_QUEUE_SIZE` jobs wait already.",
    (503, "disk_full"): "No space left for an upload.",
    (503, "too_many_connections"): "`MAX_CONNECTIONS_PER_ADDRESS`, or the limit on open files, is reached.",
    (503, "media_server_away"): "The media server that reported a film did not answer when asked for its path.",
    (503, "busy"): "Too many playlists are asked for.",
    (503, "too_many_bodies"): "Too many large bodies are under way.",
    (503, "storage_away"): "The file is in `STORAGE_URL` alone, which cannot be reached just now.",
    (503, "storage_failed"): "The database could not write; nothing was changed.",
    (
        503,
        "search_timeout",
    ): "A search took longer than 5 s and was stopped. Look for more letters, or narrow the list.",
    (503, "searches_busy"): "A search waited half a minute for others. Try again.",
}


def page() -> str:
    """The text of `docs/reference/errors.md`."""
    lines = [
        "# Errors",
        "",
        "This page is written from `app/core/errors.py` by `python main.py reference`.",
        "",
        "## Answers of the API",
        "",
        "Every error is `application/problem+json` (RFC 9457) with `type`, `title`, `status`, `detail` and `code`; a",
        "validation error also lists `errors`: `[{loc, msg}]`. `detail` says what to do. There is never a stack trace.",
        "",
        "| status | code | title | when |",
        "|---|---|---|---|",
        *(f"| {kind.status} | `{kind.code}` | {kind.title} | {_first_line(kind)} |" for kind in _refusals()),
        "",
        "Some answers say more by a code of their own; `/api/v1/playlist` also has those of failed jobs:",
        "",
        "| status | code | when |",
        "|---|---|---|",
        *(f"| {status} | `{code}` | {when} |" for (status, code), when in FINER.items()),
        "",
        "## Failures of a job",
        "",
        "A failed attempt is stored with the job: `{code, message, stage, retryable}`. One that may pass puts",
        "the job back to `pending` with `next_attempt_at` until its retries are spent.",
        "",
        "| code | retried | what it means, what to do |",
        "|---|---|---|",
        *(f"| `{code}` | {'yes' if code in TRANSIENT else 'no'} | {FAILURES[code]} |" for code in ErrorCode),
    ]
    return "\n".join(lines) + "\n"


def _refusals() -> Iterator[type[Refusal]]:
    """The refusal classes of core, by status. Subclasses elsewhere are more specific and have the same status."""
    kinds = [kind for kind in Refusal.__subclasses__() if kind.__module__ == Refusal.__module__]
    yield from sorted(kinds, key=lambda kind: kind.status)


def _first_line(kind: type[Refusal]) -> str:
    return (kind.__doc__ or "").strip().splitlines()[0]
