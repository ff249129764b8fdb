"""An event bus as bad as one may be: it loses, doubles, delays, reorders, and carries no events if it likes."""

import asyncio
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from app.jobs.events import Hint
from app.ports.event_bus import Receive


@dataclass(frozen=True)
class Faults:
    """How likely each is for a hint, 0..1; a delay is some turns of the event loop, so that later hints overtake."""

    lost: float = 0.0
    doubled: float = 0.0
    delayed: float = 0.0
    bare: float = 0.0  #: without its event


class LossyBus:
    """See `EventBus`."""

    lossy = True

    def __init__(self, faults: Faults, dice: random.Random) -> None:
        self._faults = faults
        self._dice = dice
        self._subscribers: list[Receive] = []

    def publish(self, hints: Sequence[Hint]) -> None:
        """See `EventBus.publish`."""
        for hint in hints:
            copies = 0 if self._happens(self._faults.lost) else 2 if self._happens(self._faults.doubled) else 1
            for _ in range(copies):
                carried = replace(hint, event=None) if self._happens(self._faults.bare) else hint
                turns = self._dice.randint(1, 20) if self._happens(self._faults.delayed) else 0
                self._deliver(carried, turns)

    def _happens(self, chance: float) -> bool:
        return self._dice.random() < chance

    def _deliver(self, hint: Hint, turns: int) -> None:
        if turns:
            asyncio.get_running_loop().call_soon(self._deliver, hint, turns - 1)
            return
        for receive in list(self._subscribers):
            receive([hint])

    @contextmanager
    def subscribe(self, receive: Receive) -> Iterator[None]:
        """See `EventBus.subscribe`."""
        self._subscribers.append(receive)
        try:
            yield
        finally:
            self._subscribers.remove(receive)
