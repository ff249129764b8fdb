# syntax=docker/dockerfile:1
# Two stages: the first installs the pinned packages into /venv, the second carries only what runs.
FROM python:3.11-slim AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /venv
ARG REQUIREMENTS=requirements.txt
COPY requirements*.txt ./
RUN /venv/bin/pip install -r ${REQUIREMENTS}

FROM python:3.11-slim
RUN useradd --create-home --uid 10001 video && mkdir /data /models && chown video:video /data /models
COPY --from=packages /venv /venv
WORKDIR /srv
COPY LICENSE NOTICE main.py ./
COPY app app
COPY models models
USER video
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    ENVIRONMENT=production \
    HOST=0.0.0.0 \
    PORT=8000 \
    DATA_DIR=/data \
    MODELS_DIR=/models \
    DATABASE_URL=sqlite:////data/video_processing.db
VOLUME ["/data", "/models"]
EXPOSE 8000
# SHUTDOWN_GRACE is 20 s: give the container longer than that (docker run --stop-timeout 30).
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/health', timeout=4)"]
CMD ["python", "main.py"]
