"""Who asks too much gets one polite line, and then silence until the bucket is full again."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.reply import ReplyKind
from bot.content.model import Content
from bot.metrics import Metrics
from bot.settings import Settings
from bot.telegram_bot import limits as limits_module
from bot.telegram_bot import pacing
from bot.telegram_bot.limits import GROUP_PER_MINUTE, Limits, Verdict
from bot.telegram_bot.service import Service
from tests.telegram_bot.conftest import TOKEN, ScriptedEngine, signed_in
from tests.telegram_bot.fake_telegram import ANN, BOT, GROUP, PRIVATE, Json, Refusal, Telegram, written

PERSON, CHAT, A_GROUP = 7, 7, -1007
WELCOME, TOO_MANY, SILENCE = Verdict.WELCOME, Verdict.TOO_MANY, Verdict.SILENCE


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock that stands."""
    return Clock()


def admitted(limits: Limits, times: int, person: int = PERSON, chat: int = CHAT) -> list[Verdict]:
    """What so many messages at once meet with."""
    return [limits.admit(person, chat) for _ in range(times)]


def test_burst(clock: Clock) -> None:
    """As many as a minute may hold are welcome at once; of the rest the first is told, the others meet silence."""
    assert admitted(Limits(20, 60, clock), 23) == [WELCOME] * 20 + [TOO_MANY, SILENCE, SILENCE]


def test_refill(clock: Clock) -> None:
    """What was taken comes back in time; a refusal is told again only once the bucket was full."""
    limits = Limits(20, 60, clock)
    admitted(limits, 21)
    clock.now += 3
    assert admitted(limits, 2) == [WELCOME, SILENCE]
    clock.now += 60
    assert admitted(limits, 22) == [WELCOME] * 20 + [TOO_MANY, SILENCE]


def test_smallest_burst(clock: Clock) -> None:
    """However few a minute are allowed, five may come at once."""
    assert admitted(Limits(1, 1, clock), 7) == [WELCOME] * 5 + [TOO_MANY, SILENCE]


def test_people_and_chats(clock: Clock) -> None:
    """A person's messages count over all chats, a chat's over all people, and others are not concerned."""
    limits = Limits(20, 30, clock)
    assert admitted(limits, 10) + admitted(limits, 11, chat=A_GROUP) == [WELCOME] * 20 + [TOO_MANY]
    assert admitted(limits, 8, person=8, chat=A_GROUP) == [WELCOME] * 8
    assert admitted(limits, 1, person=9, chat=A_GROUP) == [TOO_MANY]
    assert admitted(limits, 1, person=9, chat=9) == [WELCOME]


def test_refused_by_the_chat(clock: Clock) -> None:
    """What the chat refuses is not taken from the person."""
    limits = Limits(20, 20, clock)
    admitted(limits, 18, person=8, chat=A_GROUP)
    assert admitted(limits, 30, chat=A_GROUP) == [TOO_MANY] + [SILENCE] * 29
    assert admitted(limits, 20) == [WELCOME] * 20


def test_group(clock: Clock) -> None:
    """A group is answered no faster than Telegram lets the bot write there, whatever the settings allow."""
    limits = Limits(1000, 1000, clock)
    assert admitted(limits, 19, chat=A_GROUP)[-2:] == [WELCOME, TOO_MANY]
    clock.now += 60
    assert admitted(limits, 19, chat=A_GROUP)[-2:] == [WELCOME, TOO_MANY]


@given(st.lists(st.tuples(st.floats(0, 40), st.integers(1, 3)), max_size=200))
def test_rate_in_a_group(steps: list[tuple[float, int]]) -> None:
    """In no minute a group is answered more than Telegram's bucket would hold, notices included: no answer has to wait."""
    clock = Clock()
    limits = Limits(1000, 1000, clock)
    level, at = 0.0, clock.now  # of Telegram's leaky bucket: 20 messages, leaking 20 a minute
    for seconds, person in steps:
        clock.now += seconds / 10
        if limits.admit(person, A_GROUP) is not SILENCE:
            level, at = max(0.0, level - (clock.now - at) * 20 / 60) + 1, clock.now
        assert level <= 20


def test_given_back(clock: Clock) -> None:
    """What could not be answered and comes again was not too much; no bucket holds more than it can."""
    limits = Limits(20, 20, clock)
    admitted(limits, 20)
    limits.give_back(PERSON, CHAT)
    assert admitted(limits, 2) == [WELCOME, TOO_MANY]
    clock.now += 600
    limits.give_back(PERSON, CHAT)
    assert admitted(limits, 21)[-1] is TOO_MANY


