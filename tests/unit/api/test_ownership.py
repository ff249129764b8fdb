"""Two users with a key each: what is one's does not exist for the other, on every route and socket there is.

The routes are the application's own: one with an id of an unknown kind, or a list that does not say what it shows,
fails here.
"""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi.routing import APIRoute, APIRouter
from starlette.routing import Route, WebSocketRoute

from app.api.assembly import ROUTERS
from app.api.ownership import KINDS, OF_ALL, PARTS, Ownership, Shows, owned_parameters, shown_by, shows
from app.api.policy import Access, policy_of
from app.core.caller import Caller, KeyScope
from app.core.errors import Forbidden
from app.db import moves
from app.jobs.options import JobType
from app.jobs.record import JobRecord
from tests.asgi import App, app_in, segment
from tests.stores import new_job
from tests.unit.api.test_every_route import filled, valid_body

pytestmark = pytest.mark.asyncio(loop_scope="module")
MASTER = {"X-API-Key": "correct horse battery staple"}
NOBODY = "0b9c6f0e-6c1d-4f5e-9d3a-1f2e3d4c5b6a"
#: In everything of Ann's that people can read.
MARK = "anns-own"
LINK = f"http://example.com/{MARK}.mp4"
TIMELINE: dict[str, Any] = {"fps": "25", "tracks": []}
ROUTES = [
    (route, policy_of(route, router))
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, Route | WebSocketRoute)
]


@dataclass(frozen=True)
class House:
    """An application with two users; `ids` are Ann's things by the parameters that name them."""

    app: App
    ann: dict[str, str]
    bea: dict[str, str]
    job: JobRecord
    ids: dict[str, str]

    async def ask(self, method: str, path: str, headers: dict[str, str], **values: Any) -> httpx.Response:
        """The answer to a request."""
        return await self.app.http.request(method, path, headers=headers, **values)

    async def same_as_missing(self, method: str, path: str, **values: Any) -> httpx.Response:
        """The answer that Bea gets to a request with ids of Ann; it is the same, to the byte, with ids of nothing."""
        answers = []
        for other in (False, True):
            known = {one: NOBODY if other else one for one in self.ids.values()}
            address, sent = (replaced(part, known) for part in (path, values))
            answer = await self.ask(method, address, self.bea, **sent)
            text = answer.text
            for one in sorted(set(known.values()), key=len):
                text = text.replace(one, "ID")
            headers = {name: value for name, value in answer.headers.items() if name != "date"}
            answers.append((answer.status_code, text, headers))
        assert answers[0] == answers[1], (method, path)
        return answer


def replaced(value: Any, names: dict[str, str]) -> Any:
    """A value with other ids in it."""
    if isinstance(value, str):
        for name, other in names.items():
            value = value.replace(name, other)
        return value
    if isinstance(value, dict):
        return {key: replaced(one, names) for key, one in value.items()}
    return [replaced(one, names) for one in value] if isinstance(value, list) else value


