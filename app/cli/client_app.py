"""Defines the commands `python main.py client …`."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli import client as commands
from app.cli.client import Place
from app.cli.run_options import options_of
from app.cli.run_outputs import Format
from app.core.settings import load_settings
from app.jobs.options import JobType
from app.jobs.states import JobState

client = typer.Typer(
    help="Use a server, here or elsewhere: create jobs, watch, list, read and download what they made.",
    no_args_is_help=True,
)
AsJson = Annotated[bool, typer.Option("--json", help="Print the API's JSON, and nothing else, on standard output.")]
JobId = Annotated[str, typer.Argument(metavar="JOB", help="The id of a job.")]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Replace files that exist.")]
Offset = Annotated[int, typer.Option(min=0, help="How many to leave out, for the next page.")]


@client.callback()
def _server(
    context: typer.Context,
    server: Annotated[
        str,
        typer.Option(metavar="URL", envvar="SERVER_URL", help="The server; the one that runs here when absent."),
    ] = "",
    key: Annotated[
        str, typer.Option(envvar="API_KEY", help="The key that it needs; better in the environment than here.")
    ] = "",
) -> None:
    context.obj = Place(server, key, load_settings)


@client.command()
def create(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="FILE|LINK|VIDEO", help="A file, a link, or the id of a video.")],
    job_type: Annotated[
        JobType, typer.Option("--type", help="What to make of it.", case_sensitive=False)
    ] = JobType.FULL_PROCESSING,
    options: Annotated[
        list[str] | None,
        typer.Option(
            "--option", "-o", metavar="NAME=VALUE", help="An option of the job, as the API has it; repeat it."
        ),
    ] = None,
    language: Annotated[str | None, typer.Option(help="What is spoken (en, de …); recognised when absent.")] = None,
    hotwords: Annotated[
        str | None, typer.Option(metavar="WORDS", help="Names and terms to expect in the speech, with commas between.")
    ] = None,
    audio_track: Annotated[
        str | None,
        typer.Option(metavar="TRACK", help="Of several audio tracks: a number from 0, or a language such as de."),
    ] = None,
    priority: Annotated[int, typer.Option(min=0, max=10, help="Higher goes first.")] = 5,
    follow: Annotated[bool, typer.Option("--watch", help="Show its progress until it has ended.")] = False,
    as_json: AsJson = False,
) -> None:
    """Create a job; a file is uploaded. Exit code 0; with --watch 1 if it failed; 2 if there is no job."""
    wanted = options_of(options or [], {"language": language, "hotwords": hotwords, "audio_track": audio_track})
    code = commands.create(context.obj, source, job_type.value, wanted, priority, follow=follow, as_json=as_json)
    raise typer.Exit(code)


@client.command()
def watch(context: typer.Context, job_id: JobId, as_json: AsJson = False) -> None:
    """Show the progress of a job until it has ended. Exit code 1 if it failed or was cancelled."""
    raise typer.Exit(commands.watch(context.obj, job_id, as_json=as_json))


@client.command("list")
def list_jobs(
    context: typer.Context,
    status: Annotated[JobState | None, typer.Option(help="Those in this state.")] = None,
    job_type: Annotated[JobType | None, typer.Option("--type", help="Those of this type.")] = None,
    q: Annotated[str | None, typer.Option("--find", help="Those with these words in title, link or id.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=200)] = 20,
    offset: Offset = 0,
    as_json: AsJson = False,
) -> None:
    """List jobs, newest first."""
    query = {"status": status, "job_type": job_type, "q": q, "limit": limit, "offset": offset}
    raise typer.Exit(commands.show_jobs(context.obj, as_json=as_json, **query))


@client.command()
def get(context: typer.Context, job_id: JobId, as_json: AsJson = False) -> None:
    """Show a job; with --json all of it."""
    raise typer.Exit(commands.act(context.obj, "get", job_id, as_json=as_json))


@client.command()
def cancel(context: typer.Context, job_id: JobId, as_json: AsJson = False) -> None:
    """Cancel a job that waits or runs."""
    raise typer.Exit(commands.act(context.obj, "cancel", job_id, as_json=as_json))


@client.command()
def retry(context: typer.Context, job_id: JobId, as_json: AsJson = False) -> None:
    """Run a failed or cancelled job again; what it has finished is not done again."""
    raise typer.Exit(commands.act(context.obj, "retry", job_id, as_json=as_json))


@client.command()
def delete(context: typer.Context, job_id: JobId) -> None:
    """Delete a job that has ended, with its files."""
    raise typer.Exit(commands.act(context.obj, "delete", job_id, as_json=False))


@client.command()
def transcript(
    context: typer.Context,
    job_id: JobId,
    form: Annotated[
        Format, typer.Option("--format", help="Text, subtitles, a document, or lines (json).")
    ] = Format.TXT,
    output: Annotated[Path | None, typer.Option(help="Write it to this file.")] = None,
    overwrite: Overwrite = False,
) -> None:
    """Print what was said; of a job that runs, what is there."""
    raise typer.Exit(commands.transcript(context.obj, job_id, form, output, overwrite=overwrite))


@client.command()
def clips(
    context: typer.Context,
    job_id: JobId,
    output: Annotated[Path | None, typer.Option(help="Download them to this folder.")] = None,
    overwrite: Overwrite = False,
    as_json: AsJson = False,
) -> None:
    """List the clips of a job, and download them."""
    raise typer.Exit(commands.clips(context.obj, job_id, output, overwrite=overwrite, as_json=as_json))


@client.command()
def search(
    context: typer.Context,
    words: Annotated[list[str], typer.Argument(help="Words that a line has, a phrase in quotes, or a beginning*.")],
    limit: Annotated[int, typer.Option(min=1, max=200)] = 20,
    offset: Offset = 0,
    as_json: AsJson = False,
) -> None:
    """Search what was said in all recordings. Exit code 1 if nothing is found."""
    raise typer.Exit(commands.search(context.obj, " ".join(words), limit, offset, as_json=as_json))
