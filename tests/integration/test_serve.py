"""The server as a process: it starts, says where it is, refuses what it must, and ends in order."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from websockets.sync.client import connect

from app.cli.server_process import ServerFailed, ServerProcess
from app.core.settings import Settings, load_settings
from app.db.revisions import HEAD

PROJECT_DIR = Path(__file__).parents[2]


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Ours without any of the product's settings, and with its files in `folder`."""
    clean = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
    own = {"DATA_DIR": str(folder / "data"), "DATABASE_URL": f"sqlite:///{folder}/jobs.db", "ENVIRONMENT": "test"}
    return {**clean, **own, **more}


@contextmanager
def serving(folder: Path, *command: str, **more: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """A server started by `command` (default: `main.py` alone) on a free port: the process and its address."""
    process = subprocess.Popen(
        [sys.executable, *(command or (str(PROJECT_DIR / "main.py"),))],
        cwd=folder,
        env=environment(folder, PORT="0", PYTHONPATH=str(PROJECT_DIR), **more),
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process, address_told(process)
    finally:
        process.kill()
        process.communicate()


def address_told(process: "subprocess.Popen[str]") -> str:
    """Read the log until the server says that it has started; returns the address that it told."""
    address, lines = "", []
    assert process.stderr is not None
    for line in process.stderr:
        lines.append(line)
        if "http://" in line:
            address = "http://" + line.partition("http://")[2].split()[0].strip('"},')
        if "serving" in line and address:
            return address
        if "running on http" in line:
            return address
    raise AssertionError("".join(lines))


def health(address: str) -> dict[str, object]:
    with urllib.request.urlopen(f"{address}/health", timeout=10) as answer:
        found: dict[str, object] = json.load(answer)
        return found


def test_serves_and_ends_in_order(tmp_path: Path) -> None:
    """Healthy once it says so; SIGTERM ends it with exit code 0."""
    with serving(tmp_path) as (process, address):
        found = health(address)
        assert (found["status"], found["queue_running"], found["debug"]) == ("healthy", True, False)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


@pytest.mark.parametrize(("debug", "accesses"), [pytest.param("false", 0, marks=pytest.mark.long), ("true", 2)])
def test_each_event_is_one_line_of_the_log(debug: str, accesses: int, tmp_path: Path) -> None:
    """Start, schema, address and end, and for DEBUG a line for each request and socket; no account of uvicorn's own."""
    environ = environment(tmp_path, ENVIRONMENT="production", DEBUG=debug, WHISPER_MODEL="demo", SPACY_MODEL="demo")
    log = tmp_path / "log"
    with ServerProcess(load_settings(port=0), environ | {"SENTIMENT_MODEL": "demo"}, log) as server:
        with connect(f"{server.address.replace('http', 'ws')}/ws/health") as socket:
            socket.send("ping")
            assert "pong" in socket.recv(timeout=10)
        assert health(server.address)["status"] == "healthy"
        looks = log.read_text().count("GET /health ")
        address, pid = server.address, server.pid
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    told = [line["event"] for line in lines if not line["event"].startswith("127.0.0.1:")]
    assert told == ["starting", f"the database is at schema {HEAD} now; it was empty", "serving", "stopping", "stopped"]
    assert (lines[0]["pid"], [line.get("address") for line in lines if line["event"] == "serving"]) == (pid, [address])
    sockets = [line for line in lines if "/ws/health" in line["event"]]
    assert len(sockets) + min(looks, 1) == accesses


def test_uvicorn_can_serve_it_too(tmp_path: Path) -> None:
    """`uvicorn main:app` finds the application."""
    with serving(tmp_path, "-m", "uvicorn", "main:app", "--port", "0") as (_, address):
        assert health(address)["status"] == "healthy"


def test_uvicorn_is_told_of_malformed_settings_in_one_line(tmp_path: Path) -> None:
    """No traceback there either."""
    done = subprocess.run(
        [sys.executable, "-m", "uvicorn", "main:app"],
        cwd=tmp_path,
        env=environment(tmp_path, MAX_RETRIES="some", PYTHONPATH=str(PROJECT_DIR)),
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.returncode != 0
    assert "error: MAX_RETRIES: " in done.stderr
    assert "Traceback" not in done.stderr


def test_second_server_on_one_database_refuses_to_start(tmp_path: Path) -> None:
    """One line that names the process that has it; exit code 2; the first one goes on."""
    with serving(tmp_path) as (first, address):
        second = subprocess.run(
            [sys.executable, str(PROJECT_DIR / "main.py")],
            cwd=tmp_path,
            env=environment(tmp_path, PORT="0", LOG_LEVEL="ERROR"),
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
        assert second.returncode == 2
        assert second.stderr.startswith("error: ")
        assert second.stderr.count("\n") == 1
        assert f"process {first.pid}" in second.stderr
        assert health(address)["status"] == "healthy"


def test_a_public_server_without_a_key_does_not_start(tmp_path: Path) -> None:
    """One line that names the remedies; exit code 2."""
    done = subprocess.run(
        [sys.executable, str(PROJECT_DIR / "main.py")],
        cwd=tmp_path,
        env=environment(tmp_path, PORT="0", HOST="0.0.0.0", LOG_LEVEL="ERROR"),
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("error: API_KEY: ")
    assert "ALLOW_UNAUTHENTICATED=true" in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_operator_may_let_everybody_in(tmp_path: Path) -> None:
    """The log says so at each start."""
    environ = {"HOST": "0.0.0.0", "ALLOW_UNAUTHENTICATED": "true"}
    log = tmp_path / "log"
    with ServerProcess(load_settings(host="0.0.0.0", port=0), environment(tmp_path, **environ), log) as server:
        assert health(server.address)["status"] == "healthy"
    assert "anybody who can connect may use this server" in log.read_text()


@pytest.mark.parametrize(
    ("names", "warned"),
    [("localhost,127.0.0.1", True), pytest.param("127.0.0.1,video.example.org", False, marks=pytest.mark.long)],
)
def test_public_server_that_only_local_names_reach_says_so(names: str, warned: bool, tmp_path: Path) -> None:
    """Whoever comes by the machine's own name or address would be refused."""
    environ = {"HOST": "0.0.0.0", "API_KEY": "a key", "ALLOWED_HOSTS": names}
    settings = load_settings(host="0.0.0.0", port=0, api_key="a key", allowed_hosts=names)
    log = tmp_path / "log"
    with ServerProcess(settings, environment(tmp_path, **environ), log):
        pass
    assert ("ALLOWED_HOSTS names only loopback" in log.read_text()) is warned


@pytest.mark.parametrize(("model", "warned"), [pytest.param("demo", False, marks=pytest.mark.long), ("nonsense", True)])
def test_a_speech_model_that_is_not_there_is_told_at_the_start(model: str, warned: bool, tmp_path: Path) -> None:
    """Not only by the first job that fails."""
    settings = load_settings(port=0, whisper_model=model)
    log = tmp_path / "log"
    with ServerProcess(settings, environment(tmp_path, WHISPER_MODEL=model), log):
        pass
    assert ("nonsense (whisper model) is not on disk" in log.read_text()) is warned
    assert ("set WHISPER_MODEL=demo" in log.read_text()) is warned


def test_server_process_tells_why_it_did_not_start(tmp_path: Path) -> None:
    """Its one line, so that the demo can say it."""
    with (
        pytest.raises(ServerFailed, match=r"^CHILD_NICE: "),
        ServerProcess(load_settings(port=0), environment(tmp_path, CHILD_NICE="99"), tmp_path / "log"),
    ):
        pass


def test_server_process_dies_with_its_owner(tmp_path: Path) -> None:
    """A demo that is killed leaves no server behind."""
    code = (
        "import os, signal, sys; from pathlib import Path\n"
        "from app.cli.server_process import ServerProcess; from app.core.settings import load_settings\n"
        f"with ServerProcess(load_settings(port=0), {{}}, Path({str(tmp_path / 'log')!r})) as server:\n"
        "    print(server.address, flush=True); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment(tmp_path, PYTHONPATH=str(PROJECT_DIR)),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == -signal.SIGKILL
    with pytest.raises(OSError):
        health(done.stdout.strip())
