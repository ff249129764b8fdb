"""Defines the command line; each command is implemented in a module of its own, which is imported when it runs.

Exit codes: 0 done; 1 failed; 2 refused, with one line on standard error that states the reason.
"""

import gc
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from app import __version__
from app.cli.backup import run_backup
from app.cli.check import FailOn, run_check_of
from app.cli.client_app import client
from app.cli.demo import SAMPLE, run_demo
from app.cli.doctor import run_doctor
from app.cli.models import run_check, run_fetch, run_list
from app.cli.reference import write
from app.cli.run import run_sources
from app.cli.run_options import RunType, wish_of
from app.cli.settings_reference import show
from app.cli.tune import run_tune
from app.cli.watch import watch_folder
from app.core.caller import KeyScope
from app.core.errors import AppError, StartRefused
from app.core.settings import Settings, load_settings
from app.distributed.wanted_settings import check_machines
from app.stages.registry import Registry

cli = typer.Typer(
    add_completion=False,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    help="A video in; transcript, meaning and clips out. Without a command: serve.",
)
models = typer.Typer(help="Model weights: list, fetch, check, tune.", no_args_is_help=False)
cli.add_typer(models, name="models")
keys = typer.Typer(help="API keys: create, list, revoke; also while the server runs.", no_args_is_help=True)
cli.add_typer(keys, name="keys")
cli.add_typer(client, name="client")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, and nothing else, on standard output.")]
Hotwords = Annotated[
    str | None, typer.Option(metavar="WORDS", help="Names and terms to expect in the speech, with commas between.")
]
AudioTrack = Annotated[
    str | None,
    typer.Option(metavar="TRACK", help="Of several audio tracks: a number from 0, or a language such as de."),
]


def main() -> None:
    """Run the command in the arguments and exit with its code."""
    try:
        cli()
    except StartRefused as error:
        _end(error, 2)
    except AppError as error:
        _end(error, 1)


def _end(error: AppError, code: int) -> None:
    print(f"error: {error}", file=sys.stderr)
    sys.exit(code)


def _settings(**overrides: Any) -> Settings:
    """The settings of this process, checked as at the start of the server. Raises SettingsInvalid."""
    settings = load_settings(**overrides)
    if settings.stage_timeout or settings.stage_hard_timeout or settings.risk_rules:
        Registry.discovered().check_settings(settings)
    return settings


def _key_commands() -> Any:
    """The commands about keys, which need the database's libraries."""
    from app.cli import keys as commands

    return commands


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"video-processing-api {__version__}")
        raise typer.Exit


@cli.callback(invoke_without_command=True)
def _default(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        serve(None, None, None)


@cli.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; wins over HOST.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port to listen on; wins over PORT.")] = None,
    fd: Annotated[int | None, typer.Option(hidden=True, help="A socket that listens already.")] = None,
) -> None:
    """Serve the API, the sockets and the dashboard."""
    gc.disable()  # what is imported stays: collecting meanwhile is a sixth of a start; `run_server` enables it again
    overrides = {name: value for name, value in {"host": host, "port": port}.items() if value is not None}
    checked = _settings(**overrides)  # before the rest is imported: wrong ones are refused in half the time
    from app.cli.serve import run_server

    raise typer.Exit(run_server(checked, fd=fd))


@cli.command()
def worker(
    queues: Annotated[str | None, typer.Option(help="Queues that it serves; wins over WORKER_QUEUES.")] = None,
    resources: Annotated[
        str | None, typer.Option(help="Kinds of stages that it runs; wins over WORKER_RESOURCES.")
    ] = None,
    concurrency: Annotated[
        int | None, typer.Option(min=1, max=256, help="Jobs at once; wins over MAX_CONCURRENT_JOBS.")
    ] = None,
) -> None:
    """Run jobs for servers on this or other machines (ENGINE=celery)."""
    given = {"worker_queues": queues, "worker_resources": resources, "max_concurrent_jobs": concurrency}
    checked = _settings(**{name: value for name, value in given.items() if value is not None})
    check_machines(checked)
    from app.cli.worker import run_worker

    run_worker(checked)


