"""Numbers for an operator."""

from fastapi import APIRouter, Request, Response

from app import errors
from app.metrics import MEDIA_TYPE, Metrics

router = APIRouter()


@router.get(
    "/metrics",
    summary="Get the numbers of this worker",
    response_class=Response,
    responses={
        **errors.declare(errors.UnknownParameter),
        200: {"content": {"text/plain": {"schema": {"type": "string"}}}},
    },
    tags=["health"],
)
async def get_metrics(request: Request) -> Response:
    """For Prometheus: of the worker that answers, since it started. Nothing of what anybody
    sent."""
    metrics: Metrics = request.app.state.metrics
    return Response(metrics.text(), headers={"Cache-Control": "no-store"}, media_type=MEDIA_TYPE)