async def key_of(app: App, user: str) -> dict[str, str]:
    """A new key of a user."""
    order = {"name": f"{user}'s", "user": user, "scope": "write"}
    answer = await app.http.post("/api/v1/keys", json=order, headers=MASTER)
    return {"X-API-Key": answer.json()["key"]}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """Ann has a video, a job with words, file and link, an analysis, an export, a webhook with a delivery, a feed."""
    async with app_in(tmp_path_factory.mktemp("house"), api_key=MASTER["X-API-Key"], share_links="true") as app:
        ann, bea = await key_of(app, "ann"), await key_of(app, "bea")

        async def made(path: str, body: dict[str, Any]) -> dict[str, Any]:
            answer = await app.http.post(path, json=body, headers=ann)
            assert answer.status_code in (201, 202), answer.text
            return dict(answer.json())

        video = await made("/api/v1/videos", {"url": LINK, "job_type": "full_processing"})
        job = await app.claim(video["job_id"])
        await app.publish_segments(job, [segment(0.0, f"the words are {MARK}")])
        file = await app.keep(job.id, b"bytes", f"{MARK}.mp4")
        await app.http.patch(f"/api/v1/videos/{video['video_id']}", json={"title": MARK, "tags": [MARK]}, headers=ann)
        await app.http.post("/api/v1/videos/views", json={"name": MARK}, headers=ann)
        analysis = await made("/api/analyze", {"url": LINK})
        export = new_job(
            url=None, job_type=JobType.TIMELINE_EXPORT, timeline=TIMELINE, user_id="ann", title=MARK, source_identity=""
        )
        await app.store.write(moves.submit, export)
        hook = await made("/api/v1/webhooks", {"url": f"http://example.com/{MARK}", "events": ["job.completed"]})
        ping = await made(f"/api/v1/webhooks/{hook['id']}/ping", {})
        preset = await made("/api/v1/presets", {"name": MARK})
        feed = await made("/api/v1/feeds", {"url": f"http://example.com/{MARK}.xml", "name": MARK, "paused": True})
        share = await made("/api/v1/shares", {"job_id": job.id})
        ids = {
            "preset_id": preset["id"],
            "feed_id": feed["id"],
            "share_id": share["id"],
            "job_id": job.id,
            "transcript_id": job.id,
            "artifact_id": file.id,
            "video_id": video["video_id"],
            "analysis_id": analysis["analysis_id"],
            "export_id": export.id,
            "webhook_id": hook["id"],
            "delivery_id": ping["id"],
        }
        yield House(app, ann, bea, job, ids)


def address(house: House, path: str) -> str:
    """A path with Ann's ids."""
    return filled(re.sub(r"\{(\w+)\}", lambda found: house.ids.get(found[1], found[0]), path))


def methods(route: Route) -> list[str]:
    """The methods of a route."""
    return sorted((route.methods or set()) - {"HEAD"})


async def test_every_parameter_is_of_a_known_kind_and_every_other_route_declares_what_it_shows() -> None:
    """So whoever adds a route has thought about it."""
    assert len(ROUTES) > 60
    for route, policy in ROUTES:
        names = set(re.findall(r"\{(\w+)", route.path))
        assert names <= {*KINDS, *PARTS, *OF_ALL}, route.path
        of_all = policy.scope is KeyScope.ADMIN or policy.access is not Access.KEY
        assert of_all or not names & OF_ALL, route.path
        assert of_all or owned_parameters(route) or shown_by(route) is not None, f"{route.path} declares nothing"


async def test_what_declares_nothing_is_closed() -> None:
    """To callers with a user, also a path with a parameter of a kind that is not known."""
    router = APIRouter()

    @router.get("/things")
    async def things() -> None:
        raise AssertionError

    @router.get("/things/{thing_id}")
    async def thing(thing_id: str) -> None:
        raise AssertionError(thing_id)

    @router.get("/common")
    @shows(Shows.COMMON)
    async def common() -> None:
        raise AssertionError

    gate = Ownership(router.routes)
    plain, unknown, declared = router.routes
    assert [owned_parameters(route) for route in router.routes] == [(), None, ()]
    assert [shown_by(route) for route in (plain, unknown, declared)] == [None, None, Shows.COMMON]

    async def nothing(*_: Any) -> Any:
        raise AssertionError

    for route in (plain, unknown):
        scope = {
            "type": "http",
            "caller": Caller("k", "key", "bea", KeyScope.ADMIN),
            "path_params": {"thing_id": NOBODY},
        }
        with pytest.raises(Forbidden):
            await gate.serve(route, scope, nothing, nothing)


