"""The command line as people meet it: a process, its output and its exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import __version__
from app.cli import keys
from app.core.caller import KeyScope
from app.core.settings import Settings, load_settings
from app.db import api_keys

MAIN = Path(__file__).parents[3] / "main.py"


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python main.py ARGUMENTS` in `folder`, with none of our settings around but `environment`."""
    clean = {name: value for name, value in os.environ.items() if name.lower() not in Settings.model_fields}
    return subprocess.run(
        [sys.executable, str(MAIN), *arguments],
        cwd=folder,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("command", [[], ["serve"], ["demo"], ["doctor"], ["settings"], ["models"]])
def test_malformed_setting_stops_every_command_with_one_line(command: list[str], tmp_path: Path) -> None:
    """Exit code 2, the setting's name, no traceback."""
    done = run(tmp_path, *command, PORT="many")
    assert done.returncode == 2
    assert done.stderr.startswith("error: PORT: ")
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_unknown_key_in_env_file_stops_the_start(tmp_path: Path) -> None:
    """`.env` of the working folder is read, and its typing errors are named."""
    (tmp_path / ".env").write_text("WHISPER_MODELL=base\n")
    done = run(tmp_path)
    assert (done.returncode, done.stderr) == (2, "error: WHISPER_MODELL: there is no such setting\n")


def test_settings_are_shown_without_secrets(tmp_path: Path) -> None:
    """As lines for people, with those that were set marked, and as JSON."""
    done = run(tmp_path, "settings", API_KEY="hunter2", MAX_RETRIES="9")
    assert "* MAX_RETRIES=9" in done.stdout.splitlines()
    assert "  PORT=8000" in done.stdout.splitlines()
    assert "hunter2" not in done.stdout
    shown = json.loads(run(tmp_path, "settings", "--json", MAX_RETRIES="9").stdout)
    assert shown["MAX_RETRIES"] == 9
    assert shown.keys() == {name.upper() for name in Settings.model_fields}


def test_version_is_told(tmp_path: Path) -> None:
    """One line, also where a setting would stop the start."""
    done = run(tmp_path, "--version", PORT="many")
    assert (done.returncode, done.stdout) == (0, f"video-processing-api {__version__}\n")


def test_help_names_every_command(tmp_path: Path) -> None:
    """What the reference page promises is there."""
    text = run(tmp_path, "--help").stdout
    for command in ("serve", "demo", "models", "doctor", "backup", "move-database", "settings"):
        assert command in text


def test_backup_without_a_database_says_so(tmp_path: Path) -> None:
    """Exit code 1 and one line; no file is made."""
    done = run(tmp_path, "backup", "copy.db")
    assert done.returncode == 1
    assert done.stderr == f"error: there is no database at {tmp_path / 'video_processing.db'}\n"
    assert list(tmp_path.iterdir()) == []


def test_backup_of_postgresql_is_left_to_its_own_tool(tmp_path: Path) -> None:
    """We name the tool."""
    done = run(tmp_path, "backup", "copy.db", DATABASE_URL="postgresql://u:geheim@db/jobs")
    assert done.returncode == 1
    assert "pg_dump" in done.stderr
    assert "geheim" not in done.stderr


def test_keys_are_made_without_a_server(tmp_path: Path) -> None:
    """The key alone is printed, for scripts."""
    url = f"sqlite:///{tmp_path / 'jobs.db'}"
    order = ("--name", "ci", "--scope", "read", "--user", "ann", "--expires", "30d")
    made = run(tmp_path, "keys", "create", *order, DATABASE_URL=url)
    assert (made.returncode, made.stdout.startswith("vpk_"), made.stdout.count("\n")) == (0, True, 1)
    settings = load_settings(data_dir=tmp_path / "data", database_url=url)
    with pytest.raises(api_keys.NameTaken):
        keys.create(settings, "ci", KeyScope.READ, user=None, expires=None, as_json=False)


@pytest.mark.parametrize("text", ["soon", "30", "-1d", "2027-13-01", ""])
def test_what_is_no_time_ends_no_key(text: str) -> None:
    """The option is named."""
    with pytest.raises(keys.KeyOrderInvalid, match="--expires"):
        keys.parse_expiry(text)


def test_a_time_is_utc_unless_it_says_otherwise() -> None:
    """Dates, times with and without an offset."""
    moments = ["2027-01-31", "2027-01-31T00:00", "2027-01-31T00:00Z", "2027-01-31T02:00+02:00"]
    assert {keys.parse_expiry(text) for text in moments} == {1_801_353_600_000}
