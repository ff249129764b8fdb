"""Which queued jobs are to be checked against the record, in the order of the queue, and what the checked ones lack."""

import heapq
from collections.abc import Iterable
from typing import NamedTuple

#: Greatest number of stale entries in the order, beside as many as there are jobs.
MOST_STALE = 1000


class Entry(NamedTuple):
    """A queued job at its place in the queue; smaller ones come first."""

    rank: int
    num: int
    job_id: str


class UncheckedJobs:
    """An index in memory of jobs that wait for their first attempt.

    A job that was checked and lacks an output is unchecked again as soon as that is recorded.
    """

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        self._order: list[Entry] = []  # a heap; what is not in `_entries` is stale
        self._in_check: dict[str, Entry] = {}
        self._checked: dict[str, tuple[Entry, str | None]] = {}  # with the key that the job lacks
        self._lacking: dict[str, set[str]] = {}  # jobs by the key that they lack
        self._recorded: set[str] = set()  # keys recorded during the check, perhaps after the record was read
        self._repeated: set[str] = set()  # jobs that are not repeated another time
        self._alone: set[str] = set()  # those of them that wait for a check of their own

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, entry: Entry) -> None:
        """Add a job, or change its place; one that was checked, or is, stays so."""
        job_id = entry.job_id
        if job_id in self._checked:
            self._checked[job_id] = (entry, self._checked[job_id][1])
        elif job_id in self._in_check:
            self._in_check[job_id] = entry
        elif self._entries.get(job_id) != entry:
            self._entries[job_id] = entry
            heapq.heappush(self._order, entry)
            if len(self._order) > 2 * len(self._entries) + MOST_STALE:  # moved often, while none is taken
                self._order = list(self._entries.values())
                heapq.heapify(self._order)

    def move(self, entry: Entry) -> None:
        """Change the place of a job, if it is in this index."""
        if any(entry.job_id in jobs for jobs in (self._entries, self._in_check, self._checked)):
            self.add(entry)

    def drop(self, job_id: str) -> None:
        """Remove a job, because it does not wait any more."""
        self._entries.pop(job_id, None)
        self._end_check(job_id)
        self._repeated.discard(job_id)
        _, key = self._checked.pop(job_id, (None, None))
        if key is not None:
            self._lacking[key].discard(job_id)
            if not self._lacking[key]:
                del self._lacking[key]

    def take(self, most: int) -> list[str]:
        """The first jobs to check, or the first alone; `checked`, `repeat` or `drop` is to be called for each."""
        taken: list[str] = []
        while self._order and len(taken) < most:
            entry = heapq.heappop(self._order)
            if self._entries.get(entry.job_id) != entry:
                continue
            alone = entry.job_id in self._alone
            if alone and taken:
                heapq.heappush(self._order, entry)
                break
            self._in_check[entry.job_id] = self._entries.pop(entry.job_id)
            taken.append(entry.job_id)
            if alone:
                break
        return taken

    def take_also(self, waiting: Iterable[str]) -> list[str]:
        """Those of the waiting jobs that were not checked; as `take`, whether they were added or not.

        None of them is taken beside a job that is checked alone.
        """
        if self._alone & self._in_check.keys():
            return []
        known = self._checked.keys() | self._in_check.keys() | self._alone
        taken = [job_id for job_id in waiting if job_id not in known]
        for job_id in taken:
            self._in_check[job_id] = self._entries.pop(job_id, Entry(0, 0, job_id))
        return taken

    def checked(self, job_id: str, lacks: str | None) -> None:
        """The job was checked and needs an attempt, because of the key that it lacks or for another reason (None)."""
        recorded_meanwhile = lacks in self._recorded
        entry = self._end_check(job_id)
        if entry is None:
            return  # it was claimed or cancelled meanwhile
        if recorded_meanwhile:
            self.add(entry)
            return
        self._checked[job_id] = (entry, lacks)
        if lacks is not None:
            self._lacking.setdefault(lacks, set()).add(job_id)

    def repeat(self, job_id: str, *, alone: bool) -> None:
        """The check came to nothing: check the job once more, perhaps `alone`. The second time it counts as checked."""
        if job_id in self._repeated:
            self.checked(job_id, None)
        elif (entry := self._end_check(job_id)) is not None:
            self._repeated.add(job_id)
            if alone:
                self._alone.add(job_id)
            self.add(entry)

    def is_checked(self, job_id: str) -> bool:
        """Whether the job was checked and needs an attempt."""
        return job_id in self._checked

    def recorded(self, key: str) -> None:
        """Jobs that lack this key are to be checked again, also those that are found to lack it by a check of now."""
        if self._in_check:
            self._recorded.add(key)
        for job_id in self._lacking.pop(key, ()):
            entry, _ = self._checked.pop(job_id)
            self.add(entry)

    def _end_check(self, job_id: str) -> Entry | None:
        """The job is in check no more; returns its entry, if it was."""
        entry = self._in_check.pop(job_id, None)
        self._alone.discard(job_id)
        if not self._in_check:
            self._recorded.clear()
        return entry
