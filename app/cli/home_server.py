"""The server of this installation for a command: the one that runs, else one that runs as long as the command."""

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import SecretStr

from app.cli.server_process import START_TIMEOUT_S, ServerFailed, ServerProcess
from app.client.api_client import ApiClient
from app.core.errors import DatabaseInUse, SettingsInvalid
from app.core.settings import Settings
from app.db.server_lock import is_held
from app.storage.data_folder import ADDRESS, COMMAND_KEY, COMMAND_LOG, LOCK, DataFolder

#: Time between two looks at a server that starts, seconds.
CHECK_EVERY_S = 0.1
#: How long after its start a server's key may still be missing in the folder, seconds.
KEY_WITHIN_S = 3.0


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
    folder.path.mkdir(parents=True, exist_ok=True)
    while True:
        if (client := running_server(settings)) is not None:
            yield client
            return
        try:
            with _started(settings, folder.path) as client:
                yield client
            return
        except ServerFailed:
            if not is_held(folder.path / LOCK):
                raise  # else another command was faster


@contextmanager
def _started(settings: Settings, folder: Path) -> Iterator[ApiClient]:
    """A client of a server that runs as long as the block; other commands find its key in the folder meanwhile."""
    key = settings.api_key.get_secret_value() or secrets.token_urlsafe(24)  # also where stored keys lock the server
    placed = settings.model_copy(update={"host": "127.0.0.1", "port": 0, "api_key": SecretStr(key)})
    environment = {
        "DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": settings.database_url,
        "HOST": placed.host,
        "API_KEY": key,
        "ALLOWED_HOSTS": ",".join(dict.fromkeys((*settings.allowed_hosts, "127.0.0.1", "localhost", "[::1]"))),
    }
    with ServerProcess(placed, environment, folder / COMMAND_LOG) as server:
        note = folder / COMMAND_KEY
        note.unlink(missing_ok=True)
        with open(os.open(note, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            out.write(key)
        try:
            yield ApiClient(server.address, key)
        finally:
            note.unlink(missing_ok=True)


def running_server(settings: Settings) -> ApiClient | None:
    """A client of the server that holds the folder, also while it starts; None if none does. Raises DatabaseInUse."""
    deadline = time.monotonic() + START_TIMEOUT_S
    healthy_at = None
    while is_held(settings.data_dir / LOCK):
        address = _noted(settings.data_dir / ADDRESS)
        client = ApiClient(address, settings.api_key.get_secret_value() or _noted(settings.data_dir / COMMAND_KEY))
        now = time.monotonic()
        if address and client.is_healthy():
            healthy_at = healthy_at or now
            if client.is_admitted() or now > healthy_at + KEY_WITHIN_S:
                return client
        elif now > deadline:
            raise DatabaseInUse(
                f"DATA_DIR {settings.data_dir} is in use by {_holder(settings)}, which does not answer"
                + (f" at {address}" if address else "")
                + ". Stop it, or set another DATA_DIR and DATABASE_URL."
            )
        time.sleep(CHECK_EVERY_S)
    return None


def _noted(file: Path) -> str:
    """The text of a file that a server or command keeps while it runs; "" if there is none."""
    try:
        return file.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


def _holder(settings: Settings) -> str:
    pid = _noted(settings.data_dir / LOCK)
    return f"process {pid}" if pid.isdigit() else "another process"
