"""Stage `fetch`, the first of every job: the source, a link or an upload, as one readable file in the store."""

from typing import Any, Self

from pydantic import Field, model_validator

from app.jobs.estimate import Rate
from app.jobs.options import WITHOUT_SOURCE, JobType
from app.jobs.record import JobRecord
from app.jobs.results import Blob, Chapter, MediaInfo, Result, Validators
from app.media.ffmpeg import MOST_FILM_PIXELS
from app.media.file_extensions import extension_of, type_of_media
from app.stages import chapter_files
from app.stages.asides.revalidate.contract import REVALIDATE, RevalidateInput
from app.stages.chapter_files import ChapterFiles
from app.stages.stage import ChildKind, Recheck, Resource, SourceFacts, Stage, StageContext, StageFile


class FetchInput(Result):
    """Exactly one of `url` and `upload`; `filename` is the upload's original name.

    `credentials` are the user name and password of a link, which were removed from `url`.

    A link's file must leave `reserve_bytes` of the disk free, as far as its size is stated before.
    """

    url: str | None = None
    credentials: str | None = Field(default=None, repr=False)
    upload: Blob | None = None
    filename: str | None = None
    max_bytes: int
    max_seconds: float
    max_pixels: int
    max_film_pixels: int = MOST_FILM_PIXELS
    allow_private_networks: bool = False
    allowed_private_hosts: tuple[str, ...] = ()
    reserve_bytes: int = 0

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.url is None) == (self.upload is None):
            raise ValueError("exactly one of url and upload")
        return self


class FetchOutput(Result):
    """The source as a readable file, with its site's description.

    `validators` are those of a direct link to a file. A site's video and an upload have none: they are the same as long
    as their id is.
    """

    source: Blob
    media: MediaInfo
    title: str
    uploader: str | None = None
    webpage_url: str | None = None
    chapters: tuple[Chapter, ...] = ()
    chapter_files: ChapterFiles | None = None
    thumbnail: Blob | None = None
    validators: Validators | None = None


def _input(context: StageContext) -> FetchInput:
    s = context.settings
    return FetchInput(
        url=context.job.url if context.upload is None else None,
        credentials=context.credentials,
        upload=context.upload,
        filename=context.upload_name,
        max_bytes=s.max_upload_bytes if context.upload else s.max_download_bytes,
        max_seconds=s.max_video_seconds,
        max_pixels=s.max_pixels,
        max_film_pixels=s.max_film_pixels,
        allow_private_networks=s.allow_private_networks,
        allowed_private_hosts=s.allowed_private_hosts,
        reserve_bytes=s.disk_reserve_bytes,
    )


def _key_content(content: dict[str, Any], job: JobRecord) -> dict[str, Any]:
    """A link is keyed by its target, not by its spelling."""
    if not content["allowed_private_hosts"]:
        del content["allowed_private_hosts"]  # so that keys from before this setting stay the same
    if content["url"]:
        content["url"] = job.source_identity
    return content


def _files(output: FetchOutput) -> list[StageFile]:
    # Not the suffix in the store: that of an older release may come from the client's file name.
    extension = extension_of(output.media, f"x{output.source.suffix}")
    files = [StageFile("source", extension, output.source, media_type=type_of_media(output.media))]
    files += chapter_files.shown(output.chapter_files)
    if output.thumbnail:
        files.append(StageFile("thumbnail", f" thumbnail{output.thumbnail.suffix}", output.thumbnail, index=1))
    return files


def _question(params: FetchInput, output: FetchOutput) -> RevalidateInput | None:
    if output.validators is None:
        return None
    return RevalidateInput(
        url=params.url or "",
        validators=output.validators,
        allow_private_networks=params.allow_private_networks,
        allowed_private_hosts=params.allowed_private_hosts,
    )


STAGE = Stage(
    name="fetch",
    title="Fetch",
    doing="Fetching",
    about="Download or read the source and look inside it",
    version=3,
    order=10,
    job_types=frozenset(JobType) - WITHOUT_SOURCE,
    options=("refresh",),
    input=FetchInput,
    output=FetchOutput,
    entry="app.stages.fetch.run:run",
    resource=lambda _: Resource.DOWNLOAD,
    child_kind=lambda _: ChildKind.MEDIA,
    connects=lambda params: params.url is not None,
    prior=Rate(0.05, 3.0),
    build_input=_input,
    neutral_fields=frozenset(
        {"credentials", "max_bytes", "max_seconds", "max_pixels", "max_film_pixels", "reserve_bytes"}
    ),
    key_content=_key_content,
    artifacts=_files,
    source_facts=lambda output: SourceFacts(output.title, output.media.duration_s),
    recheck=Recheck(aside=REVALIDATE, applies=lambda params: params.url is not None, question=_question),
    resumable=True,
)
