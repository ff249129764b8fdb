"""Signing in to the dashboard: a key once, then a cookie that scripts cannot read."""

from typing import Any

from fastapi import Request, Response

from app.api.dependencies import Json, SettingsDep
from app.api.forwarded import client_key
from app.api.keys import ADMISSION, admission_of
from app.api.ownership import Shows, shows
from app.api.policy import Access, PolicyRouter, RoutePolicy, declares
from app.api.sessions import COOKIE, Sessions, tokens_in
from app.api.shared_access import SharedAccess
from app.api.tickets import VALID_S, IssuesTickets
from app.api.v1.answers import problems
from app.api.v1.schemas.sessions import SessionCreate, SessionView, TicketMade
from app.core.caller import EVERYBODY, Caller, KeyScope
from app.core.errors import Unauthenticated
from app.core.settings import Settings

router = PolicyRouter(tags=["session"], policy=RoutePolicy(access=Access.KEYLESS))
PATH = "/api/v1/session"
DAY_S = 24 * 3600


@router.get(PATH, response_model=SessionView, responses=problems())
async def read_session(settings: SettingsDep, request: Request) -> Any:
    """Whether the server needs a key and this browser has a session; a page cannot see its cookie."""
    if not _needs_key(settings, request):
        return Json(_view(request, EVERYBODY, key_needed=False, signed_in=False))
    found = _sessions(request).find(_tokens(request))
    if found is None and _tokens(request) and await _access(request).catch_up():
        found = _sessions(request).find(_tokens(request))
    return Json(_view(request, found.caller if found else None, key_needed=True, signed_in=found is not None))


def _view(request: Request, caller: Caller | None, *, key_needed: bool, signed_in: bool) -> dict[str, Any]:
    return {
        "key_needed": key_needed,
        "signed_in": signed_in,
        "name": caller.name if caller else None,
        "user": caller.user if caller else None,
        "scope": caller.scope.value if caller else None,
        "share_links": caller is not None and request.state.shares.allowed,
    }


@router.post(PATH, status_code=204, responses=problems(413, 415, 422, 429))
async def sign_in(body: SessionCreate, settings: SettingsDep, request: Request) -> Response:
    """Turn a key into a session cookie, for browsers. Needs no key where none is set."""
    answer = Response(status_code=204)
    if not _needs_key(settings, request):
        return answer
    found = admission_of(body.api_key, settings.api_key.get_secret_value(), request.state.key_ring)
    if found is None and await _access(request).catch_up():
        found = admission_of(body.api_key, settings.api_key.get_secret_value(), request.state.key_ring)
    right = await request.state.guesses.judge(client_key(request.scope), "sign-in", right=found is not None)
    if found is None or not right:
        raise Unauthenticated("This is not a key of this server.")
    answer.set_cookie(
        COOKIE,
        await _sessions(request).begin(found.caller.key_id),
        max_age=int(settings.session_days * DAY_S),
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer


@router.delete(PATH, status_code=204, responses=problems(503))
async def sign_out(request: Request) -> Response:
    """End the session of this browser, for good: its cookie opens nothing any more, and its sockets are closed."""
    for token in _tokens(request):
        await _sessions(request).end(token)
    answer = Response(status_code=204)
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return answer


@router.post(f"{PATH}/tickets", status_code=201, response_model=TicketMade, responses=problems(429))
@declares(access=Access.KEY, scope=KeyScope.READ)
@shows(Shows.OWN)
async def make_ticket(request: Request) -> Any:
    """A ticket that opens one socket (`?ticket=`) with the rights of the key or session, for pages of other origins."""
    tickets: IssuesTickets = request.state.tickets
    made = {"ticket": await tickets.issue(request.scope[ADMISSION]), "expires_in": VALID_S}
    return Json(made, 201, {"Cache-Control": "no-store"})


def _needs_key(settings: Settings, request: Request) -> bool:
    return settings.needs_key or request.state.key_ring.locked


def _access(request: Request) -> SharedAccess:
    access: SharedAccess = request.state.access
    return access


def _sessions(request: Request) -> Sessions:
    sessions: Sessions = request.state.sessions
    return sessions


def _tokens(request: Request) -> list[str]:
    return tokens_in("; ".join(request.headers.getlist("cookie")))
