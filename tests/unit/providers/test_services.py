"""The paid providers: their official SDKs against their HTTP services on loopback."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import ErrorCode, JobFailure
from app.providers import google_films, openai_films, runway_films
from app.providers.film_catalog import CATALOG
from app.providers.films import FilmAccess, FilmOrder, FilmPlace, FilmProvider
from app.providers.orders import NotListed, OrderLost, OrderStep
from app.sources.netguard import Judge, intranet_judge
from tests.film_apis import KEY, FilmFault, FilmService, GoogleService, OpenAIService, RunwayService

FILM = b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 40
OPENERS: dict[str, Callable[[FilmPlace], FilmProvider]] = {
    "openai": openai_films.open_films,
    "runway": runway_films.open_films,
    "google": google_films.open_films,
}
FAKES: dict[str, type[FilmService]] = {"openai": OpenAIService, "runway": RunwayService, "google": GoogleService}
CLOSED, OPEN = intranet_judge(allow_private_networks=False), intranet_judge(allow_private_networks=True)


@pytest.fixture(params=sorted(FAKES))
def name(request: pytest.FixtureRequest) -> str:
    """A provider."""
    return str(request.param)


@pytest.fixture
def service(name: str, tmp_path: Path) -> Iterator[FilmService]:
    """Its service."""
    film = tmp_path / "made.mp4"
    film.write_bytes(FILM)
    with FAKES[name](film) as running:
        yield running


class Client:
    """The provider with its order."""

    def __init__(self, name: str, service: FilmService, folder: Path, **changes: Any) -> None:
        self.spec = CATALOG[name]
        self.order = self.spec.settled(FilmOrder(prompt="A red boat", seed=7))
        values: dict[str, Any] = {
            "access": FilmAccess(base_url=service.url, key=KEY),
            "judge": OPEN,
            "max_bytes": 10**6,
            "work_dir": folder,
            "ffmpeg": Path("ffmpeg"),
            "silence_s": 2.0,
        }
        self.films = OPENERS[name](FilmPlace(**(values | changes)))
        self.path, self.shares = folder / "film.mp4", list[float]()

    def submit(self) -> str:
        return self.films.submit(self.order, "mark")

    def fetch(self, order_id: str) -> None:
        state = self.films.poll(order_id)
        assert state.state == "done"
        self.films.fetch(self.order, state, self.path, self.shares.append)

    def close(self) -> None:
        self.films.close()


@pytest.fixture
def client(name: str, service: FilmService, tmp_path: Path) -> Iterator[Client]:
    """The provider, connected."""
    with closing(Client(name, service, tmp_path)) as opened:
        yield opened


def failure(call: Callable[[], object]) -> JobFailure:
    """How a call fails; its message never has the key."""
    with pytest.raises(JobFailure) as caught:
        call()
    assert KEY not in caught.value.message
    return caught.value


def test_a_film_is_ordered_polled_and_fetched(name: str, service: FilmService, client: Client) -> None:
    """One request a call; what is ordered goes along in the service's own words."""
    order_id = client.submit()
    (ordered,) = service.accepted
    assert order_id == ordered.id
    wanted = {
        "openai": {"prompt": "A red boat", "model": "sora-2", "seconds": "4", "size": "1280x720"},
        "runway": {"promptText": "A red boat", "model": "gen4.5", "duration": 5, "ratio": "1280:720", "seed": 7},
        "google": {
            "instances": [{"prompt": "A red boat"}],
            "parameters": {"sampleCount": 1, "durationSeconds": 8, "aspectRatio": "16:9", "resolution": "720p"},
            "model": "veo-3.1-fast-generate-preview",
        },
    }
    assert ordered.body == wanted[name]
    waiting = client.films.poll(order_id)
    assert waiting.state == "running"
    assert waiting.progress == (None if name == "google" else 0.4)
    client.fetch(order_id)
    assert client.path.read_bytes() == FILM
    assert client.shares[-1] == 1.0
    assert [kind for kind, _ in service.requests] == ["order", "poll", "poll", "film"]
    client.films.check(1.0)
    assert service.count("list") == 1


def test_what_leaves_an_order_open_is_never_sent_twice(name: str, service: FilmService, client: Client) -> None:
    """No answer, an error of a server and nonsense: the order may have been accepted."""
    faults = [
        FilmFault("order", after=True),
        FilmFault("order", 500, after=True),
        FilmFault("order", 502, after=True),
        FilmFault("order", 200, "<html>busy</html>", after=True),
        FilmFault("order", 200, {"unknown": [1]}, after=True),
        FilmFault("order", 200, "{broken", {"Content-Type": "application/json"}, after=True),
    ]
    for number, fault in enumerate(faults, 1):
        service.faults = [fault]
        with pytest.raises(OrderLost) as lost:
            client.submit()
        assert lost.value.answered == (fault.status in (200, 500)), fault
        assert service.count("order") == len(service.accepted) == number


