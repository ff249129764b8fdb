"""The API of whisper-asr-webservice, as Bazarr and other programs call it, answered by jobs of this server."""

from app.api.asr import detection, recognition

ROUTERS = (recognition.router, detection.router)
