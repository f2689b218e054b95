# The API and its content. Migrations and publishing run from the same image, as jobs before it.
FROM python:3.11-slim AS packages
WORKDIR /srv/plumbline
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes --target /packages -r requirements.lock

FROM python:3.11-slim
ENV PYTHONPATH=/packages PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /srv/plumbline
COPY --from=packages /packages /packages
COPY pyproject.toml LICENSE ./
COPY app app
RUN python -m compileall -q app
COPY docs docs
COPY migrations migrations
COPY openapi openapi
COPY seed seed
RUN useradd --system --uid 10001 plumbline
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
ENTRYPOINT ["python", "-m", "app"]
CMD ["serve", "--host", "0.0.0.0"]