def test_a_service_that_hangs_leaves_the_order_open(name: str, service: FilmService, tmp_path: Path) -> None:
    """After the time without a byte the order counts as lost; a poll and a test may be sent again."""
    with closing(Client(name, service, tmp_path, silence_s=0.15)) as client:
        service.faults = [FilmFault("order", hang=True), FilmFault("poll", hang=True), FilmFault("list", hang=True)]
        with pytest.raises(OrderLost):
            client.submit()
        assert failure(lambda: client.films.poll("models/veo/operations/op0")).code is ErrorCode.TIMEOUT
        assert failure(lambda: client.films.check(0.1)).code is ErrorCode.TIMEOUT
        assert [kind for kind, _ in service.requests] == ["order", "poll", "list"]


def test_refusals_say_that_nothing_was_ordered(name: str, service: FilmService, client: Client) -> None:
    """Too many requests, a wrong key, overload, no credit, a redirect: none is followed or repeated."""
    error = (
        {"error": {"message": f"no, {KEY}", "code": "x", "type": "y"}} if name != "runway" else {"error": f"no, {KEY}"}
    )
    cases = [
        (429, {"Retry-After": "17"}, ErrorCode.RATE_LIMITED),
        (401, {}, ErrorCode.MODEL_UNAVAILABLE),
        (403, {}, ErrorCode.MODEL_UNAVAILABLE),
        (503, {}, ErrorCode.SOURCE_UNAVAILABLE),
        (400, {}, ErrorCode.PROVIDER_FAILED),
        (402, {}, ErrorCode.PROVIDER_FAILED),
        (307, {"Location": f"{service.root}/elsewhere"}, ErrorCode.PROVIDER_FAILED),
    ]
    for status, headers, code in cases:
        service.faults = [FilmFault("order", status, error, headers)]
        found = failure(client.submit)
        assert found.code is code, status
        assert found.retry_after_s == (17 if status == 429 else None)
    assert len(service.requests) == len(cases)
    assert not service.accepted


def test_nothing_listens(name: str, service: FilmService, tmp_path: Path) -> None:
    """An order that was never sent is no lost order."""
    access = FilmAccess(base_url="http://127.0.0.1:9/v1", key=KEY)
    with closing(Client(name, service, tmp_path, access=access)) as client:
        assert failure(client.submit).code is ErrorCode.SOURCE_UNAVAILABLE
        assert failure(lambda: client.films.check(1)).code is ErrorCode.SOURCE_UNAVAILABLE


REFUSED_ORDERS: dict[str, Any] = {
    "openai": {"error": {"message": "Blocked.", "code": "moderation_blocked", "type": "invalid_request_error"}},
    "runway": {"error": "Not allowed.", "failureCode": "SAFETY.INPUT.TEXT"},
    "google": {"error": {"code": 400, "status": "INVALID_ARGUMENT", "message": "It violates our usage guidelines."}},
}
REFUSED_FILMS: dict[str, list[dict[str, Any]]] = {
    "openai": [
        {"code": "moderation_blocked", "message": "Blocked."},
        {"code": "content_policy_violation", "message": ""},
    ],
    "runway": [
        {"failure": "No.", "failureCode": "SAFETY.OUTPUT.VIDEO"},
        {"failure": "", "failureCode": "INPUT_PREPROCESSING.SAFETY.TEXT"},
    ],
    "google": [
        {"response": {"generateVideoResponse": {"raiMediaFilteredCount": 1, "raiMediaFilteredReasons": ["Faces."]}}},
        {"error": {"code": 3, "message": "It has words that violate Google's Responsible AI practices."}},
    ],
}
FAILED_FILMS: dict[str, list[dict[str, Any]]] = {
    "openai": [{"code": "internal_error", "message": f"Oh, {KEY}."}, {"reason": "none"}],
    "runway": [{"failure": f"Oh, {KEY}.", "failureCode": "INTERNAL.BAD_OUTPUT.CODE01"}, {"failure": "Oh."}],
    "google": [{"error": {"code": 13, "message": f"Internal, {KEY}."}}, {"response": {"generateVideoResponse": {}}}],
}


def test_refusals_of_the_content_are_told_from_other_failures(name: str, service: FilmService, client: Client) -> None:
    """At the order and at the end of it; a film that failed for other reasons is `failed`."""
    service.polls = 0
    service.faults = [FilmFault("order", 400, REFUSED_ORDERS[name])]
    assert failure(client.submit).code is ErrorCode.CONTENT_REFUSED
    for endings, state in ((REFUSED_FILMS, "refused"), (FAILED_FILMS, "failed")):
        for ending in endings[name]:
            service.ending = ending
            found = client.films.poll(client.submit())
            assert found.state == state, ending
            assert KEY not in found.words


