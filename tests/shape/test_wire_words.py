"""Words of the API belong to the API: what is below it speaks of facts, so that another version needs no other log."""

import ast
import re
from pathlib import Path

APP = Path(__file__).parents[2] / "app"
#: Not below the API: itself, and what calls it.
ABOVE = {"api", "cli", "client", "web"}
#: The old words are what it translates.
TRANSLATES = {"0006_events_as_facts.py"}
WORDS = re.compile(
    r"^/?api/|/api/v\d|^(job_update|transcript_segment|clip_ready|queue_update|initial_status|job_deleted"
    r"|eta_seconds|waited_seconds|next_attempt_at|thumbnail_url|generated_clips|analysis_results)$"
)
BELOW = sorted(
    path for path in APP.rglob("*.py") if path.relative_to(APP).parts[0] not in ABOVE and path.name not in TRANSLATES
)


def _words(source: str) -> list[str]:
    """String constants and names of fields that are words of the API."""
    found = []
    for node in ast.walk(ast.parse(source)):
        text = None
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            text = node.target.id
        elif isinstance(node, ast.keyword):
            text = node.arg
        if text is not None and WORDS.search(text):
            found.append(f"line {node.lineno}: {text}")
    return found


def test_nothing_below_the_api_speaks_its_words() -> None:
    """Percent, ISO times and addresses are made by `app.api.v1.wire`."""
    found = {str(path.relative_to(APP)): _words(path.read_text(encoding="utf-8")) for path in BELOW}
    assert {path: words for path, words in found.items() if words} == {}


def test_words_are_found_where_they_are() -> None:
    """Else the test above could not fail."""
    wire = (APP / "api" / "v1" / "wire.py").read_text(encoding="utf-8")
    assert {word.partition(": ")[2] for word in _words(wire)} >= {"clip_ready", "eta_seconds", "thumbnail_url"}
