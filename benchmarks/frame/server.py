"""A server of the product in a process of its own, with its files in a temporary folder."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.cli.server_process import ServerProcess
from app.core.settings import Settings, load_settings

DEMO_MODELS = {"WHISPER_MODEL": "demo", "SENTIMENT_MODEL": "demo", "SPACY_MODEL": "demo", "HF_HUB_OFFLINE": "1"}


def without_own_settings() -> None:
    """Remove settings of the person who measures from the environment: figures are those of the defaults."""
    for name in Settings.model_fields:
        os.environ.pop(name.upper(), None)


@contextmanager
def running(folder: Path | None = None, **environment: str) -> Iterator[ServerProcess]:
    """A started server, healthy; its settings are the defaults but for the shipped models and `environment`.

    Its data and its database `jobs.db` lie in `folder`, which stays, or in one of its own, which is deleted.
    """
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="bench-") as own, running(Path(own), **environment) as server:
            yield server
        return
    without_own_settings()
    places = {"DATA_DIR": f"{folder}/data", "DATABASE_URL": f"sqlite:///{folder}/jobs.db", "ENVIRONMENT": "production"}
    with ServerProcess(load_settings(port=0), {**DEMO_MODELS, **places, **environment}, folder / "log") as server:
        yield server
