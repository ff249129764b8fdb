"""Transcripts that people correct: their lines, the subtitles of scenes, and what corrections replaced."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "video_transcripts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("analysis_id", sa.String(), nullable=True),
        sa.Column("video_filename", sa.Text(), nullable=True),
        sa.Column("video_duration", sa.Float(), nullable=True),
        sa.Column("language_code", sa.String(), nullable=True),
        sa.Column("transcription_method", sa.String(), nullable=True),
        sa.Column("confidence_score", sa.Float(), nullable=True),
        sa.Column("full_transcript_text", sa.Text(), nullable=False),
        sa.Column("processing_time_seconds", sa.Float(), nullable=True),
        sa.Column("api_response_id", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("taken_s", sa.Float(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("updated_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_video_transcripts_analysis_id", "video_transcripts", ["analysis_id"])
    op.create_index("ix_video_transcripts_key", "video_transcripts", ["key"])
    op.create_table(
        "transcript_segments",
        sa.Column("transcript_id", sa.String(), nullable=False),
        sa.Column("idx", sa.Integer(), nullable=False),
        sa.Column("start_time", sa.Float(), nullable=False),
        sa.Column("end_time", sa.Float(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("original_text", sa.Text(), nullable=True),
        sa.Column("moved", sa.Boolean(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("no_speech_probability", sa.Float(), nullable=False),
        sa.Column("speaker_label", sa.Text(), nullable=True),
        sa.Column("segment_type", sa.String(), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("transcript_id", "idx"),
    )
    op.create_table(
        "scene_subtitles",
        sa.Column("scene_id", sa.String(), nullable=False),
        sa.Column("transcript_id", sa.String(), nullable=False),
        sa.Column("scene_start_time", sa.Float(), nullable=False),
        sa.Column("scene_end_time", sa.Float(), nullable=False),
        sa.Column("subtitle_data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("scene_id"),
    )
    op.create_index("ix_scene_subtitles_transcript_id", "scene_subtitles", ["transcript_id"])
    op.create_table(
        "transcript_edits",
        sa.Column("transcript_id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("placed", sa.Integer(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("transcript_id", "revision"),
    )
