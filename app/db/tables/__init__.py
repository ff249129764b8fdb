"""All tables, a module per subject; `METADATA` knows each of them. They are used only inside `db/`.

Other packages get frozen records. Times are Unix milliseconds (`*_ms`). `jobs` is read and written on every hot path,
so long values (segments, outputs, events) are in separate tables, which lists do not read.
"""

from sqlmodel import SQLModel

from app.db.tables import access, feeds, jobs, operation, recorded_work, transcripts, videos, webhooks  # noqa: F401

METADATA = SQLModel.metadata
