"""Runway's videos by its official SDK. Child processes only. Its orders can be ended, but not be listed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, cast

import runwayml

from app.core.errors import ErrorCode, JobFailure
from app.providers.film_answers import Answer, Answers, Nonsense, Outcome, Silence
from app.providers.film_links import fetch_link
from app.providers.films import FilmOrder, FilmPlace, FilmProvider, FilmState
from app.providers.orders import NotListed, OrderStep

TITLE: Final = "Runway"
RATIOS: Final = {
    ("16:9", "720p"): "1280:720",
    ("9:16", "720p"): "720:1280",
    ("16:9", "1080p"): "1920:1080",
    ("9:16", "1080p"): "1080:1920",
}
#: Models that make a sound track on request. Their price here is that with sound.
WITH_SOUND: Final = ("veo",)
#: Code units of UTF-16 in a prompt at most.
LONGEST_PROMPT: Final = 1000
MOST_SEED: Final = 2**32


class RunwayFilms:
    """See `FilmProvider`."""

    def __init__(self, place: FilmPlace, key: str) -> None:
        self._place = place
        self._client = runwayml.RunwayML(
            api_key=key,
            base_url=place.access.base_url or None,
            timeout=place.silence_s,
            max_retries=0,
            http_client=runwayml.DefaultHttpxClient(follow_redirects=False, timeout=place.silence_s),
        )
        self._answers = Answers(TITLE, "RUNWAY", key, _outcome)

    def submit(self, order: FilmOrder, mark: str) -> str:
        """Send the order once; returns its id."""
        units = len(order.prompt.encode("utf-16-le", "surrogatepass")) // 2
        if units > LONGEST_PROMPT:
            message = f"{TITLE}: its prompts have at most {LONGEST_PROMPT} units of UTF-16, this one has {units}."
            raise JobFailure(ErrorCode.PROVIDER_FAILED, message)
        arguments: dict[str, Any] = {
            "model": order.model,
            "prompt_text": order.prompt,
            "ratio": RATIOS[order.aspect or "", order.resolution or ""],
            "duration": round(order.duration_s or 0),
        }
        if order.seed is not None:
            arguments["seed"] = order.seed % MOST_SEED
        if (order.model or "").startswith(WITH_SOUND):
            arguments["audio"] = True
        with self._answers.order():
            task = cast(Any, self._client.text_to_video).create(**arguments)
        order_id = getattr(task, "id", None)
        if not isinstance(order_id, str) or not order_id:
            raise self._answers.unreadable_order()
        return order_id

    def find(self, order: FilmOrder, intent: OrderStep) -> str | None:
        """Raises NotListed."""
        raise NotListed("Runway has no list of orders")

    def poll(self, order_id: str) -> FilmState:
        """The state of an order."""
        with self._answers.request("a poll"):
            task = cast(Any, self._client.tasks.retrieve(order_id))
        match getattr(task, "status", None):
            case "PENDING" | "THROTTLED":
                return FilmState("queued")
            case "RUNNING":
                progress = getattr(task, "progress", None)
                return FilmState("running", float(progress) if isinstance(progress, (int, float)) else None)
            case "SUCCEEDED":
                links = getattr(task, "output", None)
                if not isinstance(links, list) or not links or not isinstance(links[0], str):
                    raise self._answers.unreadable("a poll")
                return FilmState("done", 1.0, film=links[0])
            case "FAILED":
                code = str(getattr(task, "failure_code", None) or "")
                words = self._answers.shown(
                    f"{getattr(task, 'failure', None) or 'no reason given'} ({code or 'no code'})"
                )
                return FilmState("refused" if "SAFETY" in code.split(".") else "failed", words=words)
            case "CANCELLED":
                return FilmState("failed", words="the order was cancelled at Runway")
        raise self._answers.unreadable("a poll")

    def fetch(self, order: FilmOrder, state: FilmState, path: Path, report: Callable[[float], None]) -> None:
        """Fetch the link of the film."""
        fetch_link(TITLE, state.film, self._place, path, report)

    def cancel(self, order_id: str) -> bool:
        """End an order; False if it is not known there."""
        try:
            with self._answers.request("a cancel"):
                self._client.tasks.delete(order_id)
        except JobFailure as failure:
            if isinstance(failure.__cause__, runwayml.NotFoundError):
                return False
            raise
        return True

    def check(self, timeout_s: float) -> None:
        """Request the account."""
        with self._answers.request("a test"):
            account = self._client.organization.retrieve(timeout=timeout_s)
        if not isinstance(getattr(account, "credit_balance", None), (int, float)):
            raise self._answers.unreadable("a test")

    def close(self) -> None:
        """Close its connections."""
        self._client.close()


def open_films(place: FilmPlace) -> FilmProvider:
    """The service. Raises JobFailure `model_unavailable` without a key."""
    if not place.access.key:
        raise JobFailure(ErrorCode.MODEL_UNAVAILABLE, f"There is no key for {TITLE}. Set RUNWAY_API_KEY.")
    return RunwayFilms(place, place.access.key)


def _outcome(error: Exception) -> Outcome | None:
    match error:
        case runwayml.APIStatusError():
            body = error.body if isinstance(error.body, dict) else {}
            words = str(body.get("error") or body.get("message") or error.response.reason_phrase)
            content = "SAFETY" in str(body.get("failureCode") or body.get("code") or "").upper()
            return Answer(error.status_code, words, content, error.response.headers.get("Retry-After"))
        case runwayml.APIConnectionError():
            return Silence.of(error.__cause__ or error)
        case runwayml.APIError() | ValueError() | TypeError() | AttributeError():
            return Nonsense()
    return None
