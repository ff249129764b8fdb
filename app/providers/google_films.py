"""Google's Veo by its official SDK, with a key of the Gemini API. Child processes only.

Its orders can neither be listed nor ended by this API, and it knows no seed.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import httpx
from google import genai
from google.genai import errors, types

from app.core.errors import ErrorCode, JobFailure
from app.providers.film_answers import Answer, Answers, Nonsense, Outcome, Silence
from app.providers.film_links import Landing, fetch_link, link_parts
from app.providers.films import FilmOrder, FilmPlace, FilmProvider, FilmState
from app.providers.orders import NotListed, OrderStep

TITLE: Final = "Google"
#: A film that is in the service's store, which needs the key; and hosts whose links name its store.
STORED: Final = re.compile(r"(?:^|/)files/([A-Za-z0-9_-]+)(?::download)?$")
OWN_HOSTS: Final = re.compile(r"(?:^|\.)googleapis\.com$")
#: A film that is in the answer itself.
INLINE: Final = "inline:"
#: Words of refusals of the content: Google's codes do not tell them from others.
OF_CONTENT: Final = re.compile(
    r"responsible ai|usage guidelines|violat|safety (?:filter|setting|polic)|prohibited|sensitive words|"
    r"blocked by .*(?:filter|polic)|PROHIBITED_CONTENT",
    re.IGNORECASE,
)
#: The code of gRPC for an order that cannot be carried out as it is.
INVALID_ARGUMENT: Final = 3


class GoogleFilms:
    """See `FilmProvider`."""

    def __init__(self, place: FilmPlace, key: str) -> None:
        self._place = place
        self._http = httpx.Client(follow_redirects=False, timeout=place.silence_s)
        options = types.HttpOptions(timeout=round(place.silence_s * 1000), httpx_client=self._http)
        if place.access.base_url:
            options.base_url = place.access.base_url
        self._client = genai.Client(api_key=key, vertexai=False, http_options=options)
        self._answers = Answers(TITLE, "GOOGLE", key, _outcome)

    def submit(self, order: FilmOrder, mark: str) -> str:
        """Send the order once; returns its id."""
        config = types.GenerateVideosConfig(
            number_of_videos=1,
            duration_seconds=round(order.duration_s or 0),
            aspect_ratio=order.aspect,
            resolution=order.resolution,
        )
        source = types.GenerateVideosSource(prompt=order.prompt)
        with self._answers.order():
            operation = self._client.models.generate_videos(model=order.model or "", source=source, config=config)
        if not isinstance(operation.name, str) or not operation.name:
            raise self._answers.unreadable_order()
        return operation.name

    def find(self, order: FilmOrder, intent: OrderStep) -> str | None:
        """Raises NotListed."""
        raise NotListed("Google has no list of orders")

    def poll(self, order_id: str) -> FilmState:
        """The state of an order."""
        operation = self._operation(order_id)
        if not operation.done:
            return FilmState("running")
        if operation.error:
            code, words = operation.error.get("code"), str(operation.error.get("message") or "no reason given")
            refused = OF_CONTENT.search(words) is not None and code in (INVALID_ARGUMENT, 400, None)
            return FilmState("refused" if refused else "failed", words=self._answers.shown(words))
        made = operation.response
        if made is not None and not made.generated_videos and (made.rai_media_filtered_count or 0) > 0:
            words = "; ".join(made.rai_media_filtered_reasons or ()) or "the film was filtered"
            return FilmState("refused", words=self._answers.shown(words))
        video = made.generated_videos[0].video if made is not None and made.generated_videos else None
        if video is not None and video.uri:
            return FilmState("done", 1.0, film=video.uri)
        if video is not None and video.video_bytes:
            return FilmState("done", 1.0, film=INLINE + order_id)
        return FilmState("failed", words="the order ended without a film")

    def _operation(self, order_id: str) -> types.GenerateVideosOperation:
        with self._answers.request("a poll"):
            operation = self._client.operations.get(types.GenerateVideosOperation.model_validate({"name": order_id}))
            if operation.name != order_id or not isinstance(operation.error or {}, dict):
                raise self._answers.unreadable("a poll")
            return operation

    def fetch(self, order: FilmOrder, state: FilmState, path: Path, report: Callable[[float], None]) -> None:
        """Write the film: from the answer, from the service's store with the key, or from a link without it."""
        if state.film.startswith(INLINE):
            made = self._operation(state.film.removeprefix(INLINE)).response
            data = made.generated_videos[0].video if made is not None and made.generated_videos else None
            with Landing(path, self._place.max_bytes, report) as landing:
                landing.write((data.video_bytes if data is not None else None) or b"")
            return
        stored = self._stored(state.film)
        if stored is None:
            fetch_link(TITLE, state.film, self._place, path, report)
            return
        with self._answers.request("the film"):
            try:
                with Landing(path, self._place.max_bytes, report) as landing:
                    self._client.files.download(file=f"files/{stored}", destination=landing)
            except errors.APIError as error:
                response: Any = error.response
                link = response.headers.get("Location") if response is not None else None
                if not 300 <= error.code < 400 or not link:
                    raise
                fetch_link(TITLE, urljoin(str(response.url), link), self._place, path, report)
        report(1.0)

    def _stored(self, film: str) -> str | None:
        """The name of a film in the service's own store; None for other links."""
        parts, own = link_parts(TITLE, film), urlsplit(self._place.access.base_url)
        here = not parts.netloc or parts.netloc == own.netloc or OWN_HOSTS.search(parts.hostname or "") is not None
        found = STORED.search(parts.path)
        return found.group(1) if found and here else None

    def cancel(self, order_id: str) -> bool:
        """Orders cannot be cancelled with a key of this API."""
        return False

    def check(self, timeout_s: float) -> None:
        """Request the list of models."""
        options = types.HttpOptions(timeout=max(1, round(timeout_s * 1000)))
        with self._answers.request("a test"):
            self._client.models.list(config=types.ListModelsConfig(page_size=1, http_options=options))

    def close(self) -> None:
        """Close its connections."""
        self._client.close()
        self._http.close()


def open_films(place: FilmPlace) -> FilmProvider:
    """The service. Raises JobFailure `model_unavailable` without a key."""
    if not place.access.key:
        raise JobFailure(ErrorCode.MODEL_UNAVAILABLE, f"There is no key for {TITLE}. Set GOOGLE_API_KEY.")
    return GoogleFilms(place, place.access.key)


def _outcome(error: Exception) -> Outcome | None:
    match error:
        case errors.APIError():
            response: Any = error.response
            words = str(error.message or error.status or "")
            invalid_key = error.code == 400 and "API_KEY_INVALID" in str(error.details)
            content = error.code == 400 and not invalid_key and OF_CONTENT.search(words) is not None
            after = response.headers.get("Retry-After") if response is not None else None
            return Answer(401 if invalid_key else error.code, words, content, after)
        case httpx.HTTPError():
            return Silence.of(error)
        case ValueError() | TypeError() | AttributeError() | KeyError():
            return Nonsense()
    return None
