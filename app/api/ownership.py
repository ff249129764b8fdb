"""Hides from callers with a user what belongs to others: one gate before all routes, closed by default.

The parameters of a path say what it is about (`KINDS`). If that belongs to another user, the route gets an id instead
that nothing has, so its response is, to the byte, that of a missing one. A path without such a parameter declares what
it shows (`@shows`); where it declares nothing, callers with a user are refused.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any, TypeVar

from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import Receive, Scope, Send

from app.api.dependencies import UUID
from app.core.caller import UNKNOWN, Caller
from app.core.errors import Forbidden, InvalidRequest, Refusal
from app.db import owners
from app.db.store import Store

Endpoint = TypeVar("Endpoint")
#: The name of an endpoint's declaration.
_SHOWS = "declared_shows"


class Shows(Enum):
    """What a route without an owned parameter in its path shows to a caller with a user."""

    #: What belongs to the caller; the route and the services that it calls see to that.
    OWN = "own"
    #: The same to every caller: nothing in it belongs to a user.
    COMMON = "common"


#: Reads the owner of a thing; None if there is none.
Owner = Callable[[Any, str], tuple[str | None] | None]
#: Parameters of paths that name a thing of a user.
KINDS: Mapping[str, Owner] = {
    "job_id": owners.of_job,
    "analysis_id": owners.of_job,
    "export_id": owners.of_job,
    "transcript_id": owners.of_job,
    "video_id": owners.of_video,
    "webhook_id": owners.of_webhook,
    "preset_id": owners.of_preset,
    "feed_id": owners.of_feed,
    "share_id": owners.of_share,
}
#: Parameters of paths that name a part of the thing before them, or what is the same for all: a speech model.
#: And uploads, which are no rows: their service compares the user; and share links, which are open to all.
PARTS = frozenset(
    {"artifact_id", "delivery_id", "scene_id", "filename", "index", "word", "model", "upload_id", "clip_id", "entry"}
    | {"share_token"}
)
#: Parameters of paths for callers without a user alone.
OF_ALL = frozenset({"key_id", "voice_id"})


def shows(what: Shows) -> Callable[[Endpoint], Endpoint]:
    """Declare what an endpoint shows."""

    def declare(endpoint: Endpoint) -> Endpoint:
        setattr(endpoint, _SHOWS, what)
        return endpoint

    return declare


def shown_by(route: BaseRoute) -> Shows | None:
    """What a route declares that it shows."""
    found: Shows | None = getattr(getattr(route, "endpoint", None), _SHOWS, None)
    return found


def owned_parameters(route: BaseRoute) -> tuple[str, ...] | None:
    """The parameters of a route's path that name things of users; None if one is of an unknown kind."""
    names = list(route.param_convertors) if isinstance(route, Route | WebSocketRoute) else []
    if any(name not in KINDS and name not in PARTS for name in names):
        return None
    return tuple(name for name in names if name in KINDS)


class Ownership:
    """The gate before these routes."""

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self._owned = {id(route): owned_parameters(route) for route in routes}

    async def serve(self, route: BaseRoute, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request by its route, with the ids of what its caller may not see replaced."""
        caller: Caller = scope["caller"]
        if caller.user is None or caller is UNKNOWN:  # what serves callers without a key is open to all
            await route.handle(scope, receive, send)
            return
        owned = self._owned.get(id(route))
        if not owned:
            if owned is None or shown_by(route) is None:
                raise Forbidden("This is not for keys with a user.")
            await route.handle(scope, receive, send)
            return
        hidden = await self._hidden(scope, caller, owned)
        if not hidden:
            await route.handle(scope, receive, send)
            return
        replaced = {name: nothing for name, (_, nothing) in hidden.items()}
        scope = {**scope, "path_params": scope["path_params"] | replaced}
        with renamed({nothing: known for known, nothing in hidden.values()}):
            await route.handle(scope, receive, send)

    async def _hidden(self, scope: Scope, caller: Caller, owned: Sequence[str]) -> dict[str, tuple[str, str]]:
        """The parameters with things of others: the id of each, and one that nothing has."""
        store: Store = scope["state"]["store"]
        found = {}
        for name in owned:
            known = str(scope["path_params"][name]).lower()
            if UUID.fullmatch(known) is None:
                continue  # nothing has it
            owner = await store.read(KINDS[name], known)
            if owner is not None and not caller.sees(owner[0]):
                found[name] = (known, str(uuid.uuid4()))
        return found


class renamed:  # noqa: N801 - a context manager
    """Within the block, refusals that name one of these ids name the other one instead."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def __enter__(self) -> None:
        return None

    def __exit__(self, _: type[BaseException] | None, error: BaseException | None, __: object) -> None:
        if not isinstance(error, Refusal):
            return
        error.message = self._with_names(error.message)
        if isinstance(error, InvalidRequest):
            error.errors = [row | {"msg": self._with_names(str(row["msg"]))} for row in error.errors]

    def _with_names(self, text: str) -> str:
        for name, other in self._names.items():
            text = text.replace(name, other)
        return text
