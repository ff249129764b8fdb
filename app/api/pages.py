"""Serves pages offline: the dashboard at `/`, its files under `/static`, the API's description (`/docs`, `/redoc`)."""

import asyncio
import base64
import hashlib
import html
import re
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from app.api.description import LOCKED
from app.api.policy import Access, declares
from app.api.web_files import WebFiles
from app.api.web_plan import generated_modules
from app.core.settings import Settings
from app.stages.registry import Registry

WEB = Path(__file__).parents[1] / "web"
_INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)

#: A URL on this server in pages.
_OWN_ADDRESS = re.compile(r'((?:href|src)="|": "|url: "|Redoc\.init\(")/((?:static|docs|openapi\.json)\b)')

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


def add_pages(app: FastAPI, settings: Settings, stages: Registry) -> None:
    """Serve the dashboard and the descriptions of the API."""
    shown_anywhere = declares(access=Access.PUBLIC)
    files = shown_anywhere(WebFiles(WEB, generated_modules(settings, stages)))
    app.mount("/static", files, name="static")
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
        return page(SWAGGER.format(title=title), settings.root_path, style="'self' 'unsafe-inline'")

    @app.get("/redoc", include_in_schema=False)
    @shown_anywhere
    async def redoc() -> Response:
        return page(REDOC.format(title=title), settings.root_path, style="'self' 'unsafe-inline'")

    @app.get("/openapi.json", include_in_schema=False)
    @shown_anywhere
    async def description(request: Request) -> Any:
        return app.openapi() | (LOCKED if settings.needs_key or request.state.key_ring.locked else {})


def page(text: str, root_path: str = "", *, style: str = "'self'") -> Response:
    """A page that may only run its own scripts; inline ones are allowed by their hash.

    Below a proxy's prefix its URLs have the prefix, and an attribute of its root element passes it to scripts.
    """
    if root_path:
        text = _OWN_ADDRESS.sub(rf"\1{root_path}/\2", text).replace("<html ", f'<html data-root="{root_path}" ', 1)
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in _INLINE.findall(text))
    policy = "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {hashes}".rstrip(),
            f"style-src {style}",
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            "worker-src 'self' blob:",
            "connect-src 'self' ws: wss:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )
    return HTMLResponse(text, headers={"Content-Security-Policy": policy, "Cache-Control": "no-cache"})


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
