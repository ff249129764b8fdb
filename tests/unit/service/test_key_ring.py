"""The keys that a server holds in memory: in force at once, over when they are revoked or expire."""

from pathlib import Path

from app.core.caller import KeyScope
from app.db import api_keys
from app.service.api_keys import KeyOrder, create_key, revoke_key
from app.service.key_ring import KeyRing
from tests.stores import open_store


async def test_a_key_of_another_process_is_followed(tmp_path: Path) -> None:
    """Its making locks, its revoking ends what it opened; other keys stay the same objects, so nothing of them ends."""
    async with open_store(tmp_path) as store, open_store(tmp_path, shared=True) as beside, KeyRing(store) as ring:
        assert not ring.locked
        made, key = await create_key(beside, KeyOrder("ci", KeyScope.READ, "ann"))
        other, other_key = await create_key(beside, KeyOrder("other", KeyScope.ADMIN))
        await ring.check()
        held = ring.find(key)
        assert held is not None
        assert (ring.locked, held.caller.user, held.caller.scope) == (True, "ann", KeyScope.READ)
        assert held is ring.by_id(made.id)
        kept = ring.find(other_key)
        await revoke_key(beside, "ci")
        await ring.check()
        assert (ring.find(key), ring.by_id(made.id), held.ended.is_set()) == (None, None, True)
        assert ring.find(other_key) is kept is ring.by_id(other.id)
        assert await beside.read(api_keys.is_in_force)
        await revoke_key(beside, "other")
        await ring.check()
        assert ring.locked, "a server whose last key was revoked is not open to everybody"


async def test_the_poll_follows_by_itself(tmp_path: Path) -> None:
    """Nobody has to say that a key was made."""
    async with open_store(tmp_path) as store, open_store(tmp_path, shared=True) as beside, KeyRing(store) as ring:
        _, key = await create_key(beside, KeyOrder("ci", KeyScope.READ))
        held = None
        while held is None:  # until the next poll; the test's own time limit ends it otherwise
            await store.ping_s()
            held = ring.find(key)
        await revoke_key(beside, "ci")
        await held.ended.wait()


async def test_a_key_ends_with_its_time(tmp_path: Path) -> None:
    """For requests at that moment, for what is open with the next poll; over a restart too."""
    clock = [1_000_000_000_000]
    async with open_store(tmp_path, now_ms=lambda: clock[0]) as store:
        ring = KeyRing(store)
        _, key = await create_key(store, KeyOrder("ci", KeyScope.READ, expires_ms=clock[0] + 1000))
        await ring.check()
        held = ring.find(key)
        assert held is not None
        clock[0] += 999
        assert ring.find(key) is held
        clock[0] += 1
        await ring.check()
        assert held.ended.is_set()
        assert ring.find(key) is None
        again = KeyRing(store)
        await again.check()
        assert (again.find(key), again.locked) == (None, True)