async def test_what_is_anns_does_not_exist_for_bea(house: House) -> None:
    """On every route with an id: 404, to the byte that of a missing thing; broken requests are answered alike too."""
    walked = 0
    for route, policy in ROUTES:
        if not isinstance(route, APIRoute) or not owned_parameters(route) or policy.scope is KeyScope.ADMIN:
            continue
        path = address(house, route.path)
        for method in methods(route):
            answer = await house.same_as_missing(method, path, json=valid_body(route.path, method.lower()))
            assert answer.status_code == 404, (method, route.path, answer.text)
            await house.same_as_missing(method, path, json={"nothing": "of it"})
            await house.same_as_missing(method, f"{path}?limit=x&format=x&after=x")
            if method == "GET":
                await house.same_as_missing("HEAD", path)
                await house.same_as_missing(method, path.upper().replace("/API/V1", "/api/v1"))
            walked += 1
    assert walked > 30
    for name in ("job_id", "analysis_id", "export_id"):
        assert (await house.ask("GET", f"/api/v1/jobs/{house.ids[name]}", house.ann)).json()["user_id"] == "ann"


async def test_ann_sees_what_the_master_key_sees(house: House) -> None:
    """Of her things, on every route with an id."""
    found = 0
    for route, policy in ROUTES:
        if isinstance(route, APIRoute) and owned_parameters(route) and policy.scope is None and "GET" in route.methods:
            path = address(house, route.path)
            own, all_ = [await house.ask("GET", path, headers) for headers in (house.ann, MASTER)]
            assert (own.status_code, own.content) == (all_.status_code, all_.content), path
            found += own.status_code == 200
            await house.same_as_missing("GET", path)  # what was read for others is not kept for Bea
    assert found > 8


async def test_lists_and_figures_have_nothing_of_others(house: House) -> None:
    """Every route without an id that answers GET, also when it is asked for the other user's things by name."""
    marks = [MARK, '"ann"', *house.ids.values()]
    walked = 0
    for route, policy in ROUTES:
        if not isinstance(route, APIRoute) or "{" in route.path or "GET" not in route.methods:
            continue
        if policy.access is not Access.KEY:
            continue
        for query in ("", "?user_id=ann", f"?q={MARK}", "?limit=200&sort=queue", "?status=processing"):
            answer = await house.ask("GET", f"{route.path}{query}", house.bea)
            assert (answer.status_code == 403) == (policy.scope is KeyScope.ADMIN), (route.path, answer.text)
            assert not [mark for mark in marks if mark in answer.text.replace("user_id=ann", "")], (route.path, query)
            walked += answer.status_code == 200
    assert walked > 20
    own = ("jobs", "videos", "videos/tags", "videos/views", "webhooks", "shares")
    for path in (f"/api/v1/{one}" for one in own):
        assert (await house.ask("GET", path, house.bea)).json()["total"] == 0
        assert (await house.ask("GET", path, house.ann)).json()["total"] >= 1
    figures = [(await house.ask("GET", "/api/v1/statistics", headers)).json() for headers in (house.bea, house.ann)]
    assert [one["total"] for one in figures] == [0, 3]
    queue = [(await house.ask("GET", "/api/v1/queue/status", headers)).json() for headers in (house.bea, house.ann)]
    assert [(one["running"], one["waiting"]) for one in queue] == [(0, 0), (1, 2)]


