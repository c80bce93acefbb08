"""What Telegram says when it does not do what a bot asked: a code, its own wording, sometimes parameters."""

from typing import Any

Json = dict[str, Any]


class Refusal(Exception):
    """An `ok: false` answer."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def json(self) -> Json:
        """The body that goes over the wire."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(reason: str, **parameters: int) -> Refusal:
    """400: something in the request is wrong."""
    return Refusal(400, f"Bad Request: {reason}", **parameters)


def forbidden(reason: str) -> Refusal:
    """403: the bot may not do this, whatever the request looks like."""
    return Refusal(403, f"Forbidden: {reason}")


def too_many_requests(seconds: int) -> Refusal:
    """429: flood control; the bot is to wait this many seconds."""
    return Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def not_found() -> Refusal:
    """404: no such method."""
    return Refusal(404, "Not Found")
