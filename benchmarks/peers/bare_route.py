"""The route that creates jobs, without a database: the same framework, server, model and size of answer.

`python -m benchmarks.peers.bare_route FD` serves on an inherited socket.
"""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI
from starlette.responses import Response

from app.api.v1.schemas.orders import JobCreate
from benchmarks.frame.conditions import ROOT


@contextmanager
def served(answer: str) -> Iterator[tuple[str, int]]:
    """A server that answers every job with this text; its address and process id."""
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        command = [sys.executable, "-m", __name__, str(listener.fileno()), answer]
        with subprocess.Popen(command, pass_fds=(listener.fileno(),), cwd=ROOT) as process:
            try:
                yield f"http://127.0.0.1:{listener.getsockname()[1]}", process.pid
            finally:
                process.terminate()


def serve(fd: int, answer: str) -> None:
    """Serve until the process is ended."""
    app = FastAPI(openapi_url=None)
    shown = json.loads(answer)

    @app.post("/api/v1/jobs")
    async def create(order: JobCreate) -> Response:
        body = json.dumps(shown | {"youtube_url": order.link}, separators=(",", ":"))
        return Response(body, 201, {"Location": "/api/v1/jobs/x"}, "application/json")

    config = uvicorn.Config(app, log_level="warning", access_log=False, http="httptools", loop="uvloop")
    # as a socket of TCP: uvicorn takes an `fd` for a Unix socket, whose answers wait for acknowledgements
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=fd)])


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2])
