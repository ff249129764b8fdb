"""Formats refusals below the application as the same problem documents that the application sends."""

import json
from http import HTTPStatus


def problem_bytes(status: HTTPStatus, code: str, detail: str) -> bytes:
    """A complete response (RFC 9457), after which the connection is to be closed."""
    body = json.dumps(
        {
            "type": f"urn:problem:{code}",
            "title": status.phrase,
            "status": status.value,
            "detail": detail,
            "code": code,
        }
    ).encode()
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}",
        "Content-Type: application/problem+json",
        f"Content-Length: {len(body)}",
        "X-Content-Type-Options: nosniff",
        "Cache-Control: no-store",
        "Connection: close",
    )
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body
