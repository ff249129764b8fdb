"""The doctor tries the services that notify people, and never shows their URLs."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from app.cli import notify_finding
from app.cli.findings import Finding, Grade
from app.core import optional_packages
from app.core.settings import load_settings


def examined(urls: str, *, send: bool = False) -> list[Finding]:
    """The findings."""
    return list(notify_finding.notices(load_settings(notify_urls=urls), send=send))


class Answering(BaseHTTPRequestHandler):
    """Takes what is sent to /good."""

    def do_POST(self) -> None:
        self.send_response(204 if self.path == "/good" else 500)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Write nothing."""


def test_services_are_known_and_take_a_line() -> None:
    """Each on its own; nothing is sent without the request."""
    assert examined("") == []
    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        place = f"user:passw0rd@127.0.0.1:{server.server_port}"
        known, unknown = examined(f"json://{place}/good nosuch://{place}")
        good, bad = examined(f"json://{place}/good json://{place}/bad", send=True)
        server.shutdown()
    assert [one.grade for one in (known, unknown, good, bad)] == [Grade.OK, Grade.MISSING, Grade.OK, Grade.WARNING]
    assert "nosuch" in unknown.detail
    assert "did not take" in bad.detail
    assert "passw0rd" not in str((known, unknown, good, bad))


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what installs it."""
    monkeypatch.setattr(optional_packages, "find_spec", lambda _: None)
    (finding,) = examined("json://a.example")
    assert (finding.grade, finding.remedy) == (Grade.MISSING, "pip install -r requirements-notify.txt")