@cli.command()
def demo(
    as_json: AsJson = False,
    leave: Annotated[bool, typer.Option("--exit", help="End the server when the job is finished.")] = False,
) -> None:
    """Run the main job on the shipped sample with the shipped models, offline, and show what comes out."""
    raise typer.Exit(run_demo(_settings(), leave=leave, as_json=as_json))


@cli.command()
def check(
    source: Annotated[str, typer.Argument(metavar="FILE|LINK", help="A file of this machine, or a link.")],
    as_json: AsJson = False,
    fail_on: Annotated[FailOn, typer.Option(help="The severity from which on the exit code is 1.")] = FailOn.CRITICAL,
) -> None:
    """Check a video for what could be wrong: flashing, loudness, personal data, and more. Exit code 1 if it is."""
    raise typer.Exit(run_check_of(_settings(), source, fail_on=fail_on, as_json=as_json))


@cli.command()
def run(
    sources: Annotated[
        list[str], typer.Argument(metavar="FILE|LINK|FOLDER …", help="Recordings of this machine, or links.")
    ],
    job_type: Annotated[
        RunType, typer.Option("--type", help="What to make of each.", case_sensitive=False)
    ] = RunType.FULL_PROCESSING,
    options: Annotated[
        list[str] | None,
        typer.Option(
            "--option", "-o", metavar="NAME=VALUE", help="An option of the job, as the API has it; repeat it."
        ),
    ] = None,
    language: Annotated[str | None, typer.Option(help="What is spoken (en, de …); recognised when absent.")] = None,
    hotwords: Hotwords = None,
    audio_track: AudioTrack = None,
    formats: Annotated[str, typer.Option(help="Files of the transcript: txt, srt, vtt, json, md, docx.")] = "txt,srt",
    output: Annotated[
        Path | None, typer.Option(help="The folder for the files; beside the source when absent.")
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace files that exist.")] = False,
    priority: Annotated[int, typer.Option(min=0, max=10, help="Higher goes first.")] = 5,
    server: Annotated[
        str | None, typer.Option(metavar="URL", help="Use this server, with API_KEY, in place of this machine's.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Process files and links without a server to start: transcript, subtitles and clips beside the source.

    What was finished before is not done again, and what is interrupted continues the next time. Exit code 1 if a source
    failed, 2 if nothing was begun.
    """
    named = {"language": language, "hotwords": hotwords, "audio_track": audio_track}
    wish = wish_of(job_type, options or [], named, formats, output, overwrite=overwrite, priority=priority)
    raise typer.Exit(run_sources(_settings(), sources, wish, server=server, as_json=as_json))


@cli.command()
def watch(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Recordings in it, also in its folders, are taken.")],
    job_type: Annotated[
        RunType, typer.Option("--type", help="What to make of each.", case_sensitive=False)
    ] = RunType.FULL_PROCESSING,
    options: Annotated[
        list[str] | None,
        typer.Option(
            "--option", "-o", metavar="NAME=VALUE", help="An option of the job, as the API has it; repeat it."
        ),
    ] = None,
    language: Annotated[str | None, typer.Option(help="What is spoken (en, de …); recognised when absent.")] = None,
    hotwords: Hotwords = None,
    audio_track: AudioTrack = None,
    formats: Annotated[str, typer.Option(help="Files of the transcript: txt, srt, vtt, json, md, docx.")] = "txt,srt",
    output: Annotated[
        Path | None, typer.Option(help="The folder for the files; beside the source when absent.")
    ] = None,
    every: Annotated[float, typer.Option(min=0.1, max=86400, help="Seconds between two looks at the folder.")] = 5,
    once: Annotated[bool, typer.Option("--once", help="End when nothing is left to do.")] = False,
    server: Annotated[
        str | None, typer.Option(metavar="URL", help="Use this server, with API_KEY, in place of this machine's.")
    ] = None,
) -> None:
    """Process every recording that comes into a folder, once it has stopped to grow; those with results are skipped."""
    named = {"language": language, "hotwords": hotwords, "audio_track": audio_track}
    wish = wish_of(job_type, options or [], named, formats, output, overwrite=False, priority=5)
    raise typer.Exit(watch_folder(_settings(), folder, wish, every_s=every, once=once, server=server))


@cli.command()
def mcp(
    server: Annotated[
        str | None, typer.Option(metavar="URL", help="Use this server, with API_KEY, in place of this machine's.")
    ] = None,
) -> None:
    """Serve tools for language models on standard input and output (Model Context Protocol).

    Uses the server that runs here, else one that ends with the command.
    """
    from app.cli.mcp import run_mcp

    raise typer.Exit(run_mcp(_settings(), server))


@cli.command()
def doctor(
    as_json: AsJson = False,
    notify: Annotated[bool, typer.Option("--notify", help="Send a line to each service of NOTIFY_URLS.")] = False,
) -> None:
    """Report what is missing here and how to fix it. Exit code 1 when something needed is missing."""
    raise typer.Exit(run_doctor(_settings(), as_json=as_json, notify=notify))


@cli.command()
def backup(file: Annotated[Path, typer.Argument(help="Where the copy goes; must not exist yet.")]) -> None:
    """Copy the SQLite database, also while the server runs, and check the copy."""
    raise typer.Exit(run_backup(_settings(), file))


@cli.command("move-database")
def move_database(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="The URL of the database, as in DATABASE_URL.")],
    target: Annotated[str, typer.Argument(metavar="TARGET", help="The URL of an empty one, of the other kind.")],
) -> None:
    """Copy an installation into another database, sqlite:/// to postgresql:// or back, and compare every row."""
    from app.cli.move_database import run_move

    raise typer.Exit(run_move(source, target))


@cli.command()
def settings(as_json: AsJson = False) -> None:
    """Show the settings in force, without secrets."""
    show(_settings(), as_json=as_json)


@cli.command()
def reference() -> None:
    """Rewrite the documents that come from the code: .env.example and pages of docs/reference."""
    for file in write():
        print(file)


@models.callback(invoke_without_command=True)
def _models(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        list_models()


@models.command("list")
def list_models(as_json: AsJson = False) -> None:
    """Configured and stored weights."""
    raise typer.Exit(run_list(_settings(), as_json=as_json))


@models.command("fetch")
def fetch_model(name: Annotated[str, typer.Argument(help="A size name or a hub id.")]) -> None:
    """Fetch weights from the hub, revision pinned, hashes checked."""
    raise typer.Exit(run_fetch(_settings(), name))


@models.command("check")
def check_models(as_json: AsJson = False) -> None:
    """Load each configured model and let it work on a known input."""
    raise typer.Exit(run_check(_settings(), as_json=as_json))


@models.command("tune")
def tune_models(as_json: AsJson = False) -> None:
    """Measure which threads and parallel windows transcribe fastest on this machine, and keep it."""
    raise typer.Exit(run_tune(_settings(), SAMPLE, as_json=as_json))


@keys.command("create")
def create_key(
    name: Annotated[str, typer.Option(help="What people call it; no other key in use has it.")],
    scope: Annotated[KeyScope, typer.Option(help="Each includes those before it.")] = KeyScope.WRITE,
    user: Annotated[str | None, typer.Option(help="It sees only what belongs to this user.")] = None,
    expires: Annotated[
        str | None, typer.Option(metavar="TIME", help="A time (2027-01-31, with or without a time of day) or 30d, 12h.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a key and print it, this once. From the first one on, the server needs a key."""
    raise typer.Exit(_key_commands().create(_settings(), name, scope, user=user, expires=expires, as_json=as_json))


@keys.command("list")
def list_keys(as_json: AsJson = False) -> None:
    """The keys, also revoked ones: name, how each begins, scope, user, times."""
    raise typer.Exit(_key_commands().show_all(_settings(), as_json=as_json))


@keys.command("revoke")
def revoke_key(
    which: Annotated[str, typer.Argument(metavar="KEY", help="Its name, its id, or how it begins.")],
) -> None:
    """Revoke a key: a running server closes its sockets and refuses it before this ends."""
    raise typer.Exit(_key_commands().revoke(_settings(), which))
