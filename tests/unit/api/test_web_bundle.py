"""The page's modules as one script: the same code, in the order of imports, and no form of import misread."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from app.api.pages import WEB
from app.api.web_bundle import BundleError, bundle, newest_change
from app.api.web_plan import FILMS_MODULE, generated_modules
from app.core.settings import load_settings
from tests.stages import REGISTRY

PAGE = """<html lang="en"><head><link rel="icon" href="/static/favicon.svg" />
    <link rel="stylesheet" href="/static/css/a.css" />
    <link rel="stylesheet" href="/static/css/b.css" />
    <script src="/static/theme.js"></script>
    <script type="importmap">{"imports": {"lib": "/static/vendor/lib.js", "web/": "/static/"}}</script>
    <script type="module" src="/static/main.js"></script></head></html>"""
FILES = {
    "index.html": PAGE,
    "css/a.css": "a {}",
    "css/b.css": "b {}",
    "theme.js": "globalThis.theme = 1;",
    "main.js": 'import lib, { one as uno } from "lib";\nimport { Two, three } from "web/model/two.js";\n'
    'import "web/effect.js";\nglobalThis.said = [lib(1), uno, new Two().x, three, globalThis.effect].join();\n',
    "effect.js": 'import { three } from "web/model/two.js";\nglobalThis.effect = "import " + three;\n',
    "model/two.js": '/** import { no } from "nothing" */\nexport class Two {\n  x = "export { }";\n}\n'
    'export const three = 3;\nexport async function four() {}\nexport { five } from "lib";\n',
    "vendor/lib.js": "var o=1;function n(){return 5}export default function(t){return t+o}export{o as one,n as five};",
}


def web_of(folder: Path, **changes: str) -> Path:
    for name, text in (FILES | {key.replace("__", "/") + ".js": value for key, value in changes.items()}).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_the_bundle_runs_as_the_modules_would(tmp_path: Path) -> None:
    """Default, renamed, bare and passed-on imports; each module once, after what it imports."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node here")
    script = tmp_path / "bundle.mjs"
    script.write_bytes(bundle(web_of(tmp_path / "web")).script + b"console.log(said);")
    done = subprocess.run([node, script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "2,1,export { },3,import 3"


def test_the_page_names_two_files_by_their_content(tmp_path: Path) -> None:
    """One stylesheet, one script, the theme before the first paint; another content has another name."""
    web = web_of(tmp_path)
    made = bundle(web)
    assert f'href="/static/bundle/{made.digest}.css"' in made.page
    assert f'src="/static/bundle/{made.digest}.js"' in made.page
    assert "<script>globalThis.theme = 1;</script>" in made.page
    assert "css/a.css" not in made.page
    assert made.style == b"a {}\nb {}"
    before = newest_change(web)
    (web / "css" / "b.css").write_text("b { color: red }")
    assert newest_change(web) >= before
    assert bundle(web).digest != made.digest


def test_the_source_map_leads_back_to_each_line(tmp_path: Path) -> None:
    """A section for each module, which begins where its code does."""
    made = bundle(web_of(tmp_path))
    lines = made.script.decode().split("\n")
    sections = {part["map"]["sources"][0]: part for part in json.loads(made.source_map)["sections"]}
    assert sections.keys() == {"../main.js", "../effect.js", "../model/two.js", "../vendor/lib.js"}
    first = sections["../model/two.js"]["offset"]["line"]
    assert lines[first + 1] == "class Two {"
    assert sections["../model/two.js"]["map"]["mappings"].startswith("AAAA;AACA;AACA")


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ('import * as all from "web/model/two.js";', "does not know"),
        ("export let changes = 1;", "does not know"),
        ("export default class {}", None),
        ('import { a } from "elsewhere";', "not in the import map"),
        ('import { a } from "web/main.js";', "go round: main.js → effect.js → main.js"),
    ],
)
def test_what_it_does_not_know_is_an_error(tmp_path: Path, code: str, why: str | None) -> None:
    """Rather than a page that half works."""
    web = web_of(tmp_path, effect=code)
    if why is None:
        bundle(web)
        return
    with pytest.raises(BundleError, match=why):
        bundle(web)


def test_the_dashboard_itself_is_bundled() -> None:
    """Every module that the page needs, and nothing of the forms that are not known."""
    made = bundle(WEB, generated_modules(load_settings(), REGISTRY))
    assert len(json.loads(made.source_map)["sections"]) > 100
    assert "/static/css/" not in made.page


def test_the_page_offers_the_models_that_are_set() -> None:
    """With their prices, in place of those built in."""
    module = generated_modules(load_settings(openai_models="sora-9 = 0.25"), REGISTRY)[FILMS_MODULE]
    assert ("sora-9" in module, "0.25" in module, "sora-2" in module) == (True, True, False)
