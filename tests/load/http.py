"""As little HTTP/1.1 as a stub needs, on asyncio's streams: a whole server would cost more than what it is to measure."""

import asyncio
from collections.abc import Awaitable, Callable

Handle = Callable[[str, bytes], Awaitable[bytes]]  # path and body of a request to the JSON that answers it

_OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"


def length_in(head: bytes) -> int:
    """The length of the body that is to follow these header lines."""
    _, _, rest = head.lower().partition(b"\r\ncontent-length:")
    return int(rest.partition(b"\r\n")[0] or 0)


async def serve(handle: Handle) -> asyncio.Server:
    """Answer requests at a free port of the loopback."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                body = await reader.readexactly(length_in(head))
                answer = await handle(head.split(b" ", 2)[1].decode(), body)
                writer.write(_OK % (len(answer), answer))
        except (asyncio.IncompleteReadError, OSError, asyncio.CancelledError):  # the other side went away, or all is over
            pass
        finally:
            writer.close()

    return await asyncio.start_server(connected, "127.0.0.1", 0, backlog=512)


class Poster:
    """One connection to a webhook."""

    def __init__(self, port: int, path: str, secret: str) -> None:
        self._port = port
        self._head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        self._head += f"X-Telegram-Bot-Api-Secret-Token: {secret}\r\nContent-Length: "
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, body: bytes) -> int:
        """The status that answers this body; 0 where nobody does."""
        try:
            if self._streams is None:
                self._streams = await asyncio.open_connection("127.0.0.1", self._port)
            reader, writer = self._streams
            writer.write(f"{self._head}{len(body)}\r\n\r\n".encode() + body)
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(length_in(head))
        except (asyncio.IncompleteReadError, OSError):
            self.close()
            return 0
        if b"\r\nconnection: close\r\n" in head.lower():
            self.close()
        return int(head.split(b" ", 2)[1])

    def close(self) -> None:
        """Hang up; the next post dials again."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None