def test_bounded_memory(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many people write, no more than so many buckets are kept."""
    monkeypatch.setattr(limits_module, "MOST", 10)
    limits = Limits(20, 60, clock)
    for person in range(1, 100):
        limits.admit(person, person)
        limits.admit_inline(person)
    assert [len(limits._people), len(limits._chats), len(limits._inline)] == [10, 10, 10]


def test_inline(clock: Clock) -> None:
    """Inline queries have a wider bucket of their own, as several are sent while one question is typed."""
    limits = Limits(20, 60, clock)
    assert [limits.admit_inline(PERSON) for _ in range(61)] == [True] * 60 + [False]
    assert admitted(limits, 1) == [WELCOME]


# -- in chats ----------------------------------------------------------------------


@pytest_asyncio.fixture
async def strict(engine: ScriptedEngine, metrics: Metrics) -> AsyncIterator[Telegram]:
    """A bot that takes five messages at once of a person."""
    settings = Settings.from_environment({"TELEGRAM_BOT_TOKEN": TOKEN, "BOT_PERSON_PER_MINUTE": "1"})
    async with signed_in(settings, engine, None, metrics) as telegram:
        yield telegram


@pytest.mark.parametrize("chat", [PRIVATE, GROUP])
@pytest.mark.parametrize("said", ["/ask when?", "/help"])
async def test_one_polite_line(
    strict: Telegram, engine: ScriptedEngine, metrics: Metrics, content: Content, chat: Json, said: str
) -> None:
    """Questions and commands beyond the limit get one line in all, in a group as a reply, and are not asked; they are counted."""
    asked = [await strict.message(chat, said) for _ in range(8)]
    assert len(strict.sent) == 6
    assert strict.sent[-1]["read"].startswith(content.wording.texts["slow-down"])
    assert ("reply_parameters" in strict.sent[-1]) is (chat is GROUP)
    assert chat is PRIVATE or strict.sent[-1]["reply_parameters"]["message_id"] == asked[5]["message_id"]
    assert len(engine.asked) == (5 if said == "/ask when?" else 0)
    assert b'bot_refused_total{reason="too many"} 3.0' in metrics.page()


async def test_danger_is_never_too_much(strict: Telegram) -> None:
    """Who asked too much already, and then is in danger, gets the urgent reply."""
    for _ in range(8):
        await strict.message(PRIVATE, "when?")
    await strict.message(PRIVATE, "and now chest pain")
    assert strict.sent[-1]["read"].startswith("Call 112 now.")


async def test_not_addressed(strict: Telegram) -> None:
    """What people say to each other in a group costs them nothing."""
    for _ in range(10):
        await strict.message(GROUP, "hello all")
        await strict.message(GROUP, "/ask@another_bot when?")
    await strict.message(GROUP, "/ask when?")
    [sent] = strict.sent
    assert sent["read"].startswith("Magnesium L-threonate: When to take it")


async def test_presses(strict: Telegram, content: Content) -> None:
    """Presses beyond the limit get one toast."""
    for _ in range(8):
        await strict.press("p:topics", written(PRIVATE, "a menu", **{"from": BOT}))
    assert strict.toasts == [""] * 5 + [content.wording.texts["toast-slow-down"]]
    assert len(strict.of("editMessageText")) == 5


async def test_inline_queries(strict: Telegram, engine: ScriptedEngine) -> None:
    """Inline queries beyond the limit get an empty answer, kept for this person only, and are not asked."""
    for _ in range(7):
        await strict.update(inline_query={"id": "9", "from": ANN, "query": "when?", "offset": ""})
    first, *_, last = strict.of("answerInlineQuery")
    assert first["results"]
    assert (last["results"], last["is_personal"], last["cache_time"]) == ([], True, 10)
    assert "button" not in last
    assert len(engine.asked) == 5


async def test_busy_group(settings: Settings, engine: ScriptedEngine, content: Content) -> None:
    """However many people ask in a group at once, none of them waits for Telegram's limit, nor do other chats."""
    people = [ANN | {"id": number} for number in range(100, 160)]
    async with signed_in(settings, engine) as telegram, asyncio.timeout(5):
        await asyncio.gather(*(telegram.message(GROUP, "/ask when?", **{"from": person}) for person in people))
        await telegram.message(PRIVATE, "when?")
        in_group = [sent["read"] for sent in telegram.sent if sent["chat_id"] == GROUP["id"]]
        answers = [read for read in in_group if read.startswith("Magnesium L-threonate: When to take it")]
        assert (len(in_group), len(answers)) == (GROUP_PER_MINUTE + 1, GROUP_PER_MINUTE)
        assert telegram.sent[-1]["chat_id"] == PRIVATE["id"]


async def test_outage(strict: Telegram, monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages and presses that come again because their answers were lost do not use up what a person may ask."""
    monkeypatch.setattr(pacing, "FIRST_PAUSE", 0)
    for _ in range(8):
        strict.transport.refusals["sendMessage"] = [Refusal(502, "Bad Gateway")] * 3
        await strict.message(PRIVATE, "when?")
        strict.transport.refusals["sendMessage"] = [Refusal(502, "Bad Gateway")] * 3
        await strict.press("t:magnesium-l-threonate__dosage_timing", written(PRIVATE, "a menu", **{"from": BOT}))
    assert len(strict.service.undelivered) == 16
    await strict.message(PRIVATE, "when?")
    assert len(strict.sent) == 16 * 3 + 1


async def test_polite_line_speaks_of_danger(engine: ScriptedEngine) -> None:
    """As a question that is turned away is not read, the line says whom to call in danger."""
    page = engine.page("slow-down")
    assert page.kind is ReplyKind.SMALLTALK
    assert "emergency number" in page.text


def test_settings_reach_the_limits(settings: Settings, engine: ScriptedEngine) -> None:
    """Both settings are heeded."""
    service = Service.of(replace(settings, person_per_minute=6.0, chat_per_minute=7.0), engine, None, None)
    assert admitted(service.limits, 7) == [WELCOME] * 6 + [TOO_MANY]
    assert [service.limits.admit(person, 5) for person in range(10, 18)] == [WELCOME] * 7 + [TOO_MANY]
