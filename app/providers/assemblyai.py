"""AssemblyAI by its official SDK: upload, order, list and poll. Child processes only.

The SDK's plain calls are used, one request each, which it never repeats by itself.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import FileIO
from json import JSONDecodeError
from pathlib import Path

import assemblyai
import httpx
from assemblyai.api import upload_file
from assemblyai.prerecorded.v2 import api
from assemblyai.types import (
    AssemblyAIError,
    ListTranscriptParameters,
    ListTranscriptResponse,
    TranscriptRequest,
    TranscriptResponse,
    TranscriptStatus,
)
from pydantic import ValidationError

from app.core.errors import ErrorCode, JobFailure
from app.core.retry_after import retry_after_s
from app.providers.assemblyai_words import spoken
from app.providers.orders import NotListed, OrderLost, OrderStep
from app.providers.spoken import Spoken

#: Time without a byte after which a request is given up, seconds.
SILENCE_S = 60.0
#: Polls in a row that may fail before the attempt does.
MOST_FAILED_POLLS = 3
#: Orders on one page of the list, and the pages that are read at most.
PAGE, MOST_PAGES = 100, 50
#: How far this machine's clock may be behind the service's when a list is read.
SKEW = timedelta(days=1)
#: Longest of the service's own words in a message, characters.
LONGEST_WORDS = 300
NAME = "AssemblyAI"
#: What follows on a failure that may pass, for people.
NEXT = "The next attempt goes on from there."


@dataclass(frozen=True, slots=True)
class Access:
    """Where the service is and the key to it."""

    base_url: str
    key: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is ordered: the transcription of a file, by the first of the `models` that knows its language.

    `language` None: it is detected.
    """

    sound: Path
    language: str | None
    models: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reports:
    """Receives how far it is: bytes of the upload, then the status at each poll. Both are called often."""

    uploaded: Callable[[int], None]
    polled: Callable[[str], None]


