"""huey on SQLite with fsync: the loop of one of its workers, without its waiting."""

import sys
from pathlib import Path

from huey import SqliteHuey

from benchmarks.peers.drain import done, sign


def main(folder: Path, count: int) -> None:
    """Enqueue, run, report."""
    huey = SqliteHuey(filename=str(folder / f"huey-{count}.db"), fsync=True)

    @huey.task()
    def nothing() -> None:
        """The job."""

    for _ in range(count):
        nothing()
    sign()
    ended = 0
    while (task := huey.dequeue()) is not None:
        huey.execute(task)
        ended += 1
    assert ended == count
    done()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
