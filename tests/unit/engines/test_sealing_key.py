"""Machines that share a database encrypt its secrets with one key, or say that they do not."""

from pathlib import Path

import pytest

from app.core.errors import StorageLost
from app.core.sealing import KEY_FILE, KeyMissing, Seal
from app.core.settings import Settings, load_settings
from app.db.credentials import delete_credentials, store_credentials
from app.db.store import Store
from app.engines.sealing_key import KeyDiffers, settle_key
from app.service.webhooks import Webhooks
from tests.stores import open_store

KEY, OTHER_KEY = "ab" * 32, "cd" * 32


def _machine(folder: Path, name: str, key: str = "") -> Settings:
    (folder / name).mkdir(exist_ok=True)
    return load_settings(engine="celery", data_dir=folder / name, sealing_key=key)


async def _password(store: Store, seal: Seal) -> str:
    sealed = seal.seal("user:s3cr3t")
    await store.write(store_credentials, "a job", sealed)
    return sealed


async def test_one_folder_has_one_key(tmp_path: Path) -> None:
    """Nothing has to be set: the first process creates it."""
    one = _machine(tmp_path, "one")
    async with open_store(tmp_path) as store:
        await settle_key(store, one)
        sealed = await _password(store, Seal.of(one))
        await settle_key(store, one)
        assert Seal.of(_machine(tmp_path, "one")).open(sealed) == "user:s3cr3t"


async def test_a_key_that_is_set_opens_secrets_everywhere(tmp_path: Path) -> None:
    """Also that of the file of the first machine, which is set on the second one."""
    one, other = _machine(tmp_path, "one"), _machine(tmp_path, "other", KEY)
    async with open_store(tmp_path) as store:
        await settle_key(store, one)
        sealed = await _password(store, Seal.of(one))
        with pytest.raises(KeyDiffers, match="SEALING_KEY is not the key"):
            await settle_key(store, other)
        other = _machine(tmp_path, "other", (tmp_path / "one" / KEY_FILE).read_bytes().hex())
        await settle_key(store, other)
        assert Seal.of(other).open(sealed) == "user:s3cr3t"
        assert not (tmp_path / "other" / KEY_FILE).exists()


async def test_another_key_can_be_set_while_nothing_is_encrypted(tmp_path: Path) -> None:
    """From then on it is the one."""
    async with open_store(tmp_path) as store:
        await settle_key(store, _machine(tmp_path, "one"))
        await settle_key(store, _machine(tmp_path, "other", KEY))
        with pytest.raises(KeyDiffers, match=r"sealing\.key in DATA_DIR"):
            await settle_key(store, _machine(tmp_path, "one"))
        await settle_key(store, _machine(tmp_path, "one", KEY))
        await _password(store, Seal.of(_machine(tmp_path, "one", KEY)))
        with pytest.raises(KeyDiffers):
            await settle_key(store, _machine(tmp_path, "third", OTHER_KEY))
        await store.write(delete_credentials, "a job")
        await settle_key(store, _machine(tmp_path, "third", OTHER_KEY))


async def test_a_machine_without_the_key_encrypts_nothing(tmp_path: Path) -> None:
    """The others could not read it. It starts, and says what is missing."""
    one, other = _machine(tmp_path, "one"), _machine(tmp_path, "other")
    async with open_store(tmp_path) as store:
        await settle_key(store, one)
        await settle_key(store, other)
        assert (Seal.of(one).has_key, Seal.of(other).has_key) == (True, False)
        with pytest.raises(KeyMissing):
            Seal.of(other).seal("x")
        with pytest.raises(StorageLost, match="SEALING_KEY"):
            await Webhooks(store, Seal.of(other)).create("https://example.org/", [], None)
        assert list((tmp_path / "other").iterdir()) == []


async def test_secrets_of_a_server_that_grows_keep_their_key(tmp_path: Path) -> None:
    """Another machine that is started first does not bring its own."""
    alone = load_settings(data_dir=tmp_path)
    async with open_store(tmp_path) as store:
        await _password(store, Seal.of(alone))
        await settle_key(store, _machine(tmp_path, "other"))
        await settle_key(store, load_settings(engine="celery", data_dir=tmp_path))
        with pytest.raises(KeyDiffers):
            await settle_key(store, _machine(tmp_path, "third", KEY))
