"""Sends recorded deliveries: the worker behind webhooks and notices, beside the jobs and never in their way.

A delivery is taken for a while, sent, and its outcome recorded. If the process dies in between, it is taken again: each
message is delivered at least once, with the same `webhook-id`. A slow host has few of the connections, so that it
delays only its own.
"""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from app.core.background_loop import BackgroundLoop
from app.core.errors import NotFound
from app.core.notify_targets import notify_targets
from app.core.sealing import Seal
from app.core.settings import Settings
from app.db import webhooks
from app.db.store import Store
from app.db.writer import StorageFailed
from app.jobs.changes import DeliveriesDue, JobChange
from app.jobs.notices import notice_of
from app.jobs.webhooks import NOTIFY, Delivery, Outcome
from app.sources.netguard import intranet_judge

if TYPE_CHECKING:
    from app.webhooks.notifier import Notifier
    from app.webhooks.receivers import Receivers

log = logging.getLogger(__name__)

#: Requests at once, in all and to one host; time of one, seconds.
AT_ONCE, OF_ONE_HOST, TIMEOUT_S = 16, 4, 15.0
#: Time for a service that notifies people, seconds: some of them need several requests.
NOTICE_TIMEOUT_S = 30.0
#: Longest time between two checks, in which another process may have recorded something; and after a failure, seconds.
CHECK_EVERY_S, AFTER_FAILURE_S = 30.0, 5.0
#: Time between two removals of old deliveries, and a day, milliseconds.
FORGET_EVERY_MS, DAY_MS = 3_600_000, 86_400_000


