"""The interface of an engine, whatever its implementation."""

from dataclasses import dataclass

from app.engines.shutdown import Shutdown
from app.service.chapters import Chapters
from app.service.clip_previews import ClipPreviews
from app.service.dry_runs import DryRuns
from app.service.intake import Intake
from app.service.jobs import Jobs
from app.service.providers import Providers
from app.service.queue_view import QueueView
from app.service.server_health import ServerHealth
from app.service.transcripts import Transcripts
from app.service.webhooks import Webhooks


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """A running engine."""

    jobs: Jobs
    queue_view: QueueView
    intake: Intake
    transcripts: Transcripts
    chapters: Chapters
    health: ServerHealth
    shutdown: Shutdown
    webhooks: Webhooks
    providers: Providers
    dry_runs: DryRuns
    clip_previews: ClipPreviews
