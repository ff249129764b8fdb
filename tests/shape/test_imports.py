"""The direction of imports, as a table, held against what the source really imports."""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

PROJECT_DIR = Path(__file__).parents[2]

#: Part of app/ → the parts that it may import besides itself. What is not here may not be imported.
DIRECTION: dict[str, set[str]] = {
    "core": set(),
    "jobs": {"core"},
    "ports": {"core", "jobs"},
    "text": {"core", "jobs"},
    "storage": {"core", "jobs", "ports"},
    "sources": {"core", "jobs", "text"},
    "media": {"core", "jobs", "text"},
    "editing": {"core", "jobs", "text"},
    "checks": {"core", "jobs", "text"},
    "inference": {"core", "jobs", "ports", "media.pcm"},
    "timeline": {"core", "jobs"},
    "interchange": {"core", "jobs", "text", "timeline"},
    "providers": {"core", "jobs", "text", "sources", "media"},
    "stages": {
        *("core", "jobs", "ports", "text", "storage", "sources", "media", "editing", "checks", "inference", "timeline"),
        *("interchange", "providers"),
    },
    # The pool speaks to children over messages; what a child runs it loads by name.
    "processes": {"core", "jobs", "ports", "storage", "stages"},
    "db": {"core", "jobs", "timeline"},
    "live": {"core", "jobs", "ports"},
    "execution": {"core", "jobs", "ports", "db", "stages"},
    "upkeep": {"core", "jobs", "ports", "db", "storage", "processes"},
    "service": {
        *("core", "jobs", "ports", "db", "text", "storage", "sources", "media", "stages", "processes", "execution"),
        "timeline",
        "editing.chapters",  # titles of found chapters follow corrected words
        *("providers.film_catalog", "providers.film_choice", "providers.films"),
    },
    "webhooks": {"core", "jobs", "db", "sources"},
    "tracing": {"core", "jobs", "ports"},
    "engines": {
        *("core", "jobs", "ports", "db", "storage", "media", "stages", "processes", "execution", "upkeep", "service"),
        "webhooks",
        *("inference.tuning", "inference.weights", "inference.layouts", "inference.model_catalog"),
    },
    "distributed": {"core", "jobs", "ports", "db", "execution", "stages.stage", "service.queue_view"},
    # A clip looks the same in a job and in the event that shows it: `clip_cut` of its contract makes both.
    "api": {
        "core",
        "jobs",
        "ports",
        "service",
        "live",
        "db",
        "storage",
        "sources",
        "text",
        "media",
        "interchange",
        "timeline",
        "stages.registry",
        "stages.stage_artifacts",
        "stages.clips.contract",
        "stages.scenes.contract",
        "editing.clip_texts",  # a clip is worded as at its choice, with the corrected words
        "inference.model_catalog",
        *("providers.film_choice", "providers.films"),  # limits and prices, for the page
    },
    "client": {"core", "jobs", "api.v1.schemas"},
    "application": {
        "core",
        "jobs",
        "ports",
        "execution.active_jobs",
        "execution.queue_feed",
        "service.open_door",
        "service.queue_view",
        "engines",
        "distributed.wanted_settings",
        "live",
        "db",
        "storage",
        "tracing",
        "api",
        "stages.registry",
        *("opening", "shared_server"),
    },
    "shared_server": {
        "core",
        *("db.channel", "jobs.events", "service.server_health"),
        "distributed",
        "engines",
        "execution.active_jobs",
        "live",
        "stages.registry",
    },
    "opening": {"core", "db"},
    "worker": {
        *("core", "jobs", "ports", "db", "storage", "execution.queue_feed", "stages.registry", "live.silent"),
        *("engines", "distributed", "opening", "service.telemetry"),
    },
    "celery": {"core", "distributed.messages", "distributed.worker_step", "stages.registry", "worker"},
    "serving": {"core"},
    "cli": {
        "core",
        "jobs",
        "db",
        "storage",
        "media",
        "sources",
        "inference",
        "application",
        "api.mcp",  # the same tools, on standard input and output
        *("client", "api.v1.schemas"),
        "engines.speech_tuning",
        "service.api_keys",
        *("processes.landlock", "processes.syscall_filter", "processes.reach"),  # what the doctor finds here
        "serving",
        "ports.object_store",
        *("distributed.wanted_settings", "distributed.queue_names", "celery"),
        "stages.registry",
        "text.scripts",
        "tracing.otel",
        "webhooks.notifier",
        *("providers.film_catalog", "providers.films"),  # the services that the doctor examines
    },
    "main": {"core", "cli", "application"},
}

