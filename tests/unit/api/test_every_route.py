"""Every route: described in full, and every error in one shape."""

import inspect
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from app.api.assembly import ROUTERS
from app.api.v1.schemas.problems import Problem
from tests.asgi import App

pytestmark = pytest.mark.asyncio(loop_scope="module")
NOBODY = "0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a"
#: What answers with its state when it refuses.
HEALTH = ("/health", "/health/ready", "/api/health")
#: Bodies by the ends of paths.
BODIES = {
    "/segments/{index}": {"text": "x"},
    "/words/{word}": {"text": "x"},
    "/split": {"offset": 1},
    "/replace": {"find": "a", "replace": "b"},
    "/speakers": {"Ann": "Bea"},
    "/videos/{video_id}": {"title": "x"},
    "/chapters": {"chapters": []},
    "/clips": {"start": 0, "end": 1},
    "/clips/preview": {"start": 0, "end": 1},
    "/clips/{clip_id}": {"title": "x"},
    "/presets/{preset_id}": {"name": "x"},
}
#: Headers by the beginnings of paths, without which no request is looked at.
HEADERS = {
    "/api/v1/uploads/": {
        "Tus-Resumable": "1.0.0",
        "Upload-Offset": "0",
        "Content-Type": "application/offset+octet-stream",
    }
}
#: Paths of another product's API, whose errors have its shape: a wrong field is 400 there.
OTHERS = "/v1"
#: What people open by a link, no API.
PAGES = "/s/"
METHODS = {"get", "post", "put", "patch", "delete"}


async def operations(app: App) -> list[tuple[str, str, dict[str, Any]]]:
    """Every operation of the description: path, method, what is said of it."""
    whole = (await app.http.get("/openapi.json")).json()
    return [(path, method, what) for path, methods in whole["paths"].items() for method, what in methods.items()]


def filled(path: str) -> str:
    """A path with an id that nothing has."""
    return re.sub(r"\{\w+\}", NOBODY, re.sub(r"\{(index|word|entry)\}", "0", path))


def valid_body(path: str, method: str) -> Any:
    """A body that is refused only because of the path."""
    for end, body in BODIES.items():
        if path.endswith(end):
            return body
    return {"priority": 1} if method == "patch" else None


def is_refusal(path: str, answer: Any, status: int) -> bool:
    """Whether an answer is that refusal, in the shape of its path."""
    if not path.startswith(OTHERS):
        return bool(answer.status_code == status and is_problem(answer))
    error, same = answer.json()["error"], answer.status_code == {415: 400, 422: 400}.get(status, status)
    return bool(same and {"message", "type", "param", "code"} == error.keys() and "Traceback" not in answer.text)


def is_problem(answer: Any) -> bool:
    """Whether an answer is a problem document that says its own status."""
    problem = Problem.model_validate(answer.json())
    same = problem.status == answer.status_code
    return same and answer.headers["content-type"] == "application/problem+json" and "Traceback" not in answer.text


async def test_every_error_has_one_shape(shared_app: App) -> None:
    """Unknown ids, broken bodies, wrong types and wrong methods, on every route."""
    for path, method, what in await operations(shared_app):
        address = filled(path)
        if "{" in path:
            headers = next((headers for start, headers in HEADERS.items() if path.startswith(start)), {})
            answer = await shared_app.http.request(method, address, json=valid_body(path, method), headers=headers)
            refused = answer.status_code == 404 if method == "head" else is_refusal(path, answer, 404)
            assert refused, (method, path)
        if "requestBody" in what:
            for body in (b"{", b"[]", b'"x"', b"null", b"\xff\xfe"):
                headers = {"Content-Type": "application/json"}
                answer = await shared_app.http.request(method, address, content=body, headers=headers)
                taken = "application/json" in what["requestBody"]["content"]
                assert is_refusal(path, answer, 422 if taken else 415), (method, path, body)
                assert not taken or answer.json()["errors"]
        wrong = "PATCH" if path.endswith(("/{preset_id}", "/chapters")) else "PUT"
        answer = await shared_app.http.request(wrong, address)
        assert is_refusal(path, answer, 405), path


async def test_a_wrong_method_is_told_the_right_ones(shared_app: App) -> None:
    """All of the path's, also where several routes share it."""
    for path, allowed in (
        ("/health", {"GET", "HEAD"}),
        ("/api/v1/jobs/", {"GET", "HEAD", "POST"}),
        (f"/api/v1/jobs/{NOBODY}", {"GET", "HEAD", "PATCH", "DELETE"}),
        (f"/api/v1/jobs/{NOBODY}/artifacts/{NOBODY}", {"GET", "HEAD"}),
        (f"/api/v1/jobs/{NOBODY}/artifacts.zip", {"GET"}),
        ("/api/v1/jobs/queue/pause", {"POST"}),
        ("/api/v1/jobs/statistics", {"GET", "HEAD"}),
        ("/api/v1/jobs/bulk", {"POST"}),
        ("/static/main.js", {"GET", "HEAD"}),
    ):
        answer = await shared_app.http.put(path)
        assert (answer.status_code, set(answer.headers["allow"].split(", "))) == (405, allowed), path