def test_polls_pass_over_nothing(name: str, service: FilmService, client: Client) -> None:
    """Errors of a server and nonsense may pass; an order that is gone will not come back."""
    order_id = client.submit()
    for fault, code in (
        (FilmFault("poll", 500), ErrorCode.SOURCE_UNAVAILABLE),
        (FilmFault("poll"), ErrorCode.SOURCE_UNAVAILABLE),
        (FilmFault("poll", 429), ErrorCode.RATE_LIMITED),
        (FilmFault("poll", 200, "<html>"), ErrorCode.SOURCE_UNAVAILABLE),
        (FilmFault("poll", 200, {"status": "PUZZLED", "done": "perhaps"}), ErrorCode.SOURCE_UNAVAILABLE),
        (FilmFault("poll", 404), ErrorCode.PROVIDER_FAILED),
    ):
        service.faults = [fault]
        assert failure(lambda: client.films.poll(order_id)).code is code, fault
    assert client.films.poll(order_id).state == "running"


def _fetched(name: str, service: FilmService, folder: Path, judge: Judge, max_bytes: int = 10**6) -> Client:
    service.polls = 0
    client = Client(name, service, folder, judge=judge, max_bytes=max_bytes)
    with closing(client):
        client.fetch(client.submit())
    return client


def test_films_are_bounded_and_links_are_treated_like_sources(name: str, service: FilmService, tmp_path: Path) -> None:
    """More bytes than allowed are not written; a redirect of the film is followed without the key, or refused."""
    assert failure(lambda: _fetched(name, service, tmp_path, OPEN, 5000)).code is ErrorCode.TOO_LARGE
    assert not (tmp_path / "film.mp4").exists() or (tmp_path / "film.mp4").stat().st_size <= 5000
    with RunwayService(tmp_path / "made.mp4") as elsewhere:
        elsewhere.accept({})
        link = f"{elsewhere.root}/films/{elsewhere.accepted[0].id}"
        if name == "openai":
            service.faults = [FilmFault("film", 302, headers={"Location": link}, times=2)]
        else:
            service.link = link
        assert failure(lambda: _fetched(name, service, tmp_path, CLOSED)).code is ErrorCode.BLOCKED_ADDRESS
        assert not elsewhere.requests
        assert _fetched(name, service, tmp_path, OPEN).path.read_bytes() == FILM
        ((_, headers),) = elsewhere.requests
        assert not {"authorization", "x-goog-api-key"} & {header.lower() for header in headers}
        elsewhere.faults = [FilmFault("film", 404)]
        service.faults = [FilmFault("film", 302, headers={"Location": link})] if name == "openai" else []
        assert failure(lambda: _fetched(name, service, tmp_path, OPEN)).code is ErrorCode.SOURCE_UNAVAILABLE
    if name != "openai":
        for service.link in ("file:///etc/passwd", "http://[half", "http://a:b/", f"http://{'a' * 70}.example/"):
            assert failure(lambda: _fetched(name, service, tmp_path, OPEN)).code is ErrorCode.PROVIDER_FAILED


def test_the_service_itself_is_trusted(name: str, service: FilmService, tmp_path: Path) -> None:
    """An address of the operator's is used although the guard would refuse it; Runway only links."""
    if name == "runway":
        assert failure(lambda: _fetched(name, service, tmp_path, CLOSED)).code is ErrorCode.BLOCKED_ADDRESS
    else:
        assert _fetched(name, service, tmp_path, CLOSED).path.read_bytes() == FILM


def test_orders_are_found_cancelled_or_neither(name: str, service: FilmService, client: Client) -> None:
    """As the catalogue says of each service."""
    intent = OrderStep(state="intended", mark="mark", at_ms=0)
    order_id = client.submit()
    assert client.films.cancel(order_id) == client.spec.can_cancel
    assert service.accepted[0].cancelled == client.spec.can_cancel
    if client.spec.can_cancel:
        assert not client.films.cancel(order_id)
    if not client.spec.can_list:
        with pytest.raises(NotListed):
            client.films.find(client.order, intent)


def test_without_a_key_nothing_is_opened(name: str, tmp_path: Path) -> None:
    """The failure names the setting."""
    place = FilmPlace(FilmAccess(), OPEN, 1, tmp_path, Path("ffmpeg"))
    found = failure(lambda: OPENERS[name](place))
    assert found.code is ErrorCode.MODEL_UNAVAILABLE
    assert f"{name.upper()}_API_KEY" in found.message
