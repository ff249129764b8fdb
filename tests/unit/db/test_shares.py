"""Share links on each database: what each opens, and how they end."""

import uuid
from typing import Any

import pytest

from app.core.api_keys import ApiKey
from app.core.caller import KeyScope
from app.core.errors import NotFound, WrongState
from app.db import api_keys, deletion, moves, shares, stage_log
from app.db.store import Store
from app.jobs.options import JobType
from app.jobs.shares import Share, ShareState
from app.jobs.states import Cause
from tests.stages import PLANS
from tests.stores import new_job

MASTER = "hash of the master key"


def a_link(job_id: str, **values: Any) -> Share:
    """A link to be stored."""
    number = str(uuid.uuid4())
    return Share(number, job_id, f"digest {number}", "sealed", **{"maker": MASTER} | values)


async def a_job(store: Store, user: str | None = None) -> str:
    """A job with a clip from 2 to 4 seconds."""
    job, _ = await store.write(moves.submit, new_job(user_id=user, job_type=JobType.CLIP_GENERATION))
    await store.write(moves.claim, job.id, PLANS)
    key = f"clips {job.id}"
    await store.write(stage_log.enter_stage, job.id, 1, "clips", key)
    await store.write(stage_log.add_pieces, key, 0, [{"index": 0, "start_s": 2.0, "end_s": 4.0004}], [])
    await store.write(stage_log.publish_pieces, job.id, 1, "clips", published=1, events=[], artifacts=[])
    return job.id


async def states(store: Store, *links: Share, maker: str | None = MASTER) -> list[ShareState]:
    """What each link opens."""
    return await store.read(shares.states, links, now_ms=store.now_ms(), maker=maker)


async def test_the_state_of_a_link_is_that_of_its_key_its_time_and_its_clip(store: Store) -> None:
    """In this order; several links are judged by one read."""
    job_id = await a_job(store)
    clip = {"clip": 0, "clip_start_ms": 2000, "clip_end_ms": 4000}
    links = [
        a_link(job_id),
        a_link(job_id, maker="everybody"),
        a_link(job_id, expires_ms=1),
        a_link(job_id, expires_ms=store.now_ms() + 60_000),
        a_link(job_id, **clip),
        a_link(job_id, **clip | {"clip_end_ms": 5000}),
        a_link(job_id, maker="everybody", expires_ms=1),
    ]
    for link in links:
        await store.write(shares.add, link)
    open_, ended, expired, gone = ShareState.OPEN, ShareState.KEY_ENDED, ShareState.EXPIRED, ShareState.CLIP_GONE
    assert await states(store, *links) == [open_, ended, expired, open_, open_, gone, ended]
    assert await states(store, *links[:2], maker=None) == [ended, ended]
    found = await store.read(shares.with_digest, links[4].digest)
    assert found is not None
    assert (found.clip_start_ms, found.clip_end_ms, found.maker) == (2000, 4000, MASTER)


async def test_a_link_ends_with_its_stored_key(store: Store) -> None:
    """When that is revoked or expires; one that was never there opens nothing."""
    job_id = await a_job(store)
    for name, expires_ms in (("valid", None), ("late", 1)):
        await store.write(
            api_keys.add, ApiKey(name, name, name, f"digest {name}", KeyScope.WRITE, expires_ms=expires_ms)
        )
    links = [await store.write(shares.add, a_link(job_id, key_id=key, maker=None)) for key in ("valid", "late", "none")]
    assert await states(store, *links) == [ShareState.OPEN, ShareState.KEY_ENDED, ShareState.KEY_ENDED]
    await store.write(api_keys.revoke, "valid")
    assert (await states(store, links[0])) == [ShareState.KEY_ENDED]


async def test_links_are_listed_revoked_and_go_with_their_job(store: Store) -> None:
    """Those of one job, or of one user's jobs; one job has no more than it may."""
    jobs = [await a_job(store, user) for user in ("ann", "ann", None)]
    links = [await store.write(shares.add, a_link(job_id)) for job_id in jobs for _ in range(2)]
    page, total = await store.read(shares.page, limit=3, offset=1)
    assert ([one.id for one in page], total) == ([one.id for one in links[::-1]][1:4], 6)
    assert (await store.read(shares.page, limit=9, offset=0, owner="ann"))[1] == 4
    assert (await store.read(shares.page, limit=9, offset=0, owner="ann", job_id=jobs[2]))[1] == 0
    await store.write(shares.revoke, links[0].id)
    with pytest.raises(NotFound):
        await store.write(shares.revoke, links[0].id)
    assert await store.write(shares.revoke_all, owner="ann", job_id=jobs[2]) == 0
    assert await store.write(shares.revoke_all, owner="ann", job_id=jobs[0]) == 1
    assert await store.write(shares.revoke_all, owner="ann") == 2
    await store.write(moves.finish, jobs[2], 1, Cause.COMPLETE)
    await store.write(deletion.delete_job, jobs[2], PLANS)
    assert await store.read(shares.page, limit=9, offset=0) == ([], 0)
    with pytest.raises(NotFound):
        await store.write(shares.add, a_link(jobs[2]))


async def test_a_job_has_no_more_links_than_it_may(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next one is refused."""
    monkeypatch.setattr(shares, "MOST_OF_A_JOB", 2)
    job_id = await a_job(store)
    for _ in range(2):
        await store.write(shares.add, a_link(job_id))
    with pytest.raises(WrongState):
        await store.write(shares.add, a_link(job_id))


async def test_makers_are_recorded_with_one_salt(store: Store) -> None:
    """The first one stays, whoever comes second; links without a maker get one, others keep theirs."""
    assert await store.read(shares.maker_salt) is None
    assert [await store.write(shares.set_maker_salt, salt) for salt in ("aa", "bb")] == ["aa", "aa"]
    assert await store.read(shares.maker_salt) == "aa"
    job_id = await a_job(store)
    old, own = [await store.write(shares.add, a_link(job_id, maker=maker)) for maker in (None, "everybody")]
    assert await store.read(shares.has_unmarked)
    await store.write(shares.mark, MASTER)
    assert not await store.read(shares.has_unmarked)
    makers = [(await store.read(shares.share, one.id)).maker for one in (old, own)]
    assert makers == [MASTER, "everybody"]
