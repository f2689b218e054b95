"""Numbers for an operator."""

from fastapi import APIRouter, Request, Response

from app.metrics import MEDIA_TYPE, Metrics

router = APIRouter()


@router.get("/metrics", include_in_schema=False)
async def get_metrics(request: Request) -> Response:
    """Of the worker that answers, since it started. Not in the document: it is for operators, and a
    generated Python client breaks on plain text."""
    metrics: Metrics = request.app.state.metrics
    return Response(metrics.text(), headers={"Cache-Control": "no-store"}, media_type=MEDIA_TYPE)
