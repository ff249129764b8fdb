"""Files of a job, by id; and its transcript in common formats."""

import asyncio
import io
import time
import zipfile
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import IO, Annotated, Any, Literal, cast

from fastapi import APIRouter, Query, Request, Response
from starlette.responses import StreamingResponse

from app.api.dependencies import BlobsDep, JobId, Json, JsonText, StagesDep, StoreDep, checked_id
from app.api.files import Redirect, answer_of, disposition
from app.api.v1 import clip_views, job_view
from app.api.v1.answers import problems, stored_file
from app.api.v1.paths import files_path
from app.api.v1.schemas.results import ArtifactList, Transcript
from app.core.errors import NotFound
from app.db import job_parts, made_clips, queries
from app.jobs.record import Artifact
from app.jobs.transcripts import Line, as_recognised
from app.media import captions
from app.ports.blob_store import BlobStore
from app.service import transcript_documents
from app.service.held_blobs import exists
from app.service.transcript_documents import DocumentFormat
from app.stages.stage_artifacts import stem_of

router = APIRouter(prefix="/api/v1/jobs/{job_id}", tags=["results"])
CHUNK_BYTES = 1 << 20
MEDIA_TYPES = {"txt": "text/plain", "srt": "application/x-subrip", "vtt": "text/vtt"}
#: Formats that are documents to read, with title and chapters.
DOCUMENTS: tuple[DocumentFormat, ...] = ("md", "docx")


@router.get("/artifacts", response_model=ArtifactList, responses=problems(404, 422))
async def list_artifacts(job_id: JobId, store: StoreDep) -> Any:
    """The job's files, also those of a job that still runs."""
    found = await _artifacts(store, job_id)
    base = files_path(job_id)
    return Json({"items": [job_view.artifact_row(base, artifact) for artifact in found], "total": len(found)})


async def _artifacts(store: StoreDep, job_id: str) -> list[Artifact]:
    await store.read(queries.job, job_id)
    return await store.read(queries.artifacts_of, job_id)


@router.get(
    "/artifacts.zip",
    responses=problems(404, 422, 503)
    | {200: {"content": {"application/zip": {}}, "description": "The files in one archive"}},
    response_class=StreamingResponse,
)
async def download_all(
    job_id: JobId,
    store: StoreDep,
    blobs: BlobsDep,
    kind: Annotated[str | None, Query(max_length=40, description="Only files of this kind, such as `clip`")] = None,
) -> Any:
    """Files of the job as one zip, made while it is sent; the clips that people made of it are of the kind `clip`."""
    job = await store.read(queries.job, job_id)
    chosen = [one for one in await _artifacts(store, job_id) if kind in (None, one.kind)]
    if kind in (None, "clip"):
        chosen += clip_views.named_files(await store.read(made_clips.clips_of, job_id))
    if not chosen:
        raise NotFound("The job has no such files.")
    await _refuse_gone(chosen, blobs)
    headers = {"Content-Disposition": disposition(f"{stem_of(job.video_title or job.id)} {kind or 'files'}.zip")}
    return StreamingResponse(_zipped(chosen, blobs), media_type="application/zip", headers=headers)


async def _refuse_gone(artifacts: Sequence[Artifact], blobs: BlobStore) -> None:
    """Raise NotFound for missing files, or Unavailable: once an archive has begun, an error can not be reported."""
    gone = [artifact.filename for artifact in artifacts if not await exists(blobs, artifact.blob)]
    if gone:
        raise NotFound(f"{len(gone)} of {len(artifacts)} files are not here any more, among them {gone[0]}.")


async def _zipped(artifacts: Sequence[Artifact], blobs: BlobStore) -> AsyncIterator[bytes]:
    chunks = _zip_chunks(artifacts, blobs)
    while chunk := await asyncio.to_thread(next, chunks, b""):
        yield chunk


