"""OpenAI's videos by its official SDK. Child processes only.

Orders have no field for a mark, so one whose answer was lost is found by its words, model, size and length, among those
that were made since the intent. The service's clock is read from the same answer.
"""

import email.utils
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

import openai
from openai.types import Video

from app.core.errors import ErrorCode, JobFailure
from app.providers.film_answers import Answer, Answers, Nonsense, Outcome, Silence
from app.providers.film_links import CHUNK, Landing, fetch_link, stated_bytes
from app.providers.films import FilmOrder, FilmPlace, FilmProvider, FilmState
from app.providers.orders import NotListed, OrderStep

TITLE: Final = "OpenAI"
SIZES: Final = {("16:9", "720p"): "1280x720", ("9:16", "720p"): "720x1280"}
#: Parts of error codes and types that mean a refusal of the content.
OF_CONTENT: Final = ("moderation", "content_policy", "content_filter", "policy_violation", "safety", "misalignment")
#: Orders on one page of the list, and the pages that are read at most.
PAGE, MOST_PAGES = 100, 20
#: How much earlier than the intent an order may be dated, seconds: times are in whole seconds, and the clock of the
#: service may be unknown.
CLOSE_S, UNKNOWN_S = 3.0, 60.0


class OpenAIFilms:
    """See `FilmProvider`."""

    def __init__(self, place: FilmPlace, key: str) -> None:
        self._place = place
        self._client = openai.OpenAI(
            api_key=key,
            base_url=place.access.base_url or None,
            timeout=place.silence_s,
            max_retries=0,
            http_client=openai.DefaultHttpxClient(follow_redirects=False, timeout=place.silence_s),
        )
        self._answers = Answers(TITLE, "OPENAI", key, _outcome)

    def submit(self, order: FilmOrder, mark: str) -> str:
        """Send the order once; returns its id."""
        arguments: Any = {"seconds": _seconds(order), "size": _size(order)}
        with self._answers.order(), _quiet():
            video: object = self._client.videos.create(prompt=order.prompt, model=order.model or "", **arguments)
        order_id = getattr(video, "id", None)
        if not isinstance(order_id, str) or not order_id:
            raise self._answers.unreadable_order()
        return order_id

    def find(self, order: FilmOrder, intent: OrderStep) -> str | None:
        """The id of the only order of these words since the intent. Raises NotListed if there are several."""
        found = [video.id for video in self._listed_since(intent.at_ms / 1000) if _fits(video, order)]
        if len(found) > 1:
            raise NotListed(f"{len(found)} orders have the same words")
        return found[0] if found else None

    def _listed_since(self, at_s: float) -> Iterator[Video]:
        """The orders since a time of this machine, newest first. Raises NotListed if the list has no end."""
        after: Any = openai.omit
        for _ in range(MOST_PAGES):
            with self._answers.request("the list of orders"), _quiet():
                answer = self._client.videos.with_raw_response.list(after=after, limit=PAGE, order="desc")
                page = answer.parse()
            videos = getattr(page, "data", None)
            if not isinstance(videos, list):
                raise self._answers.unreadable("the list of orders")
            since = at_s + _lead_s(answer.headers.get("Date"))
            for video in videos:
                if not isinstance(video, Video) or not isinstance(video.created_at, (int, float)):
                    raise self._answers.unreadable("the list of orders")
                if video.created_at < since:
                    return
                yield video
            if not videos or not page.has_next_page():
                return
            after = videos[-1].id
        raise NotListed(f"it is not among the newest {PAGE * MOST_PAGES}")

    def poll(self, order_id: str) -> FilmState:
        """The state of an order."""
        with self._answers.request("a poll"), _quiet():
            video: Any = self._client.videos.retrieve(order_id)
        status, percent = getattr(video, "status", None), getattr(video, "progress", None)
        progress = min(1.0, max(0.0, percent / 100)) if isinstance(percent, (int, float)) else None
        if status == "queued":
            return FilmState("queued", progress)
        if status == "in_progress":
            return FilmState("running", progress)
        if status == "completed":
            return FilmState("done", 1.0, film=order_id)
        if status != "failed":
            raise self._answers.unreadable("a poll")
        code, kind, words = (getattr(video.error, field, None) for field in ("code", "type", "message"))
        shown = self._answers.shown(f"{words or 'no reason given'} ({code or 'no code'})")
        return FilmState("refused" if _of_content(code, kind) else "failed", words=shown)

    def fetch(self, order: FilmOrder, state: FilmState, path: Path, report: Callable[[float], None]) -> None:
        """Write the film; where the service sends elsewhere for it, without the key."""
        with self._answers.request("the film"), _quiet():
            try:
                with self._client.videos.with_streaming_response.download_content(state.film) as answer:
                    size = stated_bytes(answer.headers.get("Content-Length"))
                    with Landing(path, self._place.max_bytes, report, size) as landing:
                        for part in answer.iter_bytes(CHUNK):
                            landing.write(part)
            except openai.APIStatusError as error:
                link = error.response.headers.get("Location")
                if not 300 <= error.status_code < 400 or not link:
                    raise
                fetch_link(TITLE, urljoin(str(error.request.url), link), self._place, path, report)

    def cancel(self, order_id: str) -> bool:
        """Orders cannot be cancelled."""
        return False

    def check(self, timeout_s: float) -> None:
        """List one order."""
        with self._answers.request("a test"), _quiet():
            page = self._client.videos.list(limit=1, timeout=timeout_s)
        if not isinstance(getattr(page, "data", None), list):
            raise self._answers.unreadable("a test")

    def close(self) -> None:
        """Close its connections."""
        self._client.close()


