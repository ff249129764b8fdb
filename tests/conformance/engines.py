"""The engines under test. A second engine is one more entry: something that opens an `Engine` on folder and database.

What the suite uses of it: the verbs (`jobs`) and looks (`queue_view`), the store, what was told (`events`), and
`deliver`, by which an id reaches a worker once more than it should. An engine with its own queue gives its own `Engine`
class with these.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

from tests.engines import Engine, engine_in

#: Opens an engine on the folder; opened again, it is the next server on the same database.
Open = Callable[..., AbstractAsyncContextManager[Engine]]


def embedded(folder: Path, **settings: Any) -> AbstractAsyncContextManager[Engine]:
    """Queue and workers in the server's own process."""
    return engine_in(folder, **settings)


ENGINES: dict[str, Open] = {"embedded": embedded}
