"""The dashboard's files hang together: it has no build step that would tell."""

import json
import re
import statistics
from pathlib import Path

from app.api.web_plan import FILMS_MODULE, PLAN_MODULE
from app.media.formats import CONTAINERS

WEB = Path(__file__).parents[2] / "app" / "web"
PAGE = (WEB / "index.html").read_text()
MODULES = [path for path in sorted(WEB.rglob("*.js")) if "vendor" not in path.parts]
IMPORT_MAP: dict[str, str] = json.loads(
    re.search(r'<script type="importmap">(.*?)</script>', PAGE, re.DOTALL).group(1)  # type: ignore[union-attr]
)["imports"]
IMPORTED = re.compile(r'(?:\bfrom|\bimport)\s+"([^"]+)"')
ICON = re.compile(r'(?:\bicon: |\bicon=|\$\{Icon\} name=)"([a-z0-9-]+)"')


def test_every_import_leads_to_a_file() -> None:
    """A name is in the import map, or a path below `web/`; there is no other kind."""
    lost = []
    written = {f"/static/{module}" for module in (PLAN_MODULE, FILMS_MODULE)}  # by the server
    for module in MODULES:
        for name in IMPORTED.findall(module.read_text()):
            address = IMPORT_MAP.get(name) or name.replace("web/", IMPORT_MAP["web/"], 1)
            is_file = address.startswith("/static/") and (WEB / address.removeprefix("/static/")).is_file()
            if not is_file and address not in written:
                lost.append((str(module.relative_to(WEB)), name))
    assert lost == []


def test_every_stylesheet_is_linked() -> None:
    """What lies in css/ is in the page, and what the page links is there."""
    pages = PAGE + (WEB / "share.html").read_text()
    linked = set(re.findall(r'href="/static/css/([^"]+)"', pages))
    assert linked == {path.name for path in (WEB / "css").glob("*.css")}


def test_every_icon_is_in_the_sprite() -> None:
    """Icons are named as strings; one that is missing would be an empty square."""
    sprite = set(re.findall(r'<symbol id="icon-([a-z0-9-]+)"', (WEB / "icons.svg").read_text()))
    used = {name for module in MODULES for name in ICON.findall(module.read_text())}
    assert used
    assert used - sprite == set()


def test_the_page_knows_the_names_of_media_files() -> None:
    """Files of a folder that have none of the server's extensions are left out."""
    stated = re.search(r'EXTENSIONS = new Set\(\s*"([^"]+)"', (WEB / "format" / "media_files.js").read_text())
    assert stated is not None
    known = {extension for container in CONTAINERS for extension in container.extensions}
    assert {f".{name}" for name in stated[1].split()} == known


def test_the_page_has_no_inline_code_but_the_import_map() -> None:
    """The policy for content allows no inline scripts or styles."""
    assert re.findall(r"<script(?![^>]*src=)([^>]*)>", PAGE) == [' type="importmap"']
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", PAGE)


def test_no_text_becomes_markup_or_code() -> None:
    """Titles, names, transcripts and prompts are put into the page as text: nothing parses or runs them."""
    parsing = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc|\beval\(|new Function|javascript:"
    )
    assert [str(module) for module in MODULES if parsing.search(module.read_text())] == []


def test_vendored_libraries_come_with_version_and_licence() -> None:
    """Each folder below vendor/ holds its licence, and the list beside them names it."""
    told = (WEB / "vendor" / "README.md").read_text()
    for address in IMPORT_MAP.values():
        if "/vendor/" in address:
            folder = address.split("/")[3]
            assert re.search(r"-\d+\.\d+\.\d+$", folder), folder
            assert (WEB / "vendor" / folder / "LICENSE").is_file()
            assert f"`{folder}`" in told


def test_modules_are_small() -> None:
    """One concept each: half of them below 60 lines, none above 200."""
    lengths = [len(module.read_text().splitlines()) for module in MODULES]
    assert statistics.median(lengths) < 60
    assert max(lengths) <= 200