#: Libraries that may be imported in these parts only.
HOMES: dict[str, set[str]] = {
    "apprise": {"webhooks"},
    "httpx2": {"api", "cli"},
    "limits": {"api", "core"},
    "mcp": {"api"},
    "assemblyai": {"providers"},
    "celery": {"distributed", "celery"},
    "kombu": {"distributed"},
    "fastapi": {"api", "application"},
    "starlette": {"api", "application"},
    "sqlmodel": {"db"},
    "sqlalchemy": {"db"},
    "alembic": {"db"},
    "uvicorn": {"cli", "serving"},
    "typer": {"cli"},
    "rich": {"cli"},
    "yt_dlp": {"sources", "cli"},
    "faster_whisper": {"inference"},
    "ctranslate2": {"inference", "cli"},
    "spacy": {"inference"},
    "transformers": {"inference"},
    "onnxruntime": {"inference"},
    "tokenizers": {"inference"},
    "PIL": {"inference"},
    "yake": {"inference"},
    "vaderSentiment": {"inference"},
    "huggingface_hub": {"inference"},
    "obstore": {"storage"},
    "google": {"storage", "providers"},
    "openai": {"providers"},
    "runwayml": {"providers"},
    "uharfbuzz": {"text"},
    "re2": {"checks"},
    "opentelemetry": {"tracing"},
    "opentimelineio": {"interchange"},
    "docx": {"text"},
    "phonenumbers": {"checks"},
    "torch": set(),
}

#: Too slow, too big or too easily crashed for the server process: never loaded by importing a server-side module.
HEAVY = {
    *("av", "ctranslate2", "faster_whisper", "huggingface_hub", "numpy", "onnxruntime", "spacy", "tokenizers"),
    *("PIL", "apprise", "assemblyai", "docx", "openai", "opentimelineio", "runwayml", "transformers", "uharfbuzz"),
    *("vaderSentiment", "yake", "yt_dlp"),
}


@dataclass(frozen=True)
class Import:
    """One imported name; `on_load` is False inside functions and under TYPE_CHECKING (`for_types`)."""

    target: str
    line: int
    on_load: bool
    for_types: bool


def sources() -> dict[str, Path]:
    """Every module of the product and its file."""
    found = {"main": PROJECT_DIR / "main.py"}
    for path in sorted((PROJECT_DIR / "app").rglob("*.py")):
        parts = path.relative_to(PROJECT_DIR).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def modules() -> dict[str, tuple[Import, ...]]:
    """Every module of the product with what it imports."""
    return {name: tuple(imports_of(ast.parse(path.read_text(encoding="utf-8")))) for name, path in sources().items()}


def imports_of(node: ast.AST, *, on_load: bool = True, for_types: bool = False) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.Import():
                yield from (Import(alias.name, child.lineno, on_load, for_types) for alias in child.names)
            case ast.ImportFrom():
                assert child.level == 0, f"relative import in line {child.lineno}"
                names = (f"{child.module}.{alias.name}" for alias in child.names)
                yield from (Import(name, child.lineno, on_load, for_types) for name in names)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                yield from imports_of(child, on_load=False, for_types=for_types)
            case ast.If() if "TYPE_CHECKING" in ast.unparse(child.test):
                yield from imports_of(child, on_load=False, for_types=True)
            case _:
                yield from imports_of(child, on_load=on_load, for_types=for_types)


def known(target: str) -> str | None:
    """The module of this product that an import of `target` loads, if any."""
    while target and target not in modules():
        target = target.rpartition(".")[0]
    return target or None


def part_of(module: str) -> str:
    """`app.api.v1.routes.jobs` → `api`; `main` → `main`."""
    return module.split(".")[1] if module.startswith("app.") else module


def loads() -> dict[str, set[str]]:
    """Module → modules of the product that importing it loads directly."""
    graph = {}
    for name, imports in modules().items():
        targets = {known(one.target) for one in imports if one.on_load}
        graph[name] = {target for target in targets if target and target not in (name, "app")}
    return graph


def strays() -> Iterator[str]:
    for name, imports in modules().items():
        part = part_of(name)
        if name == "app":
            continue
        assert part in DIRECTION, f"{name}: the table does not know {part}"
        for one in imports:
            target = known(one.target)
            if target is None or target == "app" or part_of(target) == part:
                continue
            inner = target.removeprefix("app.")
            if not any(f"{inner}.".startswith(f"{allowed}.") for allowed in DIRECTION[part]):
                yield f"{name}:{one.line} may not import {target}"


