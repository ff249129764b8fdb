"""Which folders have the files of a database: one, or several that share them by an object store."""

import pytest

from app.db import folders
from app.db.folders import CopyTime, Folder, FolderOther
from app.db.store import Store

ONE, OTHER = Folder("one", "/one"), Folder("other", "/other")
STORE = "s3://films"


async def _copy_time(store: Store, folder: Folder, *, in_ms: int = 0) -> CopyTime:
    return await store.read(folders.copy_time, folder.id, store.now_ms() + in_ms)


async def test_without_an_object_store_there_is_one_folder(store: Store) -> None:
    """The first process names it, and others have it or do not start."""
    await store.write(folders.join, ONE, store="")
    await store.write(folders.join, ONE, store="")
    with pytest.raises(FolderOther, match=r"DATA_DIR /other is not the folder .* STORAGE_URL"):
        await store.write(folders.join, OTHER, store="")
    assert await _copy_time(store, ONE) is CopyTime.LATER


async def test_a_server_alone_names_the_folder(store: Store) -> None:
    """Also another one than before: what it cannot see, it has not."""
    await store.write(folders.alone, ONE)
    await store.write(folders.join, ONE, store=STORE)
    assert await _copy_time(store, ONE) is CopyTime.LATER
    await store.write(folders.alone, OTHER)
    await store.write(folders.join, OTHER, store="")


async def test_files_are_copied_first_once_there_are_two_folders(store: Store) -> None:
    """In both of them; a machine that shares the first one needs the object store too."""
    await store.write(folders.alone, ONE)
    await store.write(folders.join, OTHER, store=STORE)
    assert [await _copy_time(store, folder) for folder in (ONE, OTHER)] == [CopyTime.FIRST] * 2
    with pytest.raises(FolderOther, match="set STORAGE_URL here too"):
        await store.write(folders.join, ONE, store="")
    await store.write(folders.join, ONE, store=STORE)
    assert await store.read(folders.is_shared, ONE.id)
    assert not await store.read(folders.is_shared, OTHER.id)


async def test_a_folder_that_is_the_first_of_several_copies_early(store: Store) -> None:
    """Whether others share it or have their own is not known before the next one comes."""
    await store.write(folders.join, ONE, store=STORE)
    assert await _copy_time(store, ONE) is CopyTime.EARLY
    await store.write(folders.join, OTHER, store=STORE)
    assert await _copy_time(store, ONE) is CopyTime.FIRST


async def test_a_folder_that_no_process_renews_is_forgotten(store: Store) -> None:
    """A machine that was taken away is waited for no longer than a day."""
    await store.write(folders.alone, ONE)
    await store.write(folders.join, OTHER, store=STORE)
    late_ms = folders.UNUSED_AFTER_MS + 60_000
    assert await _copy_time(store, ONE, in_ms=late_ms) is CopyTime.LATER
    now_ms = store.writer._now_ms
    store.writer._now_ms = lambda: now_ms() + late_ms
    await store.write(folders.renew, "third")
    store.writer._now_ms = now_ms
    assert await _copy_time(store, OTHER) is CopyTime.FIRST
    names = await store.read(lambda conn: set(conn.exec_driver_sql("SELECT name FROM flags").scalars()))
    assert {name for name in names if name.startswith(folders.OWN)} == {f"{folders.OWN}third"}


async def test_machines_with_folders_of_their_own_have_one_store(store: Store) -> None:
    """One in another store would not find the files, and take their copies for lost."""
    await store.write(folders.join, ONE, store=STORE)
    with pytest.raises(FolderOther, match="files in s3://films, not in s3://film: set the same STORAGE_URL"):
        await store.write(folders.join, OTHER, store="s3://film")
    await store.write(folders.join, OTHER, store=STORE)
    with pytest.raises(FolderOther, match="not in s3://film"):
        await store.write(folders.join, ONE, store="s3://film")


async def test_one_machine_may_move_to_another_store(store: Store) -> None:
    """While it is the only one."""
    await store.write(folders.join, ONE, store=STORE)
    await store.write(folders.join, ONE, store="s3://new")
    await store.write(folders.alone, ONE)
    await store.write(folders.join, OTHER, store="s3://newer")


async def test_the_first_mark_of_a_store_is_that_of_all(store: Store) -> None:
    """A machine that sees another folder at the place does not use it; another place is another store."""
    assert await store.read(folders.mark_of, "file:///mnt") is None
    assert await store.write(folders.settle_mark, "file:///mnt", "one") == "one"
    assert await store.write(folders.settle_mark, "file:///mnt", "other") == "one"
    assert await store.read(folders.mark_of, "file:///mnt") == "one"
    assert await store.read(folders.mark_of, "file:///elsewhere") is None
    assert await store.write(folders.settle_mark, "file:///elsewhere", "") == ""
    assert await store.read(folders.mark_of, "file:///elsewhere") == ""
