"""OpenAI's speech API: what its clients send, answered by jobs of this server."""

from app.api.openai import models, speech

ROUTERS = (models.router, speech.router)
