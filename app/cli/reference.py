"""Generates documents from the code; `python main.py reference` rewrites them and a test compares them."""

from pathlib import Path

from app.cli import errors_reference, settings_reference, states_reference

PROJECT_DIR = Path(__file__).parents[2]


def documents() -> dict[Path, str]:
    """The generated text by file."""
    pages = PROJECT_DIR / "docs" / "reference"
    return {
        PROJECT_DIR / ".env.example": settings_reference.env_example(),
        pages / "settings.md": settings_reference.page(),
        pages / "states.md": states_reference.page(),
        pages / "errors.md": errors_reference.page(),
    }


def write() -> list[Path]:
    """Rewrite the documents that differ and return their paths."""
    stale = [
        file for file, text in documents().items() if not file.exists() or file.read_text(encoding="utf-8") != text
    ]
    for file in stale:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(documents()[file], encoding="utf-8")
    return stale
