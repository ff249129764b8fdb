"""Finds the key of programs that can send no header of their own: in the path, or as the password of HTTP Basic.

Only on routes that declare it (`RoutePolicy.key_anywhere`): `/key/<API key>/asr` is `/asr` with that key. The path is
replaced before anything sees it, so that no log has the key.
"""

import base64
import binascii
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.types import Scope

from app.api.policy import Policies

#: What such paths begin with, and the name of their key in a request's scope.
PREFIX, PATH_KEY = "/key/", "path_key"
#: Parts of a path that are looked at: a key may have slashes.
MOST_PARTS = 20


def take_key(scope: Scope, policies: Policies) -> None:
    """Replace a path with a key by the path after it, if that is a route that takes keys so."""
    parts = scope["path"].removeprefix(PREFIX).split("/")
    if len(parts) > MOST_PARTS:
        return
    for count in range(1, len(parts)):
        path = "/" + "/".join(parts[count:])
        if policies.of(_bare(scope, path)).key_anywhere:
            scope["path"], scope["raw_path"] = path, quote(path).encode()
            scope[PATH_KEY] = "/".join(parts[:count])
            return


def _bare(scope: Scope, path: str) -> Scope:
    """A request for another path, of which nothing is known yet."""
    return {"type": scope["type"], "method": scope.get("method", "GET"), "path": path, "root_path": "", "headers": []}


def password_in(headers: Headers) -> str:
    """The password of HTTP Basic in a request's headers; empty if there is none."""
    scheme, _, credentials = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        decoded = base64.b64decode(credentials.strip(), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return decoded.partition(":")[2]
