"""Stored API keys: hashed, named once, revoked for good, and noticed by whoever follows them."""

import uuid
from typing import Any

import pytest

from app.core.api_keys import SHOWN, START, ApiKey, digest_of, new_key
from app.core.caller import KeyScope
from app.core.errors import NotFound
from app.db import api_keys
from app.db.store import Store


def made(name: str = "ci", **values: Any) -> ApiKey:
    """A key as the service stores it."""
    key = new_key()
    return ApiKey(str(uuid.uuid4()), name, key[:SHOWN], digest_of(key), KeyScope.WRITE, **values)


def test_a_key_is_random_and_says_what_it_is() -> None:
    """256 bits, of which a list shows 48."""
    keys = {new_key() for _ in range(20)}
    assert len(keys) == len({key[:SHOWN] for key in keys}) == 20
    assert all(key.startswith(START) and len(key) == len(START) + 43 for key in keys)


async def test_a_name_is_used_once_until_its_key_is_revoked(store: Store) -> None:
    """So that a name says which key is meant; what is revoked stays listed."""
    first = await store.write(api_keys.add, made(user_id="ann"))
    with pytest.raises(api_keys.NameTaken):
        await store.write(api_keys.add, made())
    assert (await store.write(api_keys.revoke, "ci")).revoked_ms is not None
    second = await store.write(api_keys.add, made())
    found = await store.read(api_keys.keys)
    assert [key.id for key in found] == [second.id, first.id]
    assert [key.is_valid(store.now_ms()) for key in found] == [True, False]
    assert (await store.read(api_keys.key, first.id)).user_id == "ann"


async def test_a_key_is_revoked_by_name_id_or_beginning_and_once(store: Store) -> None:
    """Whatever people have at hand."""
    keys = [await store.write(api_keys.add, made(name)) for name in ("a", "b", "c")]
    for which in (keys[0].name, keys[1].id, keys[2].prefix):
        await store.write(api_keys.revoke, which)
        with pytest.raises(NotFound):
            await store.write(api_keys.revoke, which)
    assert not any(key.is_valid(store.now_ms()) for key in await store.read(api_keys.keys))


async def test_changes_are_seen_and_confirmed(store: Store) -> None:
    """Every making and revoking is a change of its own; nothing is read again without one."""
    seen, keys = await store.read(api_keys.changed_since, None)
    assert (seen, list(keys or ())) == ("", [])
    for change in (lambda: store.write(api_keys.add, made()), lambda: store.write(api_keys.revoke, "ci")):
        await change()
        assert not await store.read(api_keys.is_in_force)
        before = seen
        seen, keys = await store.read(api_keys.changed_since, before)
        assert seen != before
        assert len(keys or ()) == 1
        assert await store.read(api_keys.changed_since, seen) == (seen, None)
        await store.write(api_keys.put_in_force, seen)
        assert await store.read(api_keys.is_in_force)
