"""Renders a job's transcript as a document to read: Markdown, or DOCX for word processors."""

from datetime import UTC, datetime
from typing import Any, Literal

from app.db.job_parts import JobParts
from app.jobs.results import Chapter, Result
from app.jobs.states import JobState
from app.jobs.transcripts import Line, as_recognised
from app.stages.fetch.contract import STAGE as FETCH
from app.stages.transcribe.contract import STAGE as TRANSCRIBE
from app.text.documents import Document, clock, sections_of
from app.text.languages import name_of
from app.text.markdown import markdown

DocumentFormat = Literal["md", "docx"]
#: The types of their content.
MEDIA_TYPES: dict[DocumentFormat, str] = {
    "md": "text/markdown",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class _Chaptered(Result):
    """The part of an output that is read here; it may be of an earlier release."""

    chapters: tuple[Chapter, ...] = ()


def document_of(parts: JobParts) -> Document:
    """The transcript as it was corrected, with its chapters. Parses all lines: call it in a thread."""
    language = language_of(parts)
    return Document(
        title=parts.job.video_title or parts.job.id,
        facts=tuple(_facts(parts, language)),
        sections=sections_of(as_recognised(map(Line.model_validate_json, parts.segments)), _chapters(parts)),
        language=language,
    )


def language_of(parts: JobParts) -> str | None:
    """The language of the transcript; None without one."""
    language: str | None = (parts.outputs.get(TRANSCRIBE.name) or {}).get("language")
    return language


def rendered_document(parts: JobParts, form: DocumentFormat) -> bytes:
    """The transcript in a format. Takes up to a second for a long one: call it in a thread."""
    document = document_of(parts)
    if form == "md":
        return markdown(document).encode()
    from app.text.word_document import word_document

    return word_document(document)


def _chapters(parts: JobParts) -> tuple[Chapter, ...]:
    """Those that people have set, else those of the source's author, else those that were found in what is said."""
    own, found = (_chaptered(parts.outputs.get(stage.name)) for stage in (FETCH, TRANSCRIBE))
    return tuple(parts.chapters.shown(own, found))


def _chaptered(output: dict[str, Any] | None) -> tuple[Chapter, ...]:
    return _Chaptered.model_validate(output or {}, extra="ignore").chapters


def _facts(parts: JobParts, language: str | None) -> list[str]:
    """What the document is of, a line each."""
    job, facts = parts.job, list[str]()
    if job.url is not None:
        facts.append(f"Source: {job.url}")
    if job.video_duration:
        facts.append(f"Length: {clock(job.video_duration)}")
    if language is not None and language != "und":
        facts.append(f"Language: {name_of(language).title()}")
    made_ms = job.completed_ms or job.updated_ms
    facts.append(f"Date: {datetime.fromtimestamp(made_ms / 1000, UTC):%Y-%m-%d}")
    if job.status is not JobState.COMPLETED:
        facts.append("Unfinished: what was recognised so far")
    return facts
