"""Bundles the dashboard's modules and its stylesheets to one file each, when the page is requested.

There is no build step: after a module is edited, a reload rebuilds the bundle, because a file is newer. Each module
becomes a function that is called once, in the order of imports, and returns its exports; a source map
leads from the bundle back to the files. `/?modules` serves the page with separate modules.

Only the forms of import and export that the modules use are supported: named, default and bare imports from a name in
the import map; exported declarations, export lists, re-exports, a default export. Others raise BundleError.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_IMPORT: Final = re.compile(
    r"(?m)(?:^|(?<=[;}]))import\s*(?:(?P<default>[A-Za-z_$][\w$]*)?\s*,?\s*(?:\{(?P<names>[^}]*)\})?\s*from\s*)?"
    r'"(?P<source>[^"]+)";?'
)
_REEXPORT: Final = re.compile(r'(?m)(?:^|(?<=[;}]))export\s*\{(?P<names>[^}]*)\}\s*from\s*"(?P<source>[^"]+)";?')
_EXPORT_LIST: Final = re.compile(r"(?m)(?:^|(?<=[;}]))export\s*\{(?P<names>[^}]*)\};?")
_EXPORT_DECLARED: Final = re.compile(
    r"(?m)^export\s+(?=(?:(?:async\s+)?function\s*\*?|class|const)\s+(?P<name>[A-Za-z_$][\w$]*))"
)
_EXPORT_DEFAULT: Final = re.compile(r"(?m)(?:^|(?<=[;}]))export default ")
_LEFT_OVER: Final = re.compile(r"(?m)^(?:import|export)\b")
_IMPORT_MAP: Final = re.compile(r'<script type="importmap">(.*?)</script>', re.DOTALL)
_STYLESHEETS: Final = re.compile(r'\s*<link rel="stylesheet" href="/static/([^"]+)" />')
_ENTRY: Final = re.compile(r'<script type="module" src="/static/([^"]+)"></script>')
#: A classic script, which runs before the first paint: it goes into the page.
_SCRIPT: Final = re.compile(r'<script src="/static/([^"]+)"></script>')
_STATIC: Final = "/static/"
#: Where its modules are.
FOLDERS: Final = ("model", "net", "format", "parts", "views")
#: The dashboard; the names of other pages are part of the names of their bundles.
INDEX: Final = "index.html"


class BundleError(ValueError):
    """A module uses an unsupported form of import or export, or imports are circular."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """The page's code and styles. `digest` changes with any of them; it is part of the files' names."""

    digest: str
    script: bytes
    source_map: bytes
    style: bytes
    page: str

    def file(self, name: str) -> bytes | None:
        """The file of that name, with this digest or another version's; None if there is none."""
        suffix = name.partition(".")[2]
        return {"js": self.script, "js.map": self.source_map, "css": self.style}.get(suffix)


@dataclass(slots=True)
class _Module:
    """One module. `needs` are its imports, in order; `body` is its code as a function's, line by line the same."""

    name: str
    body: str
    needs: list[str] = field(default_factory=list)


def bundle(web: Path, written: Mapping[str, str] | None = None, name: str = INDEX) -> Bundle:
    """Bundle the page `name` in the folder `web`, with generated modules (`written`).

    Raises BundleError, or OSError for a missing file.
    """
    page = (web / name).read_text(encoding="utf-8")
    names = _imports_of(page)
    entry = _ENTRY.search(page)
    if entry is None:
        raise BundleError(f"{name} starts no module")
    modules = _ordered(web, names, entry[1], written or {})
    style = "\n".join((web / css).read_text(encoding="utf-8") for css in _STYLESHEETS.findall(page)).encode()
    script, sections = _joined(modules)
    label = "" if name == INDEX else f"{name.partition('.')[0]}-"
    digest = label + hashlib.sha256(script + style).hexdigest()[:16]
    stem = f"{_STATIC}bundle/{digest}"
    script += f"//# sourceMappingURL={digest}.js.map\n".encode()
    shown = _SCRIPT.sub(lambda match: f"<script>{(web / match[1]).read_text(encoding='utf-8')}</script>", page)
    shown = _STYLESHEETS.sub("", shown).replace(
        entry[0], f'<link rel="stylesheet" href="{stem}.css" />\n    <script type="module" src="{stem}.js"></script>'
    )
    return Bundle(digest, script, json.dumps({"version": 3, "sections": sections}).encode(), style, shown)


