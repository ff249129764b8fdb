"""Finds IP addresses of both versions."""

import re
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address

from app.checks.personal_match import PersonalMatch
from app.checks.spelled_out import Respelt

_V4 = re.compile(r"(?<![\w.:-])\d{1,3}(?:\.\d{1,3}){3}(?![\w-]|\.\d)")
_V6 = re.compile(r"(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:]|\.\d)", re.IGNORECASE)
#: Four numbers after such a word are a release, or a place in a document.
_RELEASE = re.compile(
    r"(?:version|release|build|firmware|driver|update|section|chapter|clause|abschnitt|kapitel|§|\bv)[ .:]*$"
    r"|[<>=~]= *$",
    re.IGNORECASE,
)


def find(text: Respelt) -> Iterator[PersonalMatch]:
    """Each address, with its signs said or written."""
    for match in _V4.finditer(text.text):
        before = text.text[max(0, match.start() - 16) : match.start()]
        if _RELEASE.search(before) is None and _parsed(match[0]) is not None:
            yield PersonalMatch(*text.place(*match.span()), match[0], 0.9)
    for match in _V6.finditer(text.text):
        groups = [group for group in match[0].split(":") if group]
        if len(groups) >= 3 and _parsed(match[0]) is not None:
            yield PersonalMatch(*text.place(*match.span()), match[0], 0.9)


def is_public(value: str) -> bool:
    """Whether the address can be that of a person's connection: not of a private network, nor reserved."""
    parsed = _parsed(value)
    return parsed is not None and parsed.is_global


def _parsed(value: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(value)
    except ValueError:
        return None
