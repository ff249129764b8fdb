"""Documents that come from the code are up to date, and what documents point at is there."""

import re
from pathlib import Path

import pytest

from app.cli import errors_reference, reference, states_reference
from app.core.errors import ErrorCode
from app.jobs.states import Cause

PROJECT_DIR = Path(__file__).parents[2]
PAGES = sorted(
    page
    for page in [*PROJECT_DIR.glob("*.md"), *PROJECT_DIR.glob("docs/**/*.md"), *PROJECT_DIR.glob("models/**/*.md")]
    if page.name != "CHANGELOG.md"
)
#: Pages that lead a newcomer through the source.
GUIDES = [PROJECT_DIR / "CONTRIBUTING.md", *sorted(PROJECT_DIR.glob("docs/howto/add-*.md"))]
#: Top folders, as guides name paths.
TOP = "app|benchmarks|docs|models|tests|training"


def named(page: Path) -> str:
    return str(page.relative_to(PROJECT_DIR))


@pytest.mark.parametrize("document", reference.documents(), ids=named)
def test_document_is_up_to_date(document: Path) -> None:
    """`python main.py reference` would change nothing."""
    assert document.read_text(encoding="utf-8") == reference.documents()[document]


def test_every_cause_and_every_code_is_explained() -> None:
    """A new one cannot be forgotten."""
    assert states_reference.CAUSES.keys() == set(Cause)
    assert errors_reference.FAILURES.keys() == set(ErrorCode)


def test_every_code_of_an_answer_is_explained() -> None:
    """What the sources give a refusal as its code stands on the page about errors."""
    sources = "\n".join(path.read_text(encoding="utf-8") for path in PROJECT_DIR.glob("app/**/*.py"))
    own = set(re.findall(r'^    code(?:: str)? = "(\w+)"', sources, re.MULTILINE))
    given = set(re.findall(r'\bcode="(\w+)"', sources)) | set(re.findall(r'\b\d{3}: "(\w+)"', sources))
    page = errors_reference.page()
    inside = {"stale_attempt"}  # the word of a runner that was overtaken; no client hears it
    assert sorted(code for code in (own | given) - inside if f"`{code}`" not in page) == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link names a file that exists."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text)]
    assert [link for link in links if link and "://" not in link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", GUIDES, ids=named)
def test_paths_named_in_guides_are_there(page: Path) -> None:
    """What a newcomer is sent to read exists under that name."""
    paths = re.findall(rf"`((?:{TOP})[\w./-]*)`", page.read_text(encoding="utf-8"))
    assert paths
    assert [path for path in paths if not (PROJECT_DIR / path).exists()] == []


@pytest.mark.parametrize("page", GUIDES, ids=named)
def test_examples_in_guides_run(page: Path) -> None:
    """Each example imports what there is, and defines what it says."""
    for number, example in enumerate(examples(page)):
        exec(compile(example, f"{page.name} {number}", "exec"), {"__name__": f"{page.stem}_{number}"})


def test_the_example_of_a_stage_is_the_one_that_is_tested() -> None:
    """Word for word, so that it cannot grow old."""
    contract, work = examples(PROJECT_DIR / "docs/howto/add-a-stage.md")
    for name, example in (("contract", contract), ("run", work)):
        (file,) = PROJECT_DIR.glob(f"tests/toy_stages/*/{name}.py")
        assert example in file.read_text(encoding="utf-8")


def examples(page: Path) -> list[str]:
    """The Python code blocks of a page."""
    return re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


def test_readme_promises_two_lines() -> None:
    """One line installs and runs, one installs and tests; `.ci/run` takes the second from here."""
    lines = (PROJECT_DIR / "README.md").read_text(encoding="utf-8").splitlines()
    assert lines.count("pip install -r requirements.txt && python main.py demo") == 1
    assert len([line for line in lines if line.startswith("pip install -r requirements-dev.txt && ")]) == 1