class HookSender(BackgroundLoop):
    """Sends for the duration of the block; `render` makes bodies. Nothing is loaded before the first delivery."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        seal: Seal,
        *,
        render: Callable[[Delivery], Mapping[str, Any]],
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        self._store = store
        self._settings = settings
        self._seal = seal
        self._render = render
        self._timeout_s = timeout_s
        self._wake = asyncio.Event()
        self._hosts: Counter[str] = Counter()
        self._sending: set[asyncio.Task[None]] = set()
        self._receivers: Receivers | None = None
        self._notifier: Notifier | None = None
        self._opening = asyncio.Lock()
        self._forget_at_ms = 0

    def receive(self, changes: Sequence[JobChange]) -> None:
        """Check soon if deliveries were recorded."""
        if any(isinstance(change, DeliveriesDue) for change in changes):
            self._wake.set()

    async def __aexit__(self, *failure: object) -> None:
        """Stop: what is being sent is sent again by the next server, since its outcome is not recorded."""
        await super().__aexit__(None, None, None)
        for task in self._sending:
            task.cancel()
        await asyncio.gather(*self._sending, return_exceptions=True)
        if self._receivers is not None:
            await self._receivers.close()
        if self._notifier is not None:
            self._notifier.close()

    async def _watch(self) -> None:
        while True:
            self._wake.clear()
            try:
                wait_s = await self._send_due()
            except StorageFailed as failure:
                log.warning("deliveries to webhooks wait for the database: %s", failure)
                wait_s = AFTER_FAILURE_S
            except Exception:
                log.exception("deliveries to webhooks were not sent")
                wait_s = AFTER_FAILURE_S
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    await self._wake.wait()

    async def _send_due(self) -> float:
        """Begin to send what is due; returns the seconds until the next check."""
        await self._forget()
        while len(self._sending) < AT_ONCE:
            if (due_ms := await self._store.read(webhooks.next_due_ms)) is None:
                return CHECK_EVERY_S
            if due_ms > self._store.now_ms():
                return min(CHECK_EVERY_S, (due_ms - self._store.now_ms()) / 1000 + 0.01)
            busy = [host for host, count in self._hosts.items() if count >= OF_ONE_HOST]
            taken = await self._store.write(webhooks.take, limit=1, busy_hosts=busy)
            if not taken:
                return CHECK_EVERY_S  # all that is due is for hosts that are being sent to: their end wakes this
            self._begin(taken[0])
        return CHECK_EVERY_S

    def _begin(self, delivery: Delivery) -> None:
        host = webhooks.host_of(delivery.url)
        self._hosts[host] += 1
        task = asyncio.create_task(self._send(delivery), name=f"delivery {delivery.id}")
        self._sending.add(task)

        def ended(done: asyncio.Task[None]) -> None:
            self._sending.discard(done)
            self._hosts[host] -= 1
            self._wake.set()

        task.add_done_callback(ended)

    async def _send(self, delivery: Delivery) -> None:
        try:
            outcome = await self._attempt(delivery)
            await self._store.write(webhooks.settle, delivery, outcome)
        except StorageFailed as failure:
            log.warning("the outcome of delivery %s was not recorded, it is sent again: %s", delivery.id, failure)
        except NotFound:
            log.debug("delivery %s went with its webhook", delivery.id)
        except Exception:
            log.exception("the outcome of delivery %s was not recorded, it is sent again", delivery.id)
        else:
            if not outcome.delivered:
                report = log.warning if delivery.url.startswith(NOTIFY) else log.info  # notices have no log to read
                report(
                    "delivery %s was not received (attempt %d): %s", delivery.id, delivery.attempts + 1, outcome.error
                )

    async def _attempt(self, delivery: Delivery) -> Outcome:
        """The outcome of an attempt. A fault of the server is one too: else the delivery would be tried for ever."""
        try:
            return await self._outcome(delivery)
        except (StorageFailed, NotFound):
            raise
        except Exception:
            log.exception("delivery %s could not be sent", delivery.id)
            return Outcome(False, error="the server could not send it; its log says why")

    async def _outcome(self, delivery: Delivery) -> Outcome:
        if delivery.url.startswith(NOTIFY):
            notifier = await self._open_notifier()
            return await notifier.send(delivery.url.removeprefix(NOTIFY), notice_of(delivery.facts))
        try:
            secret = await self._secret(delivery)
        except NotFound:
            return Outcome(False, error="its webhook was deleted", gone=True)
        if secret is None:
            return Outcome(False, error="its secret cannot be read any more; create the webhook anew", gone=True)
        receivers = await self._open()
        return await receivers.post(delivery.url, delivery.id, self._render(delivery), secret)

    async def _secret(self, delivery: Delivery) -> str | None:
        """The secret that signs a delivery; None if it cannot be decrypted, or is not set any more."""
        if delivery.webhook_id is None:
            return self._settings.webhook_secret.get_secret_value() or None
        hook = await self._store.read(webhooks.webhook, delivery.webhook_id)
        return await asyncio.to_thread(self._seal.open, hook.sealed)

    async def _open(self) -> "Receivers":
        """The connections, opened at the first delivery: their library is loaded in a thread."""
        async with self._opening:
            if self._receivers is None:
                s = self._settings
                judge = intranet_judge(
                    allow_private_networks=s.allow_private_networks, allowed_hosts=s.allowed_private_hosts
                )
                make = await asyncio.to_thread(_receivers)
                self._receivers = make(judge, timeout_s=self._timeout_s)
            return self._receivers

    async def _open_notifier(self) -> "Notifier":
        """The services, opened at the first notice: their library is loaded in a thread."""
        async with self._opening:
            if self._notifier is None:
                targets = notify_targets(self._settings.notify_urls.get_secret_value())
                make = await asyncio.to_thread(_notifier)
                self._notifier = make(targets, title=self._settings.app_name, timeout_s=NOTICE_TIMEOUT_S)
            return self._notifier

    async def _forget(self) -> None:
        """At intervals, delete old deliveries from the log."""
        now_ms = self._store.now_ms()
        if now_ms < self._forget_at_ms:
            return
        self._forget_at_ms = now_ms + FORGET_EVERY_MS
        if await self._store.read(webhooks.has_deliveries):
            await self._store.write(webhooks.forget, now_ms - int(self._settings.webhook_log_days * DAY_MS))


def _receivers() -> "type[Receivers]":
    """The library of connections is loaded by the first delivery, not by the start of the server."""
    from app.webhooks.receivers import Receivers

    return Receivers


def _notifier() -> "type[Notifier]":
    """The library of services is loaded by the first notice."""
    from app.webhooks.notifier import Notifier

    return Notifier
