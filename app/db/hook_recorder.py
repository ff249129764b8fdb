"""Records deliveries of webhooks before each commit; without any webhook that costs nothing."""

from app.db import webhooks
from app.db.transaction import Transaction


class HookRecorder:
    """For one writer. `alone`: no other process writes, so what it has read of the webhooks stays true."""

    def __init__(self, *, alone: bool) -> None:
        self._alone = alone
        self._none = False

    def record(self, tx: Transaction) -> None:
        """Record the deliveries of the transaction's events; the last thing that it does."""
        if tx.has_hooks:
            self._none = False
        if self._none or not tx.events:
            return
        if self._alone and not webhooks.has_any(tx.conn):
            self._none = True  # until a transaction adds one
            return
        webhooks.record(tx)
