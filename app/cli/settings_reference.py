"""Formats the settings: `.env.example`, the reference page, and the values in force."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from app.core.setting_types import GIB, MIB
from app.core.settings import Settings, public_settings


@dataclass(frozen=True)
class Row:
    """One setting as text. `default` is as in `.env`."""

    name: str
    default: str
    group: str
    does: str
    unit: str
    bounds: str


def rows() -> Iterator[Row]:
    """Yield every setting, in the order of the class."""
    for name, field in Settings.model_fields.items():
        extra = field.json_schema_extra
        if not isinstance(extra, dict):
            raise TypeError(f"{name} has no group")
        yield Row(
            name=name.upper(),
            default=_text(field.default),
            group=str(extra["group"]),
            does=str(field.description),
            unit=str(extra["unit"]),
            bounds=_bounds(field),
        )


def env_example() -> str:
    """The text of `.env.example`."""
    lines = ["# Every setting with its default. Copy to .env and change what you need; the environment wins over .env."]
    for group, members in groupby(rows(), key=lambda row: row.group):
        lines += ["", f"# --- {group} ---"]
        for row in members:
            note = ", ".join(part for part in (row.unit, row.bounds) if part)
            lines += [f"# {row.does}{f' [{note}]' if note else ''}", f"{row.name}={row.default}"]
    return "\n".join(lines) + "\n"


def page() -> str:
    """The text of `docs/reference/settings.md`."""
    lines = [
        "# Settings",
        "",
        "Read once, at the start, from the environment and from `.env` in the working folder (the environment wins).",
        "An unknown key in `.env` and a malformed value stop the start with one line that names the setting. Unknown",
        "variables of the environment are not looked at: they may be meant for other programs. An empty value means",
        "the default. Lists are written with commas, sizes may carry a unit (`500MiB`, `4GiB`).",
        "`python main.py settings` shows what is in force, without secrets.",
        "",
        "This page is written from the code by `python main.py reference`.",
    ]
    for group, members in groupby(rows(), key=lambda row: row.group):
        lines += ["", f"## {group}", "", "| name | default | unit | bounds | what it does |", "|---|---|---|---|---|"]
        for row in members:
            default = f"`{row.default}`{_readable(row)}" if row.default else "empty"
            lines.append(f"| `{row.name}` | {default} | {row.unit} | {row.bounds} | {row.does} |")
    return "\n".join(lines) + "\n"


def show(settings: Settings, *, as_json: bool) -> None:
    """Print the settings in force, without secrets; those that were set are marked."""
    shown = public_settings(settings)
    if as_json:
        print(json.dumps(shown, indent=2, ensure_ascii=False))
        return
    for name, value in shown.items():
        mark = "*" if name.lower() in settings.model_fields_set else " "
        print(f"{mark} {name}={','.join(value) if isinstance(value, list) else value}")


def _text(default: object) -> str:
    match default:
        case SecretStr():
            return default.get_secret_value()
        case bool():
            return str(default).lower()
        case tuple():
            return ",".join(map(str, default))
    return str(default)


def _readable(row: Row) -> str:
    """` (4 GiB)` to follow a large number of bytes; else empty."""
    if row.unit != "bytes" or row.default == "0":
        return ""
    size = int(row.default)
    return f" ({size // GIB} GiB)" if size % GIB == 0 else f" ({size // MIB} MiB)"


def _bounds(field: FieldInfo) -> str:
    """The bounds of a field: `1 to 64`, `at least 0`, `above 0`, or empty."""
    found = {
        name: getattr(bound, name) for bound in field.metadata for name in ("ge", "gt", "le") if hasattr(bound, name)
    }
    low, high = str(found.get("ge", "")), str(found.get("le", ""))
    above = f"above {found['gt']}" if "gt" in found else ""
    if low and high:
        return f"{low} to {high}"
    return above or (f"at least {low}" if low else "")
