"""Hooks of media servers: films that they report get subtitles."""

from app.api.hooks import reports

ROUTERS = (reports.router,)