async def test_ids_in_bodies_are_those_of_nothing(house: House) -> None:
    """A job on the other's video, many at once, a place beside the other's job, sources of timelines, cut lists."""
    ids = house.ids
    mine = await house.ask("POST", "/api/v1/jobs", house.bea, json={"url": "http://example.com/b.mp4"})
    clip = [{"source": {"video_id": ids["video_id"]}}, {"source": {"job_id": ids["job_id"], "artifact_id": NOBODY}}]
    clip += [{"source": {"analysis_id": ids["analysis_id"], "scene_id": NOBODY}}]
    timelines = [{"tracks": [{"kind": "video", "clips": [one]}]} for one in clip]
    requests: list[tuple[str, str, dict[str, Any], int]] = [
        ("POST", "/api/v1/jobs", {"video_id": ids["video_id"]}, 422),
        ("POST", "/api/v1/jobs/bulk", {"action": "create", "jobs": [{"video_id": ids["video_id"]}]}, 200),
        ("POST", "/api/v1/jobs/bulk", {"action": "delete", "ids": [ids["job_id"], ids["export_id"]]}, 200),
        ("POST", "/api/v1/jobs/bulk", {"action": "cancel", "ids": [ids["job_id"], ids["export_id"]]}, 200),
        ("POST", "/api/v1/jobs/bulk", {"action": "cancel", "filter": {"user_id": "ann"}}, 200),
        ("POST", "/api/v1/jobs/plan", {"video_id": ids["video_id"]}, 422),
        ("POST", "/api/v1/videos/tags", {"video_ids": [ids["video_id"]], "add": ["x"]}, 200),
        ("POST", "/api/analyze", {"video_id": ids["video_id"]}, 422),
        ("PATCH", f"/api/v1/jobs/{mine.json()['id']}", {"before": ids["export_id"]}, 404),
        ("POST", "/api/processing/start", {"video_id": ids["video_id"], "operation": "clips"}, 422),
        ("POST", "/api/processing/start", {"job_id": ids["job_id"], "operation": "clips"}, 422),
        ("POST", "/api/processing/start", {"analysis_id": ids["analysis_id"], "operation": "clips"}, 422),
        ("POST", "/api/export/interchange", {"job_id": ids["job_id"], "format": "edl"}, 404),
        ("POST", "/api/v1/shares", {"job_id": ids["job_id"]}, 404),
        ("POST", "/api/export/interchange", {"analysis_id": ids["analysis_id"], "format": "edl"}, 404),
        *(("POST", "/api/export/timeline", {"timeline": one}, 422) for one in timelines),
        *(("POST", "/api/export/interchange", {"timeline": one, "format": "edl"}, 422) for one in timelines),
    ]
    for method, path, body, status in requests:
        answer = await house.same_as_missing(method, path, json=body)
        assert answer.status_code == status, (path, body, answer.text)
        if path.endswith(("bulk", "tags")):
            assert answer.json()["succeeded"] == 0, answer.text


async def test_what_a_user_makes_is_that_users(house: House) -> None:
    """Named or not; another user cannot be named; the same Idempotency-Key of another user is another key."""
    made = []
    for headers, user in ((house.ann, "ann"), (house.bea, "bea")):
        for body in ({}, {"user_id": user}):
            order = {"url": "http://example.com/c.mp4", "job_type": "audio_extraction"} | body
            for _ in range(2):
                answer = await house.ask("POST", "/api/v1/jobs", headers | {"Idempotency-Key": f"k{body}"}, json=order)
                assert answer.json()["user_id"] == user
                made.append(answer.json()["id"])
    assert len(set(made)) == 4
    other = {"user_id": "ann"}
    link = {"url": "http://example.com/d.mp4"}
    for path, body in (
        ("/api/v1/jobs", link | other),
        ("/api/v1/videos", link | other),
        ("/api/analyze", link | other),
        ("/api/processing/start", {"video_id": NOBODY, "operation": "clips"} | other),
    ):
        answer = await house.ask("POST", path, house.bea, json=body)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden"), path
    many = await house.ask(
        "POST", "/api/v1/jobs/bulk", house.bea, json={"action": "create", "jobs": [link | other, link]}
    )
    assert [one["status"] for one in many.json()["results"]] == [403, 201]
    video = (await house.ask("POST", "/api/v1/videos", house.bea, json=link)).json()
    assert video["user_id"] == "bea"
    assert (await house.ask("DELETE", f"/api/v1/videos/{video['video_id']}", house.ann)).status_code == 404


