"""Records deliveries and exports before each commit; without any of them that costs nothing."""

from collections.abc import Sequence

from app.db import job_exports, webhooks
from app.db.transaction import Transaction


class HookRecorder:
    """For one writer. `alone`: no other process writes, so what it has read of the webhooks stays true.

    `notified` are the digests of services that notify people of the ends of jobs. `exports`: files of completed jobs
    are exported to a folder.
    """

    def __init__(self, *, alone: bool, notified: Sequence[str] = (), exports: bool = False) -> None:
        self._alone = alone
        self._exports = exports
        self._notified = notified
        self._none = False

    def record(self, tx: Transaction) -> None:
        """Record the deliveries and exports of the transaction's events; the last thing that it does."""
        if self._exports:
            job_exports.record(tx)
        if tx.has_hooks:
            self._none = False
        if self._none or not tx.events:
            return
        if self._alone and not self._notified and not webhooks.has_any(tx.conn):
            self._none = True  # until a transaction adds one
            return
        webhooks.record(tx, self._notified)
