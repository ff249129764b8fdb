"""Keeps which versions of jobs were read since the last commit: until the next one, the same request reads the same."""

from dataclasses import dataclass

from app.db.job_versions import JobVersion

#: The most jobs and pages that are kept.
MOST_JOBS, MOST_PAGES = 10_000, 100
#: The user that a caller is limited to (None for one who sees everything), and the query as it was sent.
Query = tuple[str | None, bytes]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the job list as it was read."""

    versions: tuple[JobVersion, ...]
    total: int
    limit: int
    offset: int


class Unchanged:
    """The versions of single jobs, and the pages by their queries, each with the user who sees it.

    `commits` is the store's number of commits before the read; None if others write to the database, too: then nothing
    is known of it without reading it.
    """

    def __init__(self) -> None:
        self._commits: int | None = None
        self._jobs: dict[str, JobVersion] = {}
        self._pages: dict[Query, Page] = {}

    def job(self, job_id: str, commits: int | None) -> JobVersion | None:
        """The job's version; None if it has to be read."""
        return self._jobs.get(job_id) if self._is_current(commits) else None

    def page(self, query: Query, commits: int | None) -> Page | None:
        """The page of a query; None if it has to be read."""
        return self._pages.get(query) if self._is_current(commits) else None

    def add_job(self, version: JobVersion, commits: int | None) -> None:
        """Keep a version that was read."""
        if self._may_add(commits) and len(self._jobs) < MOST_JOBS:
            self._jobs[version.id] = version

    def add_page(self, query: Query, page: Page, commits: int | None) -> None:
        """Keep a page that was read."""
        if self._may_add(commits) and len(self._pages) < MOST_PAGES:
            self._pages[query] = page

    def _is_current(self, commits: int | None) -> bool:
        return commits is not None and commits == self._commits

    def _may_add(self, commits: int | None) -> bool:
        """Whether something that was read after so many commits is still the latest; drops what is older."""
        if commits is None or (self._commits is not None and commits < self._commits):
            return False
        if commits != self._commits:
            self._commits = commits
            self._jobs.clear()
            self._pages.clear()
        return True
