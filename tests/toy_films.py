"""A service that makes films, kept in a folder: its orders survive the process that sent them, and it can be held up.

Its address is "http://toy" and the folder. `script` in the folder is JSON: outcomes of orders and of polls, one after
another, the last one for ever; and whether it lists its orders.
"""

import json
import os
import shutil
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from app.core.errors import ErrorCode, JobFailure
from app.providers.film_catalog import CATALOG
from app.providers.films import FilmModel, FilmOrder, FilmPlace, FilmProvider, FilmState, ProviderSpec
from app.providers.orders import NotListed, OrderLost, OrderStep

#: Outcomes of an order; "lost" arrives, and its answer does not; "dead" never arrives.
FAILURES = {
    "busy": ErrorCode.RATE_LIMITED,
    "down": ErrorCode.SOURCE_UNAVAILABLE,
    "content": ErrorCode.CONTENT_REFUSED,
    "no": ErrorCode.PROVIDER_FAILED,
    "key": ErrorCode.MODEL_UNAVAILABLE,
}


@dataclass(frozen=True, slots=True)
class ToyService:
    """The service's own side."""

    folder: Path

    @property
    def url(self) -> str:
        """Its address, for a setting."""
        return f"http://toy{self.folder}"

    @classmethod
    def made(cls, folder: Path, film: Path | None = None, **script: Any) -> "ToyService":
        """A service with this script; its films are copies of one."""
        folder.mkdir(parents=True, exist_ok=True)
        service = cls(folder)
        service.script(**script)
        if film is not None:
            shutil.copyfile(film, folder / "film.mp4")
        return service

    def script(self, **script: Any) -> None:
        """Change the script; outcomes are counted from now on."""
        (self.folder / "script").write_text(json.dumps(script))
        (self.folder / "calls").write_text("")

    @property
    def accepted(self) -> list[dict[str, Any]]:
        """The orders that arrived."""
        return self.lines("accepted")

    @property
    def ended(self) -> list[dict[str, Any]]:
        """The orders that were cancelled."""
        return self.lines("ended")

    def lines(self, name: str) -> list[dict[str, Any]]:
        """What was written to a file of the folder."""
        path = self.folder / name
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def add(self, name: str, **values: Any) -> None:
        """Append a line."""
        with (self.folder / name).open("a") as file:
            file.write(json.dumps(values) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def outcome(self, kind: str) -> str:
        """The outcome of a call of this kind."""
        outcomes = json.loads((self.folder / "script").read_text()).get(kind, ["ok"])
        count = sum(line["kind"] == kind for line in self.lines("calls"))
        self.add("calls", kind=kind)
        return str(outcomes[min(count, len(outcomes) - 1)])

    @property
    def lists(self) -> bool:
        """Whether it lists its orders."""
        return bool(json.loads((self.folder / "script").read_text()).get("lists"))


class ToyFilms:
    """Its client, in a child. See `FilmProvider`."""

    def __init__(self, place: FilmPlace) -> None:
        self._service = ToyService(Path(urlsplit(place.access.base_url).path))

    def submit(self, order: FilmOrder, mark: str) -> str:
        """Order, by the script."""
        outcome = self._service.outcome("submit")
        if outcome in FAILURES:
            raise JobFailure(FAILURES[outcome], f"The toy says {outcome}.")
        if outcome == "dead":
            raise OrderLost("The toy did not answer.")
        order_id = f"order-{len(self._service.accepted)}"
        self._service.add("accepted", mark=mark, id=order_id, prompt=order.prompt, seconds=order.duration_s)
        if outcome == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if outcome == "lost":
            raise OrderLost("The toy did not answer.")
        return order_id

    def find(self, _: FilmOrder, intent: OrderStep) -> str | None:
        """Look an order up by its mark."""
        if not self._service.lists:
            raise NotListed("it has no list")
        return next((one["id"] for one in self._service.accepted if one["mark"] == intent.mark), None)

    def poll(self, order_id: str) -> FilmState:
        """The state, by the script."""
        outcome = self._service.outcome("poll")
        if outcome == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if outcome in ("down", "key"):
            raise JobFailure(FAILURES[outcome], f"The toy says {outcome}.")
        if outcome in ("queued", "running"):
            return FilmState("running", 0.5)
        if outcome in ("failed", "refused"):
            return FilmState("failed" if outcome == "failed" else "refused", words=f"the toy {outcome} it")
        return FilmState("done", 1.0, film=order_id)

    def fetch(self, _: FilmOrder, __: FilmState, path: Path, report: Callable[[float], None]) -> None:
        """Copy the film, or write nonsense."""
        outcome = self._service.outcome("fetch")
        if outcome in FAILURES:
            raise JobFailure(FAILURES[outcome], f"The toy says {outcome}.")
        if outcome == "nonsense":
            path.write_bytes(b"no film at all" * 100)
            return
        shutil.copyfile(self._service.folder / "film.mp4", path)
        report(1.0)
        if outcome == "killed":
            os.kill(os.getpid(), signal.SIGKILL)

    def cancel(self, order_id: str) -> bool:
        """End an order."""
        self._service.add("ended", id=order_id)
        return True

    def check(self, _: float) -> None:
        """Answer, by the script."""
        outcome = self._service.outcome("check")
        if outcome in FAILURES:
            raise JobFailure(FAILURES[outcome], f"The toy says {outcome}.")

    def close(self) -> None:
        """Nothing is open."""


def open_films(place: FilmPlace) -> FilmProvider:
    """The client of the service at the place's address."""
    return ToyFilms(place)


def toy_spec(name: str, *, usd: float = 0.0, **facts: Any) -> ProviderSpec:
    """A service with the settings of a real one's name, whose films of 2 s cost `usd`."""
    model = FilmModel(
        name=f"{name}-1",
        durations_s=(2.0, 1.0),
        longest_s=10.0,
        aspects=("16:9",),
        resolutions=("360p",),
        longest_prompt=4000,
        usd_per_s={"360p": usd / 2},
    )
    given = {"name": name, "title": name.title(), "models": (model,), "entry": "tests.toy_films:open_films"}
    return ProviderSpec(**(given | facts))


@contextmanager
def catalog_of(*specs: ProviderSpec) -> Iterator[Mapping[str, ProviderSpec]]:
    """Let these be all the services there are, for the block."""
    assert isinstance(CATALOG, dict)
    kept = dict(CATALOG)
    CATALOG.clear()
    CATALOG.update({spec.name: spec for spec in specs})
    try:
        yield CATALOG
    finally:
        CATALOG.clear()
        CATALOG.update(kept)
