"""Links as they are kept and shown: where one has a user name and password, the password is three stars."""

import re
from typing import Final

HIDDEN: Final = "***"
_HIDES: Final = re.compile(r"https?://(?:[^/?#@]*:)?\*\*\*@")


def hides_credentials(url: str | None) -> bool:
    """Whether something was taken out of this link."""
    return url is not None and _HIDES.match(url) is not None
