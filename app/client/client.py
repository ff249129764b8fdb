"""The typed client: what the API takes and answers, as its own models.

A field that a newer server has besides is kept; one that is missing is an error that names it.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from typing import Any, Literal, TypeVar
from urllib.parse import quote

from pydantic import BaseModel, ValidationError

from app.api.v1.schemas.jobs import Job, JobPage
from app.api.v1.schemas.results import ArtifactView, ClipView, Transcript
from app.api.v1.schemas.search import SearchPage
from app.client.api_client import ApiClient, ApiRefused, ServerLost, check_address
from app.client.network import is_of_network
from app.client.pieces import upload_in_pieces

Model = TypeVar("Model", bound=BaseModel)
Text = Literal["txt", "srt", "vtt", "md"]
Document = Literal["txt", "srt", "vtt", "md", "docx"]
JOBS = "/api/v1/jobs"


class AnswerUnknown(ApiRefused):
    """The server answers what this client does not know: it is another program, or of another version."""


class Client:
    """A server at `address` (`http://127.0.0.1:8000`, `https://host/prefix`), with the key that it needs.

    Blocking; threads may share it. Every method raises ApiRefused if the server refuses, with its words in `detail` and
    its HTTP `status`, and ServerLost if no answer comes.
    """

    def __init__(self, address: str, api_key: str = "", *, timeout_s: float = 60) -> None:
        check_address(address)
        self._api = ApiClient(address, api_key, timeout_s=timeout_s)

    @property
    def address(self) -> str:
        """Where the server is."""
        return self._api.address

    def create_job(
        self,
        *,
        file: Path | str | None = None,
        url: str | None = None,
        video_id: str | None = None,
        prompt: str | None = None,
        job_type: str = "full_processing",
        options: Mapping[str, Any] | None = None,
        priority: int = 5,
        metadata: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
        sent: Callable[[int], object] | None = None,
    ) -> Job:
        """Create a job of one source: a file, which is uploaded first, a link, a video of the server, or a prompt.

        With the same `idempotency_key` and order it is the same job. A file has none, as each upload is another video:
        `upload` it once, and pass its `video_id`. `sent` is as in `upload`. Raises OSError if the file cannot be read.
        """
        given = {"file": file, "url": url, "video_id": video_id, "prompt": prompt}
        named = [name for name, value in given.items() if value is not None]
        if len(named) != 1:
            raise ValueError(f"give exactly one of {', '.join(given)} (got {' and '.join(named) or 'none'})")
        if file is not None and idempotency_key is not None:
            raise ValueError("a file has no idempotency_key: upload() it once, and pass its video_id")
        order: dict[str, Any] = {"priority": priority}
        if file is not None:
            order["video_id"] = self.upload(Path(file), sent=sent)
        else:
            order[named[0]] = given[named[0]]
        if prompt is None:
            order["job_type"] = job_type
        order |= {name: dict(value) for name, value in (("options", options), ("metadata", metadata)) if value}
        headers = {} if idempotency_key is None else {"Idempotency-Key": idempotency_key}
        with self._answering():
            return _read(Job, self._api.create_job(order, headers=headers))

    def upload(self, file: Path, *, sent: Callable[[int], object] | None = None) -> str:
        """Upload a file; returns the id of its video. Raises OSError if it cannot be read.

        A large one goes in pieces: after a lost connection it goes on at the byte that the server has stored. `sent`
        receives the sizes of its parts as they go, bytes, and below 0 what a lost connection has lost.
        """
        with self._answering():
            return upload_in_pieces(self._api, file, sent=sent) or self._api.upload(file, sent=sent)

    def job(self, job_id: str) -> Job:
        """A job with its results, as far as they are there."""
        return self._job("GET", job_id)

    def jobs(
        self,
        *,
        status: str | None = None,
        job_type: str | None = None,
        q: str | None = None,
        user_id: str | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> JobPage:
        """A page of jobs, newest first."""
        query = {"status_filter": status, "job_type": job_type, "q": q, "user_id": user_id}
        with self._answering():
            return _read(JobPage, self._api.call("GET", JOBS, query={**query, "limit": limit, "offset": offset}))

    def cancel(self, job_id: str) -> Job:
        """Cancel a job that has not ended."""
        return self._job("POST", job_id, "/cancel")

    def retry(self, job_id: str) -> Job:
        """Run a failed or cancelled job again; what it has finished is not done again."""
        return self._job("POST", job_id, "/retry")

    def delete(self, job_id: str) -> None:
        """Delete a job that has ended, with its files."""
        with self._answering():
            self._api.call("DELETE", f"{JOBS}/{_segment(job_id)}")

    def messages(self, job_id: str) -> Iterator[dict[str, Any]]:
        """The messages of a job's socket, each once, until it has ended; lost connections are made again."""
        with self._answering():
            yield from self._api.follow(_segment(job_id))

    def wait(self, job_id: str, *, on_message: Callable[[dict[str, Any]], object] | None = None) -> Job:
        """Wait until a job has ended, and return it."""
        for message in self.messages(job_id):
            if on_message is not None:
                on_message(message)
        return self.job(job_id)

    def transcript(self, job_id: str) -> Transcript:
        """What was said, line by line; of a job that runs, what is there."""
        with self._answering():
            return _read(Transcript, self._api.get(f"{JOBS}/{_segment(job_id)}/transcript"))

    def transcript_text(self, job_id: str, form: Text = "txt") -> str:
        """What was said, as text, subtitles or Markdown."""
        return self.transcript_document(job_id, form).decode()

    def transcript_document(self, job_id: str, form: Document) -> bytes:
        """What was said, as the content of a file."""
        with self._answering():
            return self._api.content(f"{JOBS}/{_segment(job_id)}/transcript?format={quote(form)}")

    def search(self, q: str, *, limit: int = 50, offset: int = 0) -> SearchPage:
        """Lines of all transcripts that have these words."""
        with self._answering():
            page = self._api.call("GET", "/api/v1/search", query={"q": q, "limit": limit, "offset": offset})
            return _read(SearchPage, page)

    def download(self, source: ArtifactView | ClipView, file: Path) -> None:
        """Download a file of a job, or a clip. Raises OSError if it cannot be written."""
        with self._answering():
            self._api.save(source.url, file)

    def _job(self, method: str, job_id: str, verb: str = "") -> Job:
        with self._answering():
            return _read(Job, self._api.call(method, f"{JOBS}/{_segment(job_id)}{verb}"))

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """Raise ServerLost for what the network does, and AnswerUnknown for what is no answer of the API."""
        try:
            yield
        except (OSError, HTTPException) as error:
            if isinstance(error, OSError) and not is_of_network(error):
                raise  # about a file
            raise ServerLost(f"no server answers at {self.address}: {str(error) or type(error).__name__}") from error
        except json.JSONDecodeError as error:
            raise AnswerUnknown(f"what answers at {self.address} is not this API") from error


def clips_of(job: Job) -> Sequence[tuple[ClipView, ArtifactView]]:
    """The clips of a job with their files."""
    files = {artifact.id: artifact for artifact in job.artifacts}
    return [(clip, files[clip.artifact_id]) for clip in job.generated_clips if clip.artifact_id in files]


def _read(model: type[Model], answer: Any) -> Model:
    try:
        return model.model_validate(answer, extra="allow")
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "it"
        raise AnswerUnknown(f"the server answers what this version does not know: {place}: {first['msg']}") from error


def _segment(job_id: str) -> str:
    """An id as a part of a path."""
    return quote(job_id, safe="")
