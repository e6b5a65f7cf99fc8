FROM python:3.13-slim AS build
WORKDIR /app
COPY requirements.lock .
RUN python3 -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock

FROM python:3.13-slim
RUN useradd --create-home --uid 10001 cairn && mkdir /data && chown cairn /data
COPY --from=build /venv /venv
COPY --chown=root:root bot /app/bot
COPY --chown=root:root roadmap /app/roadmap
COPY --chown=root:root migrations /app/migrations
COPY --chown=root:root pyproject.toml LICENSE /app/
RUN /venv/bin/python3 -m compileall -q /app
ENV PATH=/venv/bin:$PATH PYTHONPATH=/app PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DATABASE_URL=sqlite:////data/cairn.db HTTP_HOST=0.0.0.0 HTTP_PORT=8080
USER cairn
VOLUME /data
WORKDIR /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python3", "-c", "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.environ['HTTP_PORT']}/health\", timeout=4)"]
ENTRYPOINT ["python3", "-m", "bot"]
