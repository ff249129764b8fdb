"""Refuses unknown query parameters: if they were ignored, a misspelt filter would list all jobs."""

from difflib import get_close_matches
from typing import cast

from fastapi import Depends
from fastapi.routing import APIRoute
from starlette.requests import Request

from app.core.errors import InvalidRequest

#: Least similarity of a proposed name, 0 to 1.
ALIKE = 0.5
#: Unknown names that are listed at most.
MOST_NAMES = 20


async def _known_names(request: Request) -> None:
    """Raise InvalidRequest for parameters that the route does not have.

    Names that begin with `_` are allowed: pages and tools add them to bypass caches.
    """
    route = cast(APIRoute, request.scope["route"])
    known = [parameter.alias for parameter in route.dependant.query_params]
    unknown = [name for name in request.query_params if name not in known and not name.startswith("_")]
    if unknown:
        shown = list(dict.fromkeys(unknown))[:MOST_NAMES]
        rows = [{"loc": ["query", name[:100]], "msg": _what_else(name, known)} for name in shown]
        raise InvalidRequest(f"In the query {rows[0]['msg']}", errors=rows)


def _what_else(name: str, known: list[str]) -> str:
    alike = get_close_matches(name[:100], known, n=1, cutoff=ALIKE)
    shown = f"did you mean `{alike[0]}`?" if alike else f"this path has {', '.join(known) or 'no parameters'}."
    return f"`{name[:100]}` is unknown; {shown}"


#: For routes that filter: `APIRouter.get(..., dependencies=[KNOWN_NAMES])`.
KNOWN_NAMES = Depends(_known_names)
