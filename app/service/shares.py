"""Operations on share links: make, list, revoke, open. Their tokens are encrypted."""

import asyncio
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from app.core.api_keys import digest_of
from app.core.caller import Caller
from app.core.errors import Expired, Forbidden, InvalidRequest, NotFound, StorageLost
from app.core.sealing import Seal
from app.db import job_parts, queries, shares
from app.db.store import Store
from app.jobs.shares import Share, ShareState, new_token, span_ms
from app.service.share_makers import ShareMakers


@dataclass(frozen=True, slots=True)
class ShareOrder:
    """A link to be made. `expires_ms` is Unix milliseconds; None means that it does not expire."""

    job_id: str
    clip: int | None = None
    expires_ms: int | None = None


@dataclass(frozen=True, slots=True)
class ShareLink:
    """A link with its token, None if that was encrypted with another key, and the title of the job's video.

    `expired`: its time is over, whatever else its state is.
    """

    share: Share
    token: str | None
    title: str | None
    expired: bool
    state: ShareState


class Shares:
    """The share links of a server. `allowed` returns whether they are made and opened just now."""

    def __init__(self, store: Store, seal: Seal, makers: ShareMakers, *, allowed: Callable[[], bool]) -> None:
        self._store = store
        self._seal = seal
        self._makers = makers
        self._allowed = allowed

    @property
    def allowed(self) -> bool:
        """Whether links are made and opened."""
        return self._allowed()

    async def create(self, order: ShareOrder, caller: Caller) -> ShareLink:
        """Make a link to a job that the caller may see.

        Raises Forbidden where links are off, NotFound, InvalidRequest for a missing clip and for an expiry that has
        passed, WrongState for too many links of one job, or StorageLost.
        """
        if not self._allowed():
            raise Forbidden("Share links are off on this server. The operator allows them with SHARE_LINKS=true.")
        job = await self._store.read(queries.job, order.job_id)
        if not caller.sees(job.user_id):
            raise NotFound(f"There is no job {order.job_id}.")
        if order.expires_ms is not None and order.expires_ms <= self._store.now_ms():
            raise _refusal("expires_at", "must be in the future")
        start_ms, end_ms = await self._span(order)
        token = new_token()
        try:
            sealed = await asyncio.to_thread(self._seal.seal, token)
        except OSError as error:
            raise StorageLost(f"no link can be encrypted: {error}") from error
        new = Share(
            str(uuid.uuid4()),
            job.id,
            digest_of(token),
            sealed,
            order.clip,
            caller.key_id,
            order.expires_ms,
            clip_start_ms=start_ms,
            clip_end_ms=end_ms,
            maker=await self._makers.of(caller),
        )
        made = await self._store.write(shares.add, new)
        return ShareLink(made, token, job.video_title, expired=False, state=ShareState.OPEN)

    async def _span(self, order: ShareOrder) -> tuple[int, int] | tuple[None, None]:
        """The beginning and end of the clip, milliseconds. Raises InvalidRequest if there is none."""
        if order.clip is None:
            return None, None
        for clip in await self._store.read(job_parts.clips_of, order.job_id):
            if clip["index"] == order.clip:
                return span_ms(clip)
        raise _refusal("clip", f"the job has no clip {order.clip}")

    async def page(
        self, caller: Caller, *, job_id: str | None, limit: int, offset: int
    ) -> tuple[Sequence[ShareLink], int]:
        """A page of the links that the caller may see, newest first, and the number of all."""
        read = partial(shares.page, job_id=job_id, owner=caller.user, limit=limit, offset=offset)
        found, total = await self._store.read(read)
        return await self._links(found), total

    async def link(self, share_id: str) -> ShareLink:
        """One link. Raises NotFound."""
        (found,) = await self._links([await self._store.read(shares.share, share_id)])
        return found

    async def revoke(self, share_id: str) -> None:
        """Delete a link: it opens nothing any more. Raises NotFound."""
        await self._store.write(shares.revoke, share_id)

    async def revoke_all(self, caller: Caller, *, job_id: str | None) -> int:
        """Delete all links that the caller may see, of this job if one is named. Returns their number."""
        return await self._store.write(shares.revoke_all, job_id=job_id, owner=caller.user)

    async def open(self, token: str) -> Share:
        """The link with this token. Raises NotFound, or Expired."""
        found = await self._store.read(shares.with_digest, digest_of(token)) if self._allowed() else None
        (state,) = [ShareState.KEY_ENDED] if found is None else await self._states([found])
        if found is None or state in (ShareState.KEY_ENDED, ShareState.OFF):
            raise NotFound("This link leads nowhere: it was revoked, or it is not complete.")
        if state is ShareState.CLIP_GONE:
            raise Expired("The clip that this link was to is not there any more.", code=state.value)
        if state is ShareState.EXPIRED:
            raise Expired("This link has expired.")
        return found

    async def _states(self, found: Sequence[Share]) -> Sequence[ShareState]:
        if not self._allowed():
            return [ShareState.OFF for _ in found]
        maker = await self._makers.current()
        return await self._store.read(shares.states, found, now_ms=self._store.now_ms(), maker=maker)

    async def _links(self, found: Sequence[Share]) -> list[ShareLink]:
        jobs = await self._store.read(queries.jobs, {one.job_id for one in found})
        titles, now_ms = {job.id: job.video_title for job in jobs}, self._store.now_ms()
        tokens = await asyncio.to_thread(lambda: [self._seal.open(one.sealed) for one in found])
        states = await self._states(found)
        return [
            ShareLink(one, token, titles.get(one.job_id), one.has_expired(now_ms), state)
            for one, token, state in zip(found, tokens, states, strict=True)
        ]


def _refusal(field: str, message: str) -> InvalidRequest:
    return InvalidRequest(f"{field}: {message}", errors=[{"loc": ["body", field], "msg": message}])
