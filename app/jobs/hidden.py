"""Recognises links as they are stored and shown, with three stars for the password."""

import re
from typing import Final

HIDDEN: Final = "***"
_HIDES: Final = re.compile(r"https?://(?:[^/?#@]*:)?\*\*\*@")


def hides_credentials(url: str | None) -> bool:
    """Whether credentials were removed from this link."""
    return url is not None and _HIDES.match(url) is not None
