"""Keeps other websites out: a page elsewhere must not be able to talk to the playground through somebody's browser."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = "127.0.0.1"
HOSTS = frozenset({LOOPBACK, "localhost"})

# The page needs its own files and nothing else; the Bot API's answers are never shown in a browser.
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'none'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}


class Guard:
    """ASGI middleware: refuses names that are not this machine's and origins that are not this page's; sets headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, or refuse it."""
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)
        if reason := _refused(headers, scope["server"][1]):
            await PlainTextResponse(f"{reason}\n", 403)(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        await self._app(scope, receive, with_headers)


def _refused(headers: Headers, port: int | None) -> str:
    """Why a request is refused; empty if it is not."""
    names = {f"{host}:{port}" for host in HOSTS} | (HOSTS if port == 80 else set())
    hosts = headers.getlist("host")
    if len(hosts) != 1 or hosts[0].lower() not in names:
        # A name of somebody else's that leads here (DNS rebinding) would make his page ours.
        return "The playground answers to 127.0.0.1 and localhost only."
    origin = headers.get("origin")
    if origin is not None and origin.lower() not in {f"http://{name}" for name in names}:
        return "The playground takes nothing from other pages."
    if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        return "The playground takes nothing from other pages."
    return ""
