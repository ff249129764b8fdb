"""The server of this installation for a command: the one that runs, else one that runs as long as the command."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import SecretStr

from app.cli.api_client import ApiClient
from app.cli.server_process import START_TIMEOUT_S, ServerFailed, ServerProcess
from app.core.errors import DatabaseInUse, SettingsInvalid
from app.core.settings import Settings
from app.db.server_lock import is_held
from app.storage.data_folder import ADDRESS, COMMAND_LOG, LOCK, DataFolder


@contextmanager
def home_server(settings: Settings) -> Iterator[ApiClient]:
    """A client of the server that works on the database in the settings; it is started if none runs.

    A server that is started here listens on a free port of this machine, and ends with the block. Raises DatabaseInUse
    if a server has the folder and does not answer, ServerFailed, or SettingsInvalid with ENGINE=celery, where servers
    and workers are started for themselves.
    """
    if settings.engine == "celery":
        raise SettingsInvalid("With ENGINE=celery this command needs a server that runs: pass its address as --server.")
    folder = DataFolder(settings)
    folder.check()
    lock = folder.path / LOCK
    if is_held(lock):
        yield _running(settings)
        return
    folder.path.mkdir(parents=True, exist_ok=True)
    key = settings.api_key.get_secret_value() or secrets.token_urlsafe(24)  # also where stored keys lock the server
    placed = settings.model_copy(update={"host": "127.0.0.1", "port": 0, "api_key": SecretStr(key)})
    environment = {
        "DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": settings.database_url,
        "HOST": placed.host,
        "API_KEY": key,
        "ALLOWED_HOSTS": ",".join(dict.fromkeys((*settings.allowed_hosts, "127.0.0.1", "localhost", "[::1]"))),
    }
    try:
        server = ServerProcess(placed, environment, folder.path / COMMAND_LOG).__enter__()
    except ServerFailed:
        if not is_held(lock):
            raise
        yield _running(settings)  # another command was faster
        return
    try:
        yield ApiClient(server.address, key)
    finally:
        server.stop()


def _running(settings: Settings) -> ApiClient:
    """A client of the server that holds the folder; waits while it starts."""
    deadline = time.monotonic() + START_TIMEOUT_S
    place = settings.data_dir / ADDRESS
    address = ""
    while time.monotonic() < deadline:
        try:
            address = place.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            address = ""
        client = ApiClient(address, settings.api_key.get_secret_value())
        if address and client.is_healthy():
            return client
        if not is_held(settings.data_dir / LOCK):
            break
        time.sleep(0.1)
    raise DatabaseInUse(
        f"DATA_DIR {settings.data_dir} is in use by {_holder(settings)}, which does not answer"
        + (f" at {address}" if address else "")
        + ". Stop it, or set another DATA_DIR and DATABASE_URL."
    )


def _holder(settings: Settings) -> str:
    pid = (settings.data_dir / LOCK).read_text(encoding="utf-8", errors="replace").strip()
    return f"process {pid}" if pid.isdigit() else "another process"