def _zip_chunks(artifacts: Sequence[Artifact], blobs: BlobStore) -> Iterator[bytes]:
    """Yield a zip as bytes, while it is built. Stored, not deflated: media does not get smaller."""
    out = _Pipe()
    taken: set[str] = set()
    with zipfile.ZipFile(cast(IO[bytes], out), "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for artifact in artifacts:
            name = artifact.filename if artifact.filename not in taken else f"{artifact.id[:8]} {artifact.filename}"
            taken.add(name)
            dated = _dated(name, artifact.created_ms)
            with (
                blobs.local_copy(artifact.blob) as path,
                path.open("rb") as file,
                archive.open(dated, "w", force_zip64=True) as entry,
            ):
                while chunk := file.read(CHUNK_BYTES):
                    entry.write(chunk)
                    if written := out.take():
                        yield written
    yield out.take()


def _dated(name: str, created_ms: int) -> zipfile.ZipInfo:
    """An entry with the file's own time, as a zip stores it: local, and not before 1980."""
    return zipfile.ZipInfo(name, max(time.localtime(created_ms / 1000)[:6], (1980, 1, 1, 0, 0, 0)))


class _Pipe(io.RawIOBase):
    """The file that a ZipFile writes to; not seekable, so that it never seeks back."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        """Return the bytes that were written since the last call."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


@router.get(
    "/artifacts/{artifact_id}",
    responses=stored_file("*/*", is_what="The file, in the type of its content"),
    response_class=Response,
)
@router.head("/artifacts/{artifact_id}", include_in_schema=False)
async def download_artifact(
    job_id: JobId,
    artifact_id: str,
    store: StoreDep,
    blobs: BlobsDep,
    request: Request,
    inline: Annotated[bool, Query(description="Let a player show it instead of a download")] = False,
    redirect: Redirect = False,
) -> Any:
    """Download a file; ranges work, so players can seek. Its ETag is the hash of its content."""
    artifact = await store.read(queries.artifact, job_id, checked_id(artifact_id, "artifact"))
    return await answer_of(
        request,
        blobs,
        artifact.blob,
        filename=artifact.filename,
        media_type=artifact.media_type,
        inline=inline,
        redirect=redirect,
    )


@router.get(
    "/transcript",
    response_model=Transcript,
    responses=problems(404, 422)
    | {
        200: {
            "description": "The transcript",
            "content": {
                media_type: {"schema": {"type": "string"}}
                for media_type in (*MEDIA_TYPES.values(), *transcript_documents.MEDIA_TYPES.values())
            },
        }
    },
)
async def read_transcript(
    job_id: JobId,
    store: StoreDep,
    stages: StagesDep,
    format: Annotated[Literal["json", "txt", "srt", "vtt", "md", "docx"], Query()] = "json",  # noqa: A002
) -> Any:
    """The transcript, also the partial one of a job that runs or was cancelled. `md` (Markdown) and `docx` (Word) are
    documents to read, with title, times, chapters and speakers."""
    whole = format in DOCUMENTS  # they need the source's chapters too
    parts = await store.read(job_parts.job_parts if whole else job_parts.transcript_parts, job_id)
    if "transcribe" not in stages.plans.stages_of(parts.job.job_type):
        raise NotFound("A job of this type makes no transcript.")
    if format == "json":
        return JsonText(await job_view.rendered_transcript(parts))
    stem = stem_of(parts.job.video_title or parts.job.id)
    if format == "md" or format == "docx":
        content = await asyncio.to_thread(transcript_documents.rendered_document, parts, format)
        kind = transcript_documents.MEDIA_TYPES[format] + ("; charset=utf-8" if format == "md" else "")
        named = {"Content-Disposition": disposition(f"{stem}.{format}", inline=format == "md")}
        return Response(content, media_type=kind, headers=named)
    text = await asyncio.to_thread(_rendered, parts.segments, format)
    name = disposition(f"{stem}.{format}", inline=True)
    return Response(text, media_type=f"{MEDIA_TYPES[format]}; charset=utf-8", headers={"Content-Disposition": name})


def _rendered(pieces: Sequence[str], form: Literal["txt", "srt", "vtt"]) -> str:
    """Render the transcript as text; laying out the captions of a long one takes a second."""
    segments = as_recognised(Line.model_validate_json(piece) for piece in pieces)
    if form == "txt":
        return captions.txt(segments)
    return captions.srt_of(segments) if form == "srt" else captions.vtt_of(segments)
