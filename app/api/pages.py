"""Serves pages offline: the dashboard at `/`, its files under `/static`, the API's description (`/docs`, `/redoc`)."""

import asyncio
import html
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from app.api.description import LOCKED
from app.api.incoming import add_incoming
from app.api.page_policy import with_policy
from app.api.policy import Access, declares
from app.api.web_files import WebFiles
from app.api.web_manifest import MANIFEST, WORKER, manifest
from app.api.web_plan import generated_modules
from app.core.settings import Settings
from app.stages.registry import Registry

WEB = Path(__file__).parents[1] / "web"
#: What a page may load and connect to.
POLICY: Final = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "media-src": "'self' blob:",
    "worker-src": "'self' blob:",
    "connect-src": "'self' ws: wss:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
#: The libraries of the descriptions set styles themselves.
STYLED: Final = {**POLICY, "style-src": "'self' 'unsafe-inline'"}
#: The placeholder of APP_NAME in `index.html`.
NAME = "{APP_NAME}"
SWAGGER = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}: API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/static/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/static/vendor/swagger-ui/swagger-ui.css"></head>
<body><div id="api"></div><script src="/static/vendor/swagger-ui/swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({{url: "/openapi.json", dom_id: "#api", deepLinking: true, validatorUrl: null}});</script>
</body></html>"""
REDOC = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}: API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/static/favicon.svg" type="image/svg+xml"></head>
<body style="margin: 0"><div id="api"></div><script src="/static/vendor/redoc/redoc.standalone.js"></script>
<script>Redoc.init("/openapi.json", {{disableSearch: false}}, document.getElementById("api"));</script>
</body></html>"""


def web_files(settings: Settings, stages: Registry) -> WebFiles:
    """The files of the pages."""
    return WebFiles(WEB, generated_modules(settings, stages) | {MANIFEST: manifest(settings.app_name)})


def add_pages(app: FastAPI, settings: Settings, files: WebFiles) -> None:
    """Serve the dashboard and the descriptions of the API."""
    shown_anywhere = declares(access=Access.PUBLIC)
    app.mount("/static", shown_anywhere(files), name="static")
    add_incoming(app, WEB / WORKER.removeprefix("/"))
    title = html.escape(settings.app_name)

    @app.get("/", include_in_schema=False)
    @shown_anywhere
    async def dashboard(request: Request) -> Response:
        if "modules" in request.query_params:
            shown = await asyncio.to_thread((WEB / "index.html").read_text, encoding="utf-8")
        else:
            shown = (await files.bundle()).page
        return page(shown.replace(NAME, title), settings.root_path)

    @app.get("/docs", include_in_schema=False)
    @shown_anywhere
    async def swagger() -> Response:
        return page(SWAGGER.format(title=title), settings.root_path, policy=STYLED)

    @app.get("/redoc", include_in_schema=False)
    @shown_anywhere
    async def redoc() -> Response:
        return page(REDOC.format(title=title), settings.root_path, policy=STYLED)

    @app.get("/openapi.json", include_in_schema=False)
    @shown_anywhere
    async def description(request: Request) -> Any:
        return app.openapi() | (LOCKED if settings.needs_key or request.state.key_ring.locked else {})


def page(text: str, root_path: str = "", *, policy: Mapping[str, str] = POLICY) -> Response:
    """A page that may only run its own scripts."""
    shown, allowed = with_policy(text, policy, root_path)
    return HTMLResponse(shown, headers={"Content-Security-Policy": allowed, "Cache-Control": "no-cache"})