def open_films(place: FilmPlace) -> FilmProvider:
    """The service. Raises JobFailure `model_unavailable` without a key."""
    if not place.access.key:
        raise JobFailure(ErrorCode.MODEL_UNAVAILABLE, f"There is no key for {TITLE}. Set OPENAI_API_KEY.")
    return OpenAIFilms(place, place.access.key)


@contextmanager
def _quiet() -> Iterator[None]:
    """Let the SDK not warn that OpenAI's own service of videos has an end: other services speak the same protocol."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        yield


def _outcome(error: Exception) -> Outcome | None:
    match error:
        case openai.APIStatusError():
            words = error.message if isinstance(error.body, dict) else error.response.reason_phrase
            body = error.body if isinstance(error.body, dict) else {}
            words = str(body.get("message") or words)
            content = _of_content(error.code, error.type)
            return Answer(error.status_code, words, content, error.response.headers.get("Retry-After"))
        case openai.APIConnectionError():
            return Silence.of(error.__cause__ or error)
        case openai.APIError() | ValueError() | TypeError() | AttributeError():
            return Nonsense()
    # While a film is read, the errors are those of its HTTP client.
    return Silence.of(error) if type(error).__module__.startswith(("httpx", "httpcore")) else None


def _of_content(*codes: object) -> bool:
    return any(part in str(code).lower() for code in codes for part in OF_CONTENT)


def _seconds(order: FilmOrder) -> str:
    return f"{order.duration_s or 0:.0f}"


def _size(order: FilmOrder) -> str:
    return SIZES[order.aspect or "", order.resolution or ""]


def _fits(video: Video, order: FilmOrder) -> bool:
    if video.prompt is None:
        raise NotListed("the list does not show the words of orders")
    same = video.prompt.strip() == order.prompt.strip() and str(video.seconds) == _seconds(order)
    return same and video.size == _size(order) and str(video.model).startswith(order.model or "")


def _lead_s(date: str | None) -> float:
    """What is added to a time of this machine so that it is surely not later than the same instant at the service."""
    try:
        now = email.utils.parsedate_to_datetime(date or "").timestamp()
    except ValueError:
        return -UNKNOWN_S
    return now - time.time() - CLOSE_S
