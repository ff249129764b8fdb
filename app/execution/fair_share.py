"""Shares workers fairly between users whose jobs wait at equal priority.

The next job is of the user that holds the fewest workers; of users that hold equally many, of the one that was served
longest ago; of users that were never served, of the one whose first job waits longest. A user's own jobs run in order
of rank and arrival. Jobs without a user are one user's.

Only the order within one priority changes: its jobs share the places (`slots`) that their ranks give to them, so jobs
of other priorities wait no longer than without users.
"""

import bisect
import heapq
from collections.abc import Iterator

from app.jobs.waiting import WaitingJob

#: The group of jobs that were placed by hand; others are grouped by priority.
PLACED = -1
#: Users whose latest turn is remembered; of those forgotten the next turn comes as if they were never served.
MOST_USERS = 10_000


#: A place in the queue: the rank, number and id of the job that brought it, and its group.
Slot = tuple[int, int, str, int]


def slot_of(job: WaitingJob) -> Slot:
    """The place that a job brings."""
    return job.rank, job.num, job.id, PLACED if job.placed else job.priority


class Users:
    """How many workers each user holds, and when each was served last.

    `taken` has user and rank of each taken job, `taken_by_nobody` the ranks of those without a user, to which a queue
    without users adds by itself; it notes that in `nobody_waits_turn`.
    """

    def __init__(self) -> None:
        self.taken: dict[str, tuple[str, int]] = {}
        self.taken_by_nobody: dict[str, int] = {}
        self.nobody_waits_turn = False
        self._held: dict[str, int] = {}
        self._served: dict[str | None, int] = {}
        self._turns = 0

    def serve(self, job_id: str, user: str | None, rank: int) -> None:
        """A worker of this user's has taken the job from a place of this rank, and holds it until `release`."""
        self.release(job_id)
        if user is None:
            self.taken_by_nobody[job_id] = rank
        else:
            self.taken[job_id] = user, rank
            self._held[user] = self._held.get(user, 0) + 1
        self._turn(user)

    def _turn(self, user: str | None) -> None:
        self._turns += 1
        self._served[user] = self._turns
        if len(self._served) > MOST_USERS:
            latest = sorted(self._served.items(), key=lambda one: one[1])[MOST_USERS // 2 :]
            self._served = dict(latest)

    def count_nobodys_turns(self) -> None:
        """Count the turns that a queue without users gave to its jobs as one, before any that users get."""
        if self.nobody_waits_turn:
            self.nobody_waits_turn = False
            self._turn(None)

    def release(self, job_id: str) -> None:
        """The worker that took the job is free again; unknown ids are ignored."""
        self.taken_by_nobody.pop(job_id, None)
        taken = self.taken.pop(job_id, None)
        if taken is not None:
            left = self._held.pop(taken[0]) - 1
            if left:
                self._held[taken[0]] = left

    def rank_taken(self, job_id: str) -> int | None:
        """The rank of the place from which the job was taken, until `release`; None for other jobs."""
        taken = self.taken.get(job_id)
        return self.taken_by_nobody.get(job_id) if taken is None else taken[1]

    def standing(self, user: str | None) -> tuple[int, int]:
        """The workers that the user holds, and the number of its latest turn (0: none)."""
        held = len(self.taken_by_nobody) if user is None else self._held.get(user, 0)
        return held, self._served.get(user, 0)


class SharedGroup:
    """The waiting jobs of one priority, of several users, and the slots that they share."""

    def __init__(self, users: Users) -> None:
        self._users = users
        self._slots: list[Slot] = []
        self._lines: dict[str | None, list[Slot]] = {}

    def __len__(self) -> int:
        return len(self._slots)

    def add(self, job: Slot, user: str | None) -> None:
        """Add a job, and the slot that it brings."""
        bisect.insort(self._slots, job)
        bisect.insort(self._lines.setdefault(user, []), job)

    def take(self) -> str:
        """Remove the first slot and the first job; returns the job's id."""
        user = min(self._lines, key=lambda user: (*self._users.standing(user), self._lines[user][0]))
        del self._slots[0]
        return self._pop(user, 0)[2]

    def remove(self, job: Slot, user: str | None) -> Slot:
        """Remove a job, and the slot at its place, which is returned: those behind it keep theirs."""
        slot = self._slots.pop(self._place(job, user))
        self._pop(user, bisect.bisect_left(self._lines[user], job))
        return slot

    def slot(self, job: Slot, user: str | None) -> tuple[Slot, int]:
        """The slot at the job's place, and the number of equal ones before it, of jobs that came back."""
        place = self._place(job, user)
        slot = self._slots[place]
        return slot, place - bisect.bisect_left(self._slots, slot)

    def ids(self) -> Iterator[str]:
        """The ids of the jobs, in order."""
        heads = [(self._key(user, 0), user) for user in self._lines]
        heapq.heapify(heads)
        while heads:
            (_, index, _, _), user = heads[0]
            line = self._lines[user]
            yield line[index][2]
            if index + 1 < len(line):
                heapq.heapreplace(heads, (self._key(user, index + 1), user))
            else:
                heapq.heappop(heads)

    def _key(self, user: str | None, index: int) -> tuple[int, int, int, Slot]:
        """What orders the user's job at `index` of its line: it runs when the user holds `index` more workers."""
        held, served = self._users.standing(user)
        return held + index, index, served, self._lines[user][0]

    def _place(self, job: Slot, user: str | None) -> int:
        """The number of jobs before this one."""
        index = bisect.bisect_left(self._lines[user], job)
        own = self._key(user, index)
        before = index
        for other, line in self._lines.items():
            if other == user:
                continue
            at = own[0] - self._users.standing(other)[0]  # the other's job that runs at the same number of workers
            before += min(max(at, 0), len(line))
            before += 0 <= at < len(line) and self._key(other, at) < own
        return before

    def _pop(self, user: str | None, index: int) -> Slot:
        line = self._lines[user]
        job = line.pop(index)
        if not line:
            del self._lines[user]
        return job