async def test_a_video_can_be_read_after_the_operators_job_on_it_has_failed(house: House) -> None:
    """It has failed by a job that its user does not see, so without a reason; and so in lists."""
    taken = (await house.ask("POST", "/api/v1/videos", house.bea, json={"url": "http://example.com/f.mp4"})).json()
    path = f"/api/v1/jobs/{taken['job_id']}"
    assert (await house.ask("DELETE", f"{path}?cancel=true", house.bea)).status_code == 204
    other = (await house.ask("POST", "/api/v1/jobs", MASTER, json={"video_id": taken["video_id"]})).json()["id"]
    await house.ask("POST", f"/api/v1/jobs/{other}/cancel", MASTER)
    one = await house.ask("GET", f"/api/v1/videos/{taken['video_id']}", house.bea)
    listed = await house.ask("GET", "/api/v1/videos", house.bea)
    for video in (one.json(), listed.json()["items"][0]):
        assert (video["video_id"], video["status"], video["jobs"]) == (taken["video_id"], "FAILED", [])
        assert video["error"] is None
    assert (await house.ask("DELETE", f"/api/v1/videos/{taken['video_id']}", house.bea)).status_code == 204


async def test_sockets_are_silent_about_others(house: House) -> None:
    """That of a job refuses like a missing one's; the broadcast has one's own events, also those of before."""
    reasons = []
    for job_id in (house.ids["job_id"], NOBODY):
        async with house.app.socket(f"/ws/{job_id}", **house.bea) as socket:
            assert await socket.rest() == []
            reasons.append((socket.close_code, socket.close_reason.replace(job_id, "ID")))
    assert reasons == [(4404, reasons[0][1])] * 2
    async with (
        house.app.socket("/ws/jobs/broadcast", **house.bea) as socket,
        house.app.socket("/ws/jobs/broadcast?after=0", **house.bea) as replay,
        house.app.socket("/ws/jobs/broadcast", **house.ann) as hers,
        house.app.socket("/ws/health", **house.bea) as health,
    ):
        for one in (socket, replay, hers, health):
            await one.connected()
        theirs = await house.ask("POST", "/api/v1/jobs", house.ann, json={"url": LINK, "job_type": "audio_extraction"})
        claimed = await house.app.claim(theirs.json()["id"])
        house.app.progress(claimed, 2, progress=0.5, eta_s=1.0, stages={"fetch": (0.5, None)})
        await house.app.log(claimed, "fetch", f"a line that is {MARK}")
        await house.ask("POST", f"/api/v1/jobs/{theirs.json()['id']}/cancel", house.ann)
        await house.app.store.write(moves.requeue, claimed.id, claimed.attempt)
        await house.ask("PATCH", f"/api/v1/feeds/{house.ids['feed_id']}", house.ann, json={"max_new": 7})
        assert (await house.ask("DELETE", f"/api/v1/jobs/{claimed.id}", house.ann)).status_code == 204
        mine = (await house.ask("POST", "/api/v1/jobs", house.bea, json={"url": "http://example.com/e.mp4"})).json()[
            "id"
        ]
        await house.ask("POST", f"/api/v1/jobs/{mine}/cancel", house.bea)
        marks = [MARK, claimed.id, *house.ids.values()]
        for one in (socket, replay):
            texts = await until(one, f'"job_id":"{mine}"', "cancelled")
            assert not [mark for mark in marks if any(mark in text for text in texts)]
        told = await until(hers, claimed.id, "deleted")
        assert any(claimed.id in text for text in told)
        assert any("feed_update" in text and house.ids["feed_id"] in text for text in told)
        health.send("ping")
        assert (await health.receive() or {})["type"] == "pong"


async def until(socket: Any, *words: str) -> list[str]:
    """The messages up to the one with these words."""
    texts: list[str] = []
    while not texts or not all(word in texts[-1] for word in words):
        text = await socket.receive_text()
        assert text is not None
        texts.append(text)
    return texts
