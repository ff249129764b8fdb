"""Pages: the dashboard at `/`, its files under `/static`, the API's description at `/docs` and `/redoc`; offline."""

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app.core.settings import Settings

WEB = Path(__file__).parents[1] / "web"
_INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
#: `vendor/preact-10.29.8/…` never changes; everything else is asked for again each time (and mostly answered 304).
_VERSIONED = re.compile(r"vendor/[^/]+-\d+\.\d+[^/]*/")

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


class WebFiles(StaticFiles):
    """The dashboard's files, with ETags; a browser asks each time whether they are still the same."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        forever = _VERSIONED.match(path) is not None
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if forever else "no-cache"
        return response


def add_pages(app: FastAPI, settings: Settings) -> None:
    """Serve the dashboard and the descriptions of the API."""
    app.mount("/static", WebFiles(directory=WEB), name="static")
    title = settings.app_name.replace("&", "&amp;").replace("<", "&lt;")

    @app.get("/", include_in_schema=False)
    async def dashboard() -> Response:
        return page((WEB / "index.html").read_text(encoding="utf-8"))

    @app.get("/docs", include_in_schema=False)
    async def swagger() -> Response:
        return page(SWAGGER.format(title=title), style="'self' 'unsafe-inline'")

    @app.get("/redoc", include_in_schema=False)
    async def redoc() -> Response:
        return page(REDOC.format(title=title), style="'self' 'unsafe-inline'")

    @app.get("/openapi.json", include_in_schema=False)
    async def description(_: Request) -> Any:
        return app.openapi()


def page(html: str, *, style: str = "'self'") -> Response:
    """A page that may run its own scripts and nothing else; inline ones are named by their hash."""
    hashes = " ".join(f"'sha256-{_digest(script)}'" for script in _INLINE.findall(html))
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
    return HTMLResponse(html, headers={"Content-Security-Policy": policy, "Cache-Control": "no-cache"})


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
