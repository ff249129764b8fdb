"""Imports stand at the top. The few that do not have a reason each.

A module that may be loaded in a child only (`stages/*/run.py` and what it needs) imports its libraries at its top; the
server never imports it, which `test_imports.py` holds.
"""

import ast
from collections.abc import Iterator

from tests.shape.test_imports import sources

#: Most imports inside functions, in all of the product.
MOST = 36
#: Module, what it imports inside a function → why not at its top.
REASONS: dict[tuple[str, str], str] = {
    ("app.api.boundary", "app.api.rate_limits"): "a library that a server without RATE_LIMIT never needs",
    ("app.core.setting_types", "limits"): "a library that a server without RATE_LIMIT never needs",
    ("main", "app.cli.serve"): "`main.app` is built for ASGI servers only",
    ("app.cli.app", "app.cli.serve"): "FastAPI and uvicorn take a second that no other command needs",
    (
        "app.cli.app",
        "app.cli",
    ): "the commands about keys need the database's libraries, and no wrong setting waits for them",
    ("app.cli.app", "app.cli.move_database"): "the database's libraries and Alembic, for one command",
    ("app.cli.models", "app.inference.check"): "loads every model library; for one command",
    ("app.cli.models", "app.inference.fetching"): "the command line is loaded by the server, which has no hub client",
    ("app.cli.findings", "ctranslate2"): "the doctor also runs where it is missing, and says so",
    ("app.cli.findings", "deno"): "optional: a runtime on the PATH does as well",
    ("app.sources.ytdlp_setup", "deno"): "optional: a runtime on the PATH does as well",
    ("app.db.migrate", "app.db.upgrade"): "Alembic is a seventh of a start, and most starts have nothing to migrate",
    ("app.api.mcp.endpoint", "app.api.mcp.http_server"): "an SDK of 26 MB that most servers never need",
    ("app.cli.app", "app.cli.mcp"): "an SDK of 26 MB that no other command needs",
    ("app.api.editor.interchange", "app.interchange.otio_writing"): "a library in C++ that few requests need",
    ("app.service.transcript_documents", "app.text.word_document"): "libraries of 15 MB that few requests need",
    ("app.media.libraries", "av"): "the doctor runs where it is missing, and reads the floors of other libraries",
    ("app.media.captions", "app.text.typeface"): "the server writes srt and vtt; only captions to burn need typefaces",
    ("app.inference.keywords", "yake"): "optional: under the LGPL, and left out where that is not wanted",
    ("app.inference.rules", "yake"): "optional: under the LGPL, and left out where that is not wanted",
    ("app.inference.sentiment", "transformers"): "it reads the variable that silences it while it is imported",
    ("app.storage.object_places", "app.storage.google_objects"): "optional: most servers have no store at Google",
    ("app.storage.object_places", "app.storage.obstore_objects"): "a library that a server without a store never needs",
    ("app.stages.analyse.run", "app.inference.sentiment"): "two seconds, and only where that model is at hand",
    ("app.stages.analyse.run", "app.inference.spacy_reader"): "two seconds, and only where that model is at hand",
    (
        "app.stages.dictation.run",
        "app.providers.assemblyai",
    ): "its package is optional, and the job says what is missing",
    ("app.cli.notify_finding", "app.webhooks.notifier"): "its package is optional, and the doctor says what is missing",
    (
        "app.application",
        "app.tracing.otel",
    ): "its packages are optional: nothing is loaded without a collector",
    ("app.application", "app.shared_server"): "its packages are optional: one machine needs no broker",
    ("app.cli.app", "app.cli.worker"): "its packages are optional, and the command says what is missing",
    ("app.cli.machines_finding", "app.db"): "the database's libraries are half of the start of every command",
    ("app.cli.machines_finding", "redis"): "its package is optional: one machine needs no broker",
    ("app.cli.trace_finding", "app.tracing.otel"): "its packages are optional, and the doctor says what is missing",
    ("app.webhooks.sender", "app.webhooks.notifier"): "its package is optional",
    ("app.webhooks.sender", "app.webhooks.receivers"): "connections and signatures, which most servers never need",
    ("app.stages.fetch.run", "app.sources"): "yt-dlp takes half a second that an upload does not need",
}


def lazy(node: ast.AST, *, inside: bool = False) -> Iterator[str]:
    """What is imported inside functions, one import a line."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.Import() if inside:
                yield from (alias.name for alias in child.names)
            case ast.ImportFrom(module=str(name)) if inside:
                yield name
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                yield from lazy(child, inside=True)
            case _:
                yield from lazy(child, inside=inside)


def found() -> list[tuple[str, str]]:
    """Every import inside a function: its module and what it imports."""
    return [(name, one) for name, path in sources().items() for one in lazy(ast.parse(path.read_text("utf-8")))]


def test_imports_inside_functions_have_a_reason() -> None:
    """A new one is moved to the top, or its reason stands above; none stands there that is gone."""
    assert sorted(found()) == sorted(REASONS)
    assert len(REASONS) <= MOST
