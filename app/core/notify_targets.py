"""Parses NOTIFY_URLS: services that notify people, each named by a digest that says nothing of its URL."""

import hashlib
import re

#: Between two URLs: blanks, or a comma, before something that begins like a URL. Both may also be in a URL.
_BETWEEN = re.compile(r"(?:\s*,\s*|\s+)(?=[A-Za-z][A-Za-z0-9+.-]*://)")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+")
#: Characters of a digest.
DIGITS = 16


def notify_targets(text: str) -> dict[str, str]:
    """The URLs by their digests, in order. Raises ValueError, without the text, for what is no URL."""
    urls = [url for url in _BETWEEN.split(text.strip()) if url]
    for number, url in enumerate(urls, start=1):
        if _URL.fullmatch(url) is None:
            raise ValueError(f"must be URLs with blanks or commas between, as in ntfy://topic; number {number} is none")
    return {hashlib.sha256(url.encode()).hexdigest()[:DIGITS]: url for url in urls}


def scheme_of(url: str) -> str:
    """What may be shown of a URL: the service."""
    return url.partition("://")[0].lower()
