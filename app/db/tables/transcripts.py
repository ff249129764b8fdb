"""Tables of transcripts: recorded ones as a search sees them, and corrected ones with their corrections."""

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Integer, Text, false
from sqlmodel import Field, SQLModel

from app.db.tables.columns import SERIAL, json_column


class VideoTranscriptRow(SQLModel, table=True):
    """The transcript of a job, by the job's id, from its first correction on; before, its lines are pieces of a stage.

    `revision` counts its corrections. The first `taken` pieces under `key` are among its lines. While it is `open`, as
    that of a job which ended before all was recognised, later pieces follow its lines; the taken ones end at `taken_s`.
    """

    __tablename__ = "video_transcripts"
    id: str = Field(primary_key=True)
    analysis_id: str | None = Field(default=None, index=True)
    video_filename: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    video_duration: float | None = None
    language_code: str | None = None
    transcription_method: str | None = None
    confidence_score: float | None = None
    full_transcript_text: str = Field(sa_column=Column(Text, nullable=False))
    processing_time_seconds: float | None = None
    api_response_id: str | None = None
    status: str
    revision: int
    key: str = Field(index=True)
    taken: int
    taken_s: float
    open: bool
    created_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    updated_ms: int = Field(sa_column=Column(BigInteger, nullable=False))
    searched_num: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True, index=True))


class SearchedTranscriptRow(SQLModel, table=True):
    """Lines that are searched together: the pieces of a stage under `key`, or those of a corrected transcript.

    Those of a corrected one have no key; its row has their `num` as `searched_num`, as have copies of it. Later ones
    have greater numbers.
    """

    __tablename__ = "searched_transcripts"
    __table_args__ = ({"sqlite_autoincrement": True},)
    num: int | None = Field(default=None, sa_column=Column(SERIAL, primary_key=True))
    key: str | None = Field(default=None, unique=True)


class SearchedLineRow(SQLModel, table=True):
    """The words of a line (`app.core.words`), divided by spaces; a line without words has no row.

    `num` has the number of its transcript and its own (`app.db.line_index`).
    """

    __tablename__ = "searched_lines"
    num: int = Field(
        sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False)
    )
    words: str = Field(sa_column=Column(Text, nullable=False))


class TranscriptSegmentRow(SQLModel, table=True):
    """A line of a transcript. `original_text` is the recognised text where `text` differs from it.

    `confirmed`: people have said that its text is right.
    """

    __tablename__ = "transcript_segments"
    transcript_id: str = Field(primary_key=True)
    idx: int = Field(primary_key=True)
    start_time: float
    end_time: float
    text: str = Field(sa_column=Column(Text, nullable=False))
    original_text: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    moved: bool
    confirmed: bool = Field(sa_column=Column(Boolean, nullable=False, server_default=false()))
    confidence: float
    no_speech_probability: float
    speaker_label: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    segment_type: str
    flags: list[Any] = Field(sa_column=json_column())
    words: list[Any] = Field(sa_column=json_column())


class SceneSubtitleRow(SQLModel, table=True):
    """The subtitles of a scene, with times from its start, once its lines were corrected."""

    __tablename__ = "scene_subtitles"
    scene_id: str = Field(primary_key=True)
    transcript_id: str = Field(index=True)
    scene_start_time: float
    scene_end_time: float
    subtitle_data: list[Any] = Field(sa_column=json_column())


class TranscriptEditRow(SQLModel, table=True):
    """A correction of a transcript that can be undone: the lines that stood where it has `placed` lines.

    `undone`: it was undone, and can be made again, by the same.
    """

    __tablename__ = "transcript_edits"
    transcript_id: str = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    first: int
    placed: int
    lines: list[Any] = Field(sa_column=json_column())
    undone: bool = Field(sa_column=Column(Boolean, nullable=False, server_default=false()))
