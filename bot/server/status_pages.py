"""The pages for whoever watches the bot: /healthz, /readyz, /metrics."""

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.metrics import CONTENT_TYPE, Metrics
from bot.server.health import Health


def status_routes(health: Health, metrics: Metrics) -> list[Route]:
    """The three pages."""

    async def alive(_request: Request) -> Response:
        return PlainTextResponse("alive\n")

    async def ready(_request: Request) -> Response:
        return JSONResponse(health.report(), 200 if health.ready else 503)

    async def counts(_request: Request) -> Response:
        return Response(metrics.page(), media_type=CONTENT_TYPE)

    return [Route("/healthz", alive), Route("/readyz", ready), Route("/metrics", counts)]