def test_imports_go_one_way() -> None:
    """No part imports another one that the table does not allow it."""
    assert list(strays()) == []


def test_libraries_stay_at_home() -> None:
    """FastAPI stays in the API, SQL in db, models in inference; torch is nowhere."""
    wrong = [
        f"{name}:{one.line} imports {one.target}"
        for name, imports in modules().items()
        for one in imports
        if (top := one.target.split(".")[0]) in HOMES and part_of(name) not in HOMES[top]
    ]
    assert wrong == []


def test_every_library_is_a_stated_requirement() -> None:
    """What is imported is pinned in the product's own requirements, not left to come along with something else."""
    files = [path for path in PROJECT_DIR.glob("requirements*.txt") if path.name != "requirements-dev.txt"]
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    stated = {re.split(r"[=<>\[]", line)[0].lower() for line in lines if line and not line.startswith("#")}
    come_along = {"deno"}  # yt-dlp's extra
    known = packages_distributions()
    imported = {one.target.split(".")[0] for imports in modules().values() for one in imports}
    foreign = imported - set(sys.stdlib_module_names) - {"app", "main"} - come_along
    named = {name: {found.lower().replace("_", "-") for found in known.get(name, ())} for name in foreign}
    assert {name for name, distributions in named.items() if not distributions & stated} == set()


def test_nobody_reads_past_the_store_of_blobs() -> None:
    """Outside `storage` the store is opened by its spec and known by its port, also in children."""
    wrong = [
        f"{name}:{one.line} imports {one.target}"
        for name, imports in modules().items()
        for one in imports
        if known(one.target) == "app.storage.blobs" and part_of(name) != "storage"
    ]
    assert wrong == []


def test_no_import_cycles() -> None:
    """Modules can be ordered so that each is loaded after all that it imports."""
    waiting = loads()
    while ready := [name for name, targets in waiting.items() if not targets & waiting.keys()]:
        for name in ready:
            del waiting[name]
    assert waiting == {}


#: What the server loads. `processes.child_main` is loaded by name, in a child.
SERVER = (
    "app.api",
    "app.application",
    "app.db",
    "app.engines",
    "app.execution",
    "app.live",
    "app.service",
    "app.upkeep",
)
#: What the registry loads by name.
STAGES = Path(__file__).parents[2] / "app" / "stages"
CONTRACTS = tuple(
    sorted(
        f"app.stages.{'.'.join(path.relative_to(STAGES).with_suffix('').parts)}"
        for path in STAGES.glob("**/contract.py")
    )
)
#: The command line loads the server, so the same holds for it, but for what single commands load later.
COMMANDS = ("main", "app.cli")
#: Modules of ours that only children (and single commands) load, whatever they import themselves.
CHILDREN_ONLY = re.compile(r"app\.stages\.(?:\w+\.)+run|app\.processes\.child_main|app\.inference\.\w+")
#: Of `inference` the server knows which weights there are and what was measured of them, not how they are used.
CATALOGUE = {f"app.inference.{name}" for name in ("layouts", "model_catalog", "tuning", "weights")}


def reached(*entries: str) -> set[str]:
    """The modules that these load, themselves included."""
    graph = loads()
    seen = {name for name in graph if any(f"{name}.".startswith(f"{entry}.") for entry in entries)}
    fresh = set(seen)
    while fresh:
        fresh = {target for name in fresh for target in graph[name]} - seen
        seen |= fresh
    return seen


def unfit(one: Import) -> bool:
    """Whether the server may not load what is imported here."""
    target = known(one.target)
    ours = target is not None and target not in CATALOGUE and CHILDREN_ONLY.fullmatch(target) is not None
    return ours or one.target.split(".")[0] in HEAVY


@pytest.mark.parametrize("entry", [*SERVER, *COMMANDS, *CONTRACTS])
def test_server_side_loads_nothing_heavy(entry: str) -> None:
    """No model, no decoder and no stage's work is loaded by anything that the server or the command line loads."""
    wrong = [
        f"{name}:{one.line} imports {one.target}"
        for name in sorted(reached(entry))
        for one in modules()[name]
        if one.on_load and unfit(one)
    ]
    assert wrong == []


def test_the_server_never_loads_it_later_either() -> None:
    """Not inside a function: the first request would pay for it, and a crash in it would end the server."""
    wrong = [
        f"{name}:{one.line} imports {one.target}"
        for name in sorted(reached(*SERVER))
        for one in modules()[name]
        if not one.on_load and not one.for_types and unfit(one)
    ]
    assert wrong == []
