"""Celery: a prefork worker of two processes that acknowledges late, with the state of each job stored in Redis."""

import subprocess
import sys
import time
from typing import Any

from celery import Celery

from benchmarks.peers.drain import done, sign

#: How often it is looked whether the last jobs have ended, seconds.
POLL_S = 0.02


def application(port: int) -> Celery:
    """The application, in the worker as in the process that enqueues."""
    redis = f"redis://127.0.0.1:{port}/2"
    app = Celery("benchmarks", broker=redis, backend=redis)
    app.conf.update(task_acks_late=True, worker_hijack_root_logger=False, broker_connection_retry_on_startup=True)
    app.task(_nothing, name="nothing")
    return app


def _nothing() -> None:
    """The job."""


def main(port: int, count: int) -> None:
    """Enqueue, let a worker run them, report."""
    app = application(port)
    command = [sys.executable, "-m", "benchmarks.peers.celery_queue", str(port), "worker"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as worker:
        try:
            _await_worker(app)
            sent = [app.send_task("nothing", queue="jobs") for _ in range(count)]
            sign()
            app.control.add_consumer("jobs", reply=False)
            for result in reversed(sent):
                while not result.ready():
                    time.sleep(POLL_S)
            done()
        finally:
            worker.terminate()


def _await_worker(app: Any) -> None:
    while not app.control.ping(timeout=0.5):
        pass


if __name__ == "__main__":
    if sys.argv[2] == "worker":
        options = ["--pool", "prefork", "--concurrency", "2", "--queues", "none", "--loglevel", "ERROR"]
        application(int(sys.argv[1])).worker_main(["worker", *options, "--without-gossip", "--without-mingle"])
    else:
        main(int(sys.argv[1]), int(sys.argv[2]))
