"""Names the speakers of a recording whose voices are known from others."""

from app.core.errors import AppError
from app.core.logging import logger
from app.db import known_voices
from app.db.store import Store
from app.jobs.record import JobRecord
from app.jobs.voices import names_of
from app.service.transcripts import Transcripts

log = logger(__name__)


class KnownVoices:
    """Gives speakers their names, as a correction that can be undone."""

    def __init__(self, store: Store, transcripts: Transcripts) -> None:
        self._store = store
        self._transcripts = transcripts

    async def name_speakers(self, job: JobRecord) -> None:
        """Name the speakers of a job whose lines have them. Without the names the job goes on."""
        heard, known = await self._store.read(known_voices.to_name, job.id, job.user_id)
        names = names_of(heard, known) if heard is not None else {}
        if not names:
            return
        try:
            await self._transcripts.name_known(job.id, names)
        except AppError as error:
            log.warning("known voices of job %s could not be named: %s", job.id, error)