async def test_head_is_get_without_the_body(shared_app: App) -> None:
    """Status and headers are the same, also of a refusal; a stream of events does not begin."""
    job = await shared_app.create()
    one = f"/api/v1/jobs/{job['id']}"
    for path in ("/", "/docs", "/health", "/api/v1/jobs/", one, f"{one}/events", "/api/v1/jobs/nobody", "/nothing"):
        got, head = await shared_app.http.get(path), await shared_app.http.head(path)
        assert (head.status_code, head.content) == (got.status_code, b""), path
        assert head.headers["content-type"] == got.headers["content-type"], path
        assert head.headers["content-length"], path
    stream = await shared_app.http.head(f"{one}/events", headers={"Accept": "text/event-stream"})
    assert stream.headers["content-type"] == "application/json"


async def test_unknown_paths_are_problems(shared_app: App) -> None:
    """Also below /static, and with strange bytes."""
    for path in ("/nothing", "/api/v1/nothing", "/static/nothing.js", "/static/../app/main.py", "/%2e%2e/x", "/api/v1"):
        answer = await shared_app.http.get(path)
        assert answer.status_code == 404, path
        assert is_problem(answer)


async def test_a_fault_of_ours_shows_an_id_and_nothing_else(shared_app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    """No trace, no message; the log has both under the id."""

    async def broken(*_: Any) -> None:
        raise ZeroDivisionError("a secret detail")

    monkeypatch.setattr(type(shared_app.queue_view), "status", broken)
    answer = await shared_app.http.get("/api/v1/queue/status")
    assert answer.status_code == 500
    assert is_problem(answer)
    assert "secret" not in answer.text
    assert answer.json()["id"] in answer.json()["detail"]


async def test_every_operation_is_described(shared_app: App) -> None:
    """A summary, a sentence, an answer with a schema, and every refusal that can come, as a problem."""
    whole = (await shared_app.http.get("/openapi.json")).json()
    known = whole["components"]["schemas"]
    for path, method, what in await operations(shared_app):
        where = (method, path)
        assert what["summary"], where
        assert what["description"], where
        assert what["tags"], where
        for status, answer in what["responses"].items():
            if status.startswith(("4", "5")) and path not in HEALTH:
                of_another = path.startswith(OTHERS)
                content = answer["content"]["application/json" if of_another else "application/problem+json"]
                assert content["schema"]["$ref"].endswith("/ErrorAnswer" if of_another else "/Problem"), where
        closed = path.startswith(("/api", "/ws", "/connections", OTHERS)) and path not in HEALTH
        expected = {"401", "403", "500"} if closed else set()
        expected |= {"404"} if "{" in path else set()
        unfit = {"400"} if path.startswith(OTHERS) else {"415", "422"}
        expected |= {"413"} | unfit if "requestBody" in what else set()
        assert expected <= set(what["responses"]), where
    for reference in set(re.findall(r'"\$ref": "([^"]*)"', json.dumps(whole))):
        assert reference.removeprefix("#/components/schemas/") in known, reference


async def test_every_route_of_the_application_is_described(shared_app: App) -> None:
    """Nothing but the pages is served that the description does not know."""
    described = {(method, path) for path, method, _ in await operations(shared_app)}
    served = {
        (method.lower(), route.path)
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute) and not route.path.startswith(PAGES)
        for method in route.methods - ({"HEAD"} if not route.include_in_schema else set())
    }
    assert served == described


def calls(dependant: Dependant) -> Iterator[Any]:
    """What the framework calls for a route: its dependencies and itself."""
    yield dependant.call
    for inner in dependant.dependencies:
        yield from calls(inner)


async def test_no_route_is_run_in_a_thread() -> None:
    """A plain function among endpoints and dependencies would cost a hop to a thread and back, each."""
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    assert routes
    for route in routes:
        plain = [call for call in calls(route.dependant) if not inspect.iscoroutinefunction(call)]
        assert not plain, route.path


async def test_the_contracts_paths_are_there(shared_app: App) -> None:
    """Every path of the contract, spelled as it spells them."""
    described = {(method, path) for path, method, _ in await operations(shared_app)}
    job = "/api/v1/jobs/{job_id}"
    assert described >= {
        ("post", "/api/v1/jobs"),
        ("get", "/api/v1/jobs"),
        ("get", job),
        ("delete", job),
        ("patch", job),
        ("post", f"{job}/cancel"),
        ("post", f"{job}/retry"),
        ("get", f"{job}/events"),
        ("get", f"{job}/artifacts"),
        ("get", f"{job}/artifacts/{{artifact_id}}"),
        ("get", f"{job}/transcript"),
        ("post", "/api/v1/jobs/bulk"),
        ("get", "/api/v1/jobs/queue/status"),
        ("get", "/api/v1/queue/status"),
        ("post", "/api/v1/jobs/queue/pause"),
        ("post", "/api/v1/jobs/queue/resume"),
        ("delete", "/api/v1/jobs/queue/clear"),
        ("delete", "/api/v1/queue/clear"),
        ("get", "/api/v1/jobs/statistics"),
        ("get", "/api/v1/statistics"),
        ("post", "/api/v1/videos"),
        ("get", "/api/v1/videos"),
        ("get", "/api/v1/videos/{video_id}"),
        ("delete", "/api/v1/videos/{video_id}"),
        ("get", "/ws/connections/status"),
        ("get", "/connections/status"),
        ("get", "/health"),
        ("get", "/health/ready"),
        ("get", "/metrics"),
        ("post", "/v1/audio/transcriptions"),
        ("post", "/v1/audio/translations"),
        ("get", "/v1/models"),
    }
