"""Makes a PostgreSQL database what it was when it was created: as empty, and with the same schema."""

from dataclasses import dataclass

import asyncpg

#: Everything that a test could change in a schema, as one text.
SCHEMA = """
SELECT md5(concat(
    (SELECT string_agg(concat_ws(' ', c.oid::regclass, c.relkind, a.attnum, a.attname, a.atttypid, a.attnotnull,
                                 a.attisdropped), ',' ORDER BY c.relname, a.attnum)
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0),
    (SELECT string_agg(concat_ws(' ', conrelid::regclass, conname, contype, convalidated), ',' ORDER BY conname, oid)
     FROM pg_constraint WHERE connamespace = 'public'::regnamespace),
    (SELECT string_agg(concat_ws(' ', tgrelid::regclass, tgname, tgenabled), ',' ORDER BY tgname, oid)
     FROM pg_trigger WHERE NOT tgisinternal),
    (SELECT string_agg(concat_ws(' ', proname, md5(prosrc)), ',' ORDER BY proname, oid)
     FROM pg_proc WHERE pronamespace = 'public'::regnamespace),
    (SELECT string_agg(nspname, ',' ORDER BY nspname) FROM pg_namespace WHERE nspname !~ '^pg_'),
    (SELECT string_agg(extname, ',' ORDER BY extname) FROM pg_extension),
    (SELECT string_agg(concat_ws(' ', setrole, setconfig), ',') FROM pg_db_role_setting s
     JOIN pg_database d ON d.oid = s.setdatabase WHERE d.datname = current_database()),
    (SELECT concat_ws(' ', datallowconn, datconnlimit, datacl) FROM pg_database WHERE datname = current_database())
))
"""
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
OTHERS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
#: Sequences that have been used, with their values.
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"


@dataclass(frozen=True, slots=True)
class FreshState:
    """A database before its first use: its schema, the rows of tables that have some, and its sequences."""

    schema: str
    filled: str  #: the query for the names of tables that have rows
    rows: dict[str, str]
    sequences: dict[str, int]


async def fresh_state(url: str) -> FreshState:
    """Read the state of a database that no test has used."""
    connection = await asyncpg.connect(url)
    try:
        names = [row["relname"] for row in await connection.fetch(TABLES)]
        filled = "\nUNION ALL ".join(
            f"SELECT '{name}' AS name WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in names
        )
        rows = {
            row["name"]: await connection.fetchval(f'SELECT json_agg(t) FROM "{row["name"]}" t')
            for row in await connection.fetch(filled)
        }
        return FreshState(await connection.fetchval(SCHEMA), filled, rows, await _sequences(connection))
    finally:
        await connection.close()


async def reset(url: str, fresh: FreshState) -> bool:
    """End what is connected, and restore rows and sequences. Returns whether the database is as fresh as before.

    It is not where the schema is another, or where there is no database any more.
    """
    try:
        connection = await asyncpg.connect(url)
    except asyncpg.PostgresError:
        return False
    try:
        await connection.execute(OTHERS)
        if await connection.fetchval(SCHEMA) != fresh.schema:
            return False
        filled = [row["name"] for row in await connection.fetch(fresh.filled)]
        async with connection.transaction():
            if filled:
                await connection.execute(f"TRUNCATE {', '.join(filled)} CASCADE")
            for name, rows in fresh.rows.items():
                await connection.execute(
                    f'INSERT INTO "{name}" SELECT * FROM json_populate_recordset(NULL::"{name}", $1::json)', rows
                )
        for name in (await _sequences(connection)).keys() - fresh.sequences.keys():
            await connection.execute(f'ALTER SEQUENCE "{name}" RESTART')
        for name, value in fresh.sequences.items():
            await connection.execute(f"SELECT setval('{name}', {value})")
        return True
    finally:
        await connection.close()


async def _sequences(connection: "asyncpg.Connection[asyncpg.Record]") -> dict[str, int]:
    return {row["sequencename"]: row["last_value"] for row in await connection.fetch(SEQUENCES)}