class AssemblyAI:
    """The service, for the transcription of one file. See `Service`."""

    name = NAME

    def __init__(self, access: Access, wanted: Wanted, *, poll_s: float, reports: Reports) -> None:
        settings = assemblyai.Settings(api_key=access.key, base_url=access.base_url, http_timeout=SILENCE_S)
        self._client = assemblyai.Client(settings=settings)
        self._key = access.key
        self._wanted = wanted
        self._poll_s = poll_s
        self._reports = reports

    def close(self) -> None:
        """Close its connections."""
        self._client.http_client.close()

    def prepare(self) -> str:
        """Upload the sound; returns its URL at the service, which no other upload has."""
        with self._failures("the upload"), _Watched(self._wanted.sound, self._reports.uploaded) as file:
            return upload_file(self._client.http_client, file)

    def place(self, mark: str) -> str:
        """Order the transcription of the upload at `mark`."""
        config = assemblyai.TranscriptionConfig(speaker_labels=True, speech_models=list(self._wanted.models))
        if self._wanted.language is None:
            config.language_detection = True
        else:
            config.language_code = self._wanted.language
        request = TranscriptRequest(audio_url=mark, **config.raw.model_dump(exclude_none=True))
        try:
            answer = api.create_transcript(self._client.http_client, request)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise _silent(error) from error  # nothing was sent
        except httpx.HTTPError as error:
            raise OrderLost(f"{NAME} did not answer an order ({type(error).__name__}).") from error
        except (ValidationError, JSONDecodeError) as error:
            raise OrderLost(f"{NAME} answered an order with something that cannot be read.", answered=True) from error
        except AssemblyAIError as error:
            if (status := error.status_code or 0) < 400 or status >= 500:
                through = status in (502, 504)  # of a gateway, which may have passed it on
                raise OrderLost(f"{NAME} answered an order with HTTP {status}.", answered=not through) from error
            raise self._refused(error, "the order") from error
        if not answer.id:
            raise OrderLost(f"{NAME} answered an order without an id.", answered=True)
        return answer.id

    def find(self, intent: OrderStep) -> str | None:
        """The newest order of the upload that the intent names."""
        since = datetime.fromtimestamp(intent.at_ms / 1000, UTC) - SKEW
        page_of = ListTranscriptParameters(limit=PAGE)
        for _ in range(MOST_PAGES):
            page = self._page(page_of)
            for item in page.transcripts:
                if item.audio_url == intent.mark:
                    return item.id
            before = page.page_details.before_id_of_prev_url
            if before is None or not page.transcripts or _created(page.transcripts[-1].created) < since:
                return None
            page_of = ListTranscriptParameters(limit=PAGE, before_id=before)
        raise NotListed(f"it is not among the newest {PAGE * MOST_PAGES}")

    def _page(self, page_of: ListTranscriptParameters) -> ListTranscriptResponse:
        try:
            with self._failures("the list of orders"):
                return api.list_transcripts(self._client.http_client, page_of)
        except JobFailure as failure:
            if failure.code is ErrorCode.PROVIDER_FAILED:
                raise NotListed(failure.message) from failure
            raise

    def result(self, order_id: str) -> Spoken:
        """Poll until the transcript is complete."""
        failed = 0
        while True:
            try:
                with self._failures("the transcript"):
                    answer = api.get_transcript(self._client.http_client, order_id)
            except JobFailure as failure:
                failed += 1
                if failure.code is not ErrorCode.SOURCE_UNAVAILABLE or failed > MOST_FAILED_POLLS:
                    raise
                self._reports.polled("no answer")
            else:
                failed = 0
                if answer.status is TranscriptStatus.completed:
                    return spoken(answer)
                if answer.status is TranscriptStatus.error:
                    raise self._failed(answer)
                self._reports.polled(answer.status.value)
            time.sleep(self._poll_s)

    def _failed(self, answer: TranscriptResponse) -> JobFailure:
        return JobFailure(ErrorCode.PROVIDER_FAILED, f"{NAME}: {self._shown(answer.error or 'no reason was given')}")

    @contextmanager
    def _failures(self, what: str) -> Iterator[None]:
        """Raise the SDK's errors as JobFailure."""
        try:
            yield
        except httpx.HTTPError as error:
            raise _silent(error) from error
        except AssemblyAIError as error:
            raise self._refused(error, what) from error
        except (ValidationError, JSONDecodeError, KeyError) as error:
            message = f"{NAME} answered {what} with something that its SDK cannot read. {NEXT}"
            raise JobFailure(ErrorCode.SOURCE_UNAVAILABLE, message) from error

    def _refused(self, error: AssemblyAIError, what: str) -> JobFailure:
        """The failure that an answer means."""
        status, response = error.status_code or 0, self._client.last_response
        words = self._words(response, error)
        if status in (401, 403):
            message = f"{NAME} refuses the key (HTTP {status}: {words}). Set ASSEMBLYAI_API_KEY to a valid one."
            return JobFailure(ErrorCode.MODEL_UNAVAILABLE, message)
        if status == 429:
            wait_s = retry_after_s(response.headers.get("Retry-After")) if response is not None else None
            return JobFailure(
                ErrorCode.RATE_LIMITED, f"{NAME} asks for fewer requests (HTTP 429).", retry_after_s=wait_s
            )
        if status == 408 or status >= 500:
            message = f"{NAME} answered {what} with HTTP {status} ({words}). {NEXT}"
            return JobFailure(ErrorCode.SOURCE_UNAVAILABLE, message)
        return JobFailure(ErrorCode.PROVIDER_FAILED, f"{NAME} refuses {what} (HTTP {status}): {words}")

    def _words(self, response: httpx.Response | None, error: AssemblyAIError) -> str:
        """The service's own words about a refusal."""
        try:
            said = response.json()["error"] if response is not None else str(error)
        except (ValueError, KeyError, TypeError):
            said = response.reason_phrase if response is not None else str(error)
        return self._shown(str(said))

    def _shown(self, words: str) -> str:
        """The service's words for people: short, and without the key, which a refusal may repeat."""
        return " ".join(words.replace(self._key, "***").split())[:LONGEST_WORDS]


class _Watched(FileIO):
    """A file that reports how many of its bytes were read. Its descriptor tells the SDK its length."""

    def __init__(self, path: Path, report: Callable[[int], None]) -> None:
        super().__init__(path, "rb")
        self._report = report

    def read(self, size: int | None = -1) -> bytes:
        """Read the next bytes."""
        part = super().read(-1 if size is None else size)
        self._report(self.tell())
        return part


def _silent(error: httpx.HTTPError) -> JobFailure:
    return JobFailure(ErrorCode.SOURCE_UNAVAILABLE, f"{NAME} did not answer ({type(error).__name__}). {NEXT}")


def _created(text: str) -> datetime:
    """When an order was made; far ahead if the service's text is no time, so that the list is read on."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return datetime.max.replace(tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
