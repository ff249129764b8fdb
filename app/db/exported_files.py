"""Stores which texts of jobs are in the export folder, so that they can follow corrections."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, delete, insert, select

from app.db.records import EXPORTED_FILES
from app.db.transaction import Transaction


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A text of a job in the export folder; `ending` is what `{ext}` stands for, `path` is below the folder.

    `sha256` is that of what was written last, empty for a file that is to be made; `writing` that of what may have been
    written since, if a crash has come between.
    """

    ending: str
    path: str
    sha256: str
    writing: str | None = None


def of_job(conn: Connection, job_id: str) -> list[ExportedFile]:
    """The texts of a job that are in the folder."""
    columns = (EXPORTED_FILES.c[name] for name in ExportedFile.__dataclass_fields__)
    query = select(*columns).where(EXPORTED_FILES.c.job_id == job_id).order_by(EXPORTED_FILES.c.ending)
    return [ExportedFile(*row) for row in conn.execute(query)]


def put(tx: Transaction, job_id: str, files: Sequence[ExportedFile]) -> None:
    """Store texts of a job, in the place of those with the same ending."""
    if not files:
        return
    endings = [file.ending for file in files]
    mine = (EXPORTED_FILES.c.job_id == job_id, EXPORTED_FILES.c.ending.in_(endings))
    tx.conn.execute(delete(EXPORTED_FILES).where(*mine))
    tx.conn.execute(insert(EXPORTED_FILES), [{"job_id": job_id} | asdict(file) for file in files])


def remove(tx: Transaction, job_id: str) -> None:
    """Forget the texts of a job; the files stay."""
    tx.conn.execute(delete(EXPORTED_FILES).where(EXPORTED_FILES.c.job_id == job_id))
