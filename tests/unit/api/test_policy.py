"""Declarations of routers and endpoints, and how the one of a request is found."""

from typing import Any

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.routing import Host, Router

from app.api.declared_bodies import FormBody, JsonBody, NoBody, RawBody, Unread, essence_of, fits
from app.api.error_shapes import PROBLEM_JSON, ProblemJson
from app.api.policy import CLOSED, Access, Policies, PolicyRouter, RoutePolicy, declares, policy_of
from app.core.caller import KeyScope

OTHER = ProblemJson(media_type="text/x-other")


async def closed() -> None:
    raise AssertionError


@declares(access=Access.PUBLIC)
async def shown() -> None:
    raise AssertionError


@declares(scope=KeyScope.ADMIN)
async def kept() -> None:
    raise AssertionError


@declares(access=Access.KEYLESS)
@declares(body=NoBody())
async def usable() -> None:
    raise AssertionError


def scope(method: str, path: str) -> dict[str, Any]:
    return {"type": "http", "method": method, "path": path, "headers": [], "root_path": ""}


def test_what_declares_nothing_is_closed() -> None:
    """The key, JSON, problem+json: of a route, of a router, and of both."""
    assert RoutePolicy(Access.KEY, JsonBody(), PROBLEM_JSON) == CLOSED
    route = APIRoute("/a", closed)
    assert policy_of(route) == policy_of(route, APIRouter()) == policy_of(route, PolicyRouter()) == CLOSED


def test_an_endpoint_declares_what_is_not_as_its_router_declares() -> None:
    """The rest stays the router's; several declarations add up."""
    router = PolicyRouter(policy=RoutePolicy(access=Access.KEYLESS, errors=OTHER))
    assert policy_of(APIRoute("/a", closed), router) == RoutePolicy(Access.KEYLESS, errors=OTHER)
    assert policy_of(APIRoute("/a", shown), router) == RoutePolicy(Access.PUBLIC, errors=OTHER)
    assert policy_of(APIRoute("/a", usable)) == RoutePolicy(Access.KEYLESS, NoBody())


def test_the_first_route_that_fits_decides() -> None:
    """As the router chooses; another method of an open path is the open path's, and HEAD is GET."""
    routes = [
        APIRoute("/a/{name}", closed, methods=["GET"]),
        APIRoute("/a/b", shown, methods=["GET"]),
        APIRoute("/c", usable, methods=["POST"]),
        APIRoute("/d", shown, methods=["POST"]),
        APIRoute("/d", closed, methods=["GET"]),
        APIRoute("/f", shown, methods=["GET"]),
    ]
    policies = Policies(routes, [])
    for method, path, access in (
        ("GET", "/a/b", Access.KEY),
        ("POST", "/c", Access.KEYLESS),
        ("PUT", "/c", Access.KEYLESS),
        ("POST", "/d", Access.PUBLIC),
        ("GET", "/d", Access.KEY),
        ("HEAD", "/d", Access.KEY),
        ("HEAD", "/f", Access.PUBLIC),
        ("GET", "/f/g", Access.KEY),
        ("GET", "/e", Access.KEY),
    ):
        assert policies.of(scope(method, path)).access is access, (method, path)


def test_what_a_key_must_allow_follows_from_the_method() -> None:
    """Unless the route declares it; a socket only sends."""
    routes = [APIRoute("/a", closed, methods=["GET", "POST"]), APIRoute("/b", kept, methods=["GET", "DELETE"])]
    policies = Policies(routes, [])
    assert policies.scope_of(scope("GET", "/a")) is policies.scope_of(scope("HEAD", "/a")) is KeyScope.READ
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert policies.scope_of(scope(method, "/a")) is policies.scope_of(scope(method, "/c")) is KeyScope.WRITE
    assert policies.scope_of(scope("GET", "/b")) is policies.scope_of(scope("DELETE", "/b")) is KeyScope.ADMIN
    socket = {"type": "websocket", "path": "/ws/a", "headers": [], "root_path": ""}
    assert policies.scope_of(socket) is KeyScope.READ


def test_a_policy_is_found_once_for_a_request() -> None:
    """Later layers read it from the scope."""
    policies = Policies([APIRoute("/a", shown)], [])
    asked = scope("GET", "/a")
    assert policies.of(asked) is policies.of(asked)


def test_paths_below_a_prefix_fail_in_its_shape_and_are_closed() -> None:
    """Also those that do not exist; the longest prefix decides, and one ends where a part of a path ends."""
    inner = PolicyRouter(prefix="/v1/{tenant}/plain")
    outer = PolicyRouter(prefix="/v1", policy=RoutePolicy(access=Access.PUBLIC, errors=OTHER))
    outer.add_api_route("/known", closed, methods=["GET"])
    policies = Policies([], [outer, inner])
    assert policies.of(scope("GET", "/v1/known")) == RoutePolicy(Access.PUBLIC, errors=OTHER)
    for path, errors in (
        ("/v1", OTHER),
        ("/v1/unknown", OTHER),
        ("/v1/known/more", OTHER),
        ("/v1/x/plain", PROBLEM_JSON),
        ("/v1/x/plain/y", PROBLEM_JSON),
        ("/v10", PROBLEM_JSON),
        ("/", PROBLEM_JSON),
    ):
        assert policies.of(scope("POST", path)) == RoutePolicy(Access.KEY, errors=errors), path


def test_a_body_that_no_route_will_read_is_not_judged() -> None:
    """Another method than the form's is answered 405 whatever was sent."""
    router = PolicyRouter()
    router.add_api_route("/form", declares(body=FormBody(file="file"))(_form), methods=["POST"])
    policies = Policies([], [router])
    assert policies.of(scope("POST", "/form")).body == FormBody(file="file")
    assert policies.of(scope("PUT", "/form")).body == Unread()


async def _form() -> None:
    raise AssertionError


def test_a_route_whose_paths_are_not_known_is_refused() -> None:
    """It would be open or closed by chance."""
    with pytest.raises(TypeError, match="is not known"):
        Policies([Host("api.example", declares(access=Access.PUBLIC)(Router()))], [])


def test_media_types_are_compared_without_case_and_parameters() -> None:
    """A range takes all of its kind."""
    assert essence_of("Multipart/Form-Data; boundary=x") == "multipart/form-data"
    assert fits("video/mp4", "video/*")
    assert not fits("videos/mp4", "video/*")
    assert not fits("video/mp4", "video/mp")
    form = FormBody(file="file", fields=("model",), raw=("audio/*",))
    assert [form.takes(kind) for kind in ("multipart/form-data", "audio/wav", "text/plain", "")] == [
        *(True, True),
        *(False, False),
    ]
    assert form.wanted.endswith("in the field `file`, or as the body with a Content-Type of audio/*.")
    assert FormBody().wanted == "Send a form (multipart/form-data)."
    assert RawBody(("a/b", "c/d", "e/*")).wanted == "Send the body with a Content-Type of a/b, c/d or e/*."
    assert list(form.content()) == ["multipart/form-data", "audio/*"]
    assert list(form.content()["multipart/form-data"]["schema"]["properties"]) == ["file", "model"]
