"""Makes sure that machines which share a database encrypt its secrets with one key."""

import asyncio
import logging

from app.core.errors import StartRefused
from app.core.sealing import KEY_FILE, Seal
from app.core.settings import Settings
from app.db import sealing_keys
from app.db.store import Store

log = logging.getLogger(__name__)

REMEDY = (
    f"set SEALING_KEY on all machines to that key, as hexadecimal digits (`xxd -p -c 64 {KEY_FILE}` in the DATA_DIR of "
    "the first one; if that key is lost, start the server once with ENGINE=local and a new one, and delete the "
    "webhooks)"
)


class KeyDiffers(StartRefused):
    """The key of this machine is another one than that of the others."""


async def settle_key(store: Store, settings: Settings) -> None:
    """Agree on the key with the machines that were there first. Raises KeyDiffers, or OSError without a folder.

    Where there is none yet this machine creates it. A machine without the key of the others starts all the same, and
    refuses what needs it.
    """
    seal, is_set = Seal.of(settings), bool(settings.sealing_key.get_secret_value())
    known, sealed = await store.read(sealing_keys.known)
    mine = await asyncio.to_thread(seal.fingerprint)
    if mine is None:
        await _without(store, seal, is_first=known is None and not sealed)
        return
    if known is None and (not sealed or any(seal.open(text) is not None for text in sealed)):
        known = await store.write(sealing_keys.settle, mine)
    elif known != mine and is_set and not sealed:
        await store.write(sealing_keys.replace, mine)
        known = mine
    if known != mine:
        which = "SEALING_KEY" if is_set else f"{KEY_FILE} in DATA_DIR {settings.data_dir}"
        raise KeyDiffers(
            f"{which} is not the key with which other machines encrypt secrets in this database: {REMEDY}."
        )


async def _without(store: Store, seal: Seal, *, is_first: bool) -> None:
    if is_first:
        made = await asyncio.to_thread(seal.make)
        if await store.write(sealing_keys.settle, made) == made:
            return
        await asyncio.to_thread(seal.unmake)  # another machine was first
    log.warning(
        "this machine has not the key that encrypts webhooks' secrets and links' passwords, so it refuses them, sends "
        "nothing to webhooks and runs no job with such a link: %s",
        REMEDY,
    )
