"""Nobody else's page can use the playground, and its own page asks nobody else."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from starlette.applications import Starlette

from bot.playground.bot_api.service import BotApi
from bot.playground.notebook import Notebook
from bot.playground.pages import PAGE, Pages
from bot.playground.simulation import Simulation
from tests.playground.conftest import CONTENT

TOKEN = f"4242:{'A' * 35}"
URL = "http://127.0.0.1:8000"


@pytest_asyncio.fixture
async def http(simulation: Simulation) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the pages."""
    routes = Pages(simulation, Notebook(), CONTENT).routes(BotApi(simulation.world, TOKEN))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(Starlette(routes=routes)), base_url=URL) as client:
        yield client


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "LOCALHOST:8000"])
async def test_this_machine(http: httpx.AsyncClient, host: str) -> None:
    """The page is given to those who ask this machine by its own names."""
    assert (await http.get("/", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize(
    "host", ["example.org", "example.org:8000", "127.0.0.1:9", "127.0.0.1", "localhost.example.org:8000", ""]
)
@pytest.mark.parametrize("path", ["/", "/api/scene", "/page/main.js", f"/bot{TOKEN}/getMe"])
async def test_other_names(http: httpx.AsyncClient, host: str, path: str) -> None:
    """Whoever comes by another name is refused, wherever he goes: that is how other pages get in by DNS."""
    assert (await http.get(path, headers={"Host": host})).status_code == 403


@pytest.mark.parametrize("headers", [{"Origin": "https://example.org"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}])
async def test_other_pages(http: httpx.AsyncClient, simulation: Simulation, headers: dict[str, str]) -> None:
    """What another page's scripts or forms send is refused."""
    said = {"chat": "private", "role": "Asker", "text": "hello"}
    assert (await http.post("/api/say", json=said, headers=headers)).status_code == 403
    assert not simulation.scene()["messages"]["private"]


async def test_no_plain_forms(http: httpx.AsyncClient) -> None:
    """Only JSON is taken, which a form can't send; and no answer allows another page to read it."""
    answer = await http.post("/api/say", content='{"chat": "private"}', headers={"Content-Type": "text/plain"})
    assert answer.status_code == 415
    assert not [name for name in answer.headers if name.startswith("access-control")]


async def test_headers(http: httpx.AsyncClient) -> None:
    """The browser is told to load nothing from elsewhere, to run no script in the page's text, and to frame it nowhere."""
    headers = (await http.get("/")).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", sorted(PAGE.iterdir()), ids=lambda path: path.name)
def test_page_is_of_this_machine(path: object) -> None:
    """No file of the page names an address elsewhere, holds a script or style in its markup, or sets text as markup."""
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    elsewhere = [each for each in re.findall(r"https?://[^\s\"'`)/?\\]+", text) if each != "http://www.w3.org"]
    assert elsewhere == []
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|\sstyle=|<style|\son\w+=\"", text)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ("[]", 400),
        ('{"chat": 1}', 400),
        ('{"chat": "private", "role": "Asker", "text": "x", "reply_to": -1}', 400),
        ('{"chat": "private", "role": "Asker", "text": "x", "reply_to": true}', 400),
        ('{"chat": "nowhere", "role": "Asker", "text": "x"}', 409),
        ('{"chat": "private", "role": "Nobody", "text": "x"}', 409),
        ('{"chat": "private", "role": "Asker", "text": " "}', 409),
        ('{"chat": "private", "role": "Asker", "text": "x", "reply_to": 99}', 409),
        (f'{{"text": "{"x" * 70_000}"}}', 409),
        ('{"chat": "private", "role": "Asker", "text": "\\ud800 x"}', 200),
    ],
)
async def test_odd_requests(http: httpx.AsyncClient, body: str, status: int) -> None:
    """Whatever is sent, there is an answer that says what is wrong."""
    answer = await http.post("/api/say", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == status
    assert status == 200 or answer.json()["problem"]


async def test_nothing_there(http: httpx.AsyncClient) -> None:
    """An action, a message or a token that is not there is not found."""
    assert (await http.post("/api/fly", json={})).status_code == 404
    assert (await http.get("/api/why/private/9")).status_code == 404
    assert (await http.get("/bot1:x/getMe")).status_code == 404
    assert (await http.get(f"/bot{TOKEN}/getMe")).json()["result"]["username"] == "playground_bot"
