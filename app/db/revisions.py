"""The schema's revisions: the newest one that this program knows, and the one that a database is at."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

#: The newest revision in `migrations/versions`; a test compares it with the scripts.
HEAD = "0031"
SCRIPTS = Path(__file__).parent / "migrations"


def revision_of(conn: Connection) -> str | None:
    """The revision of the database; None for an empty one."""
    if not inspect(conn).has_table("alembic_version"):
        return None
    found: str | None = conn.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found
