"""Small values of the database: cool-downs that do not pile up, an id that stays, measured rates."""

from pathlib import Path

from app.db import flags, queries, rates
from app.db.store import Store
from app.jobs.estimate import Rate
from tests.stores import open_store


async def test_a_longer_cool_down_is_not_cut_short(store: Store) -> None:
    """A second refusal that names no time does not shorten the hour that the first one asked for."""
    now_ms = store.now_ms()
    await store.write(flags.cool, "example.org", now_ms + 3_600_000)
    await store.write(flags.cool, "example.org", now_ms + 60_000)
    assert await store.read(flags.cooling_until_ms, "example.org") == now_ms + 3_600_000


async def test_cool_downs_that_are_over_are_forgotten(tmp_path: Path) -> None:
    """However many hosts have refused us since the start; other flags are not touched."""
    clock = [1_000]
    async with open_store(tmp_path, now_ms=lambda: clock[0]) as store:
        await store.write(flags.set_flag, "queue", {"paused": True})
        for n in range(5):
            await store.write(flags.cool, f"host{n}.example", 2_000)
        clock[0] = 2_000
        await store.write(flags.cool, "late.example", 9_000)
        names = await store.read(lambda conn: set(conn.execute(queries.FLAGS.select()).scalars()))
    assert {"queue"} == {name for name in names if not name.startswith("cooling ")} - {"written"}
    assert {"cooling late.example"} == {name for name in names if name.startswith("cooling ")}


async def test_a_flag_without_a_value_is_forgotten(store: Store) -> None:
    """As if it had never been set."""
    await store.write(flags.set_flag, "queue", {"paused": True})
    await store.write(flags.set_flag, "queue", {})
    assert await store.read(queries.flag, "queue") == {}


async def test_a_database_keeps_the_name_that_it_gave_itself(tmp_path: Path) -> None:
    """Over restarts; another database has another."""
    (tmp_path / "other").mkdir()
    names = []
    for folder in (tmp_path, tmp_path, tmp_path / "other"):
        async with open_store(folder) as store:
            names.append(await store.write(flags.identity))
    assert names[0] == names[1] != names[2]


async def test_a_measured_pace_replaces_the_one_before(store: Store) -> None:
    """One row for each stage and variant."""
    await store.write(rates.set_rate, "transcribe", "base", Rate(0.5, 0.0, 1))
    await store.write(rates.set_rate, "transcribe", "base", Rate(0.4, 0.0, 2))
    assert await store.read(queries.rates) == {("transcribe", "base"): Rate(0.4, 0.0, 2)}
