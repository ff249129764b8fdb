"""Gives a page its content policy: inline scripts are allowed by their hash, and it works below a proxy's prefix."""

import base64
import hashlib
import re
from collections.abc import Mapping

_INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
#: A URL on this server in pages.
_OWN_ADDRESS = re.compile(r'((?:href|src)="|": "|url: "|Redoc\.init\(")/((?:static|docs|openapi\.json)\b)')


def with_policy(text: str, policy: Mapping[str, str], root_path: str = "") -> tuple[str, str]:
    """The page and its policy, whose `script-src` also allows the page's inline scripts.

    Below a proxy's prefix its URLs have the prefix, and an attribute of its root element passes it to scripts.
    """
    if root_path:
        text = _OWN_ADDRESS.sub(rf"\1{root_path}/\2", text).replace("<html ", f'<html data-root="{root_path}" ', 1)
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in _INLINE.findall(text))
    allowed = {**policy, "script-src": f"{policy['script-src']} {hashes}".rstrip()}
    return text, "; ".join(f"{name} {sources}" for name, sources in allowed.items())


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