def newest_change(web: Path) -> int:
    """The time of the last change of a file of the page, nanoseconds; some hundred `stat`s, a millisecond or two."""
    return max(path.stat().st_mtime_ns for path in _sources(web))


def _sources(web: Path) -> Iterator[Path]:
    for pattern in ("*.html", "*.js", "css/*.css", *(f"{folder}/**/*.js" for folder in FOLDERS)):
        yield from web.glob(pattern)


def _imports_of(page: str) -> dict[str, str]:
    found = _IMPORT_MAP.search(page)
    names: dict[str, str] = json.loads(found[1])["imports"] if found else {}
    return {name: address.removeprefix(_STATIC) for name, address in names.items()}


def _ordered(web: Path, names: dict[str, str], entry: str, written: Mapping[str, str]) -> list[_Module]:
    """Every module that the entry needs, each after its imports."""
    done: dict[str, _Module] = {}
    path: list[str] = []

    def visit(name: str) -> None:
        if name in done:
            return
        if name in path:
            raise BundleError(f"imports go round: {' → '.join([*path[path.index(name) :], name])}")
        path.append(name)
        code = written[name] if name in written else (web / name).read_text(encoding="utf-8")
        module = _module(name, code, names)
        for need in module.needs:
            visit(need)
        path.pop()
        done[name] = module

    visit(entry)
    return list(done.values())


def _module(name: str, code: str, names: dict[str, str]) -> _Module:
    """Convert a module to the body of a function."""
    module = _Module(name, "")
    exports: dict[str, str] = {}

    def need(source: str) -> str:
        folder, _, rest = source.partition("/")
        known = names.get(source) or (f"{names[f'{folder}/']}{rest}" if f"{folder}/" in names else None)
        if known is None:
            raise BundleError(f"{name} imports {source!r}, which is not in the import map")
        module.needs.append(known)
        return _variable(known)

    def imported(match: re.Match[str]) -> str:
        variable = need(match["source"])
        pairs = _pairs(match["names"] or "")
        if match["default"]:
            pairs.append(("default", match["default"]))
        picked = ", ".join(f"{theirs}: {ours}" for theirs, ours in pairs)
        return f"const {{{picked}}} = {variable};" if picked else ""

    def passed_on(match: re.Match[str]) -> str:
        variable = need(match["source"])
        exports.update({ours: f"{variable}.{theirs}" for theirs, ours in _pairs(match["names"])})
        return ""

    def listed(match: re.Match[str]) -> str:
        exports.update({outside: inside for inside, outside in _pairs(match["names"])})
        return ""

    def declared(match: re.Match[str]) -> str:
        exports[match["name"]] = match["name"]
        return ""

    def default(_: re.Match[str]) -> str:
        exports["default"] = "$default"
        return "const $default = "

    for pattern, replace in (
        (_IMPORT, imported),
        (_REEXPORT, passed_on),
        (_EXPORT_LIST, listed),
        (_EXPORT_DECLARED, declared),
        (_EXPORT_DEFAULT, default),
    ):
        code = pattern.sub(replace, code)
    left = _LEFT_OVER.search(code)
    if left is not None:
        line = code[left.start() :].partition("\n")[0]
        raise BundleError(f"{name} has an import or export that the bundle does not know: {line}")
    exported = ", ".join(
        outside if outside == inside else f"{outside}: {inside}" for outside, inside in exports.items()
    )
    module.body = f"{code.rstrip()}\nreturn {{{exported}}};"
    return module


def _pairs(names: str) -> list[tuple[str, str]]:
    """Parse names: `a, b as c` → (a, a), (b, c)."""
    rows = (row.split(" as ") for row in re.sub(r"\s+", " ", names).split(",") if row.strip())
    return [(row[0].strip(), row[-1].strip()) for row in rows]


def _variable(name: str) -> str:
    return "$" + re.sub(r"\W", "_", name.removesuffix(".js"))


def _joined(modules: list[_Module]) -> tuple[bytes, list[dict[str, object]]]:
    """Join the code of all modules, with the sections of its source map: line by line, each from its first line."""
    lines: list[str] = []
    sections: list[dict[str, object]] = []
    for module in modules:
        lines.append(f"const {_variable(module.name)} = (() => {{")
        body = module.body.split("\n")
        mappings = ";".join(["AAAA", *["AACA"] * (len(body) - 2)])
        inner = {"version": 3, "sources": [f"../{module.name}"], "names": [], "mappings": mappings}
        sections.append({"offset": {"line": len(lines), "column": 0}, "map": inner})
        lines += [*body, "})();"]
    return ("\n".join(lines) + "\n").encode(), sections
