"""Votes, and questions that people send to the editors: only what they press is kept, and only theirs."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from bot.content.model import Content, TopicRef
from bot.settings import Settings
from bot.storage.secrets import Keys
from bot.storage.storage import Storage
from bot.telegram_bot import memory
from tests.bot_api.judges import judge_fields
from tests.telegram_bot.conftest import HASH_KEY, QUESTION_KEY, ScriptedEngine, signed_in
from tests.telegram_bot.fake_telegram import ANN, ANONYMOUS_ADMIN, BOT, GROUP, PRIVATE, Json, Telegram, buttons, written

TIMING = TopicRef("magnesium-l-threonate", "dosage/timing")
UP, DOWN = f"u:{TIMING.code}", f"d:{TIMING.code}"
BEA: Json = ANN | {"id": 8}
QUESTION = "can my zebra take it?"


@pytest.fixture
def texts(content: Content) -> Callable[[str], str]:
    """The bot's own lines by name."""
    return lambda name: content.wording.texts[name]


async def rows(storage: Storage, table: str) -> list[Any]:
    """All rows of a table."""
    return await storage._writer.run(lambda connection: list(connection.execute(text(f"select * from {table}"))))  # noqa: S608


async def questions(storage: Storage) -> list[str | None]:
    """The questions that were sent to the editors."""
    vault = Keys.of(HASH_KEY, (QUESTION_KEY,)).vault
    assert vault
    return [vault.open(row.token) for row in await rows(storage, "questions")]


async def asked_in(keeping: Telegram, chat: Json, question: str = QUESTION) -> Json:
    """The bot's reply to a question, as it is shown when a button under it is pressed."""
    asked = await keeping.message(chat, f"/ask {question}")
    return keeping.latest(chat, asked if chat is GROUP else None)


def shown_after(keeping: Telegram) -> list[str]:
    """The callback data of the buttons as they were changed last."""
    return list(buttons(keeping.of("editMessageReplyMarkup")[-1]).values())


# -- votes ------------------------------------------------------------------------


@pytest.mark.parametrize("chat", [PRIVATE, GROUP])
async def test_buttons_under_an_answer(keeping: Telegram, chat: Json) -> None:
    """Under an answer stand the two votes, below the related topics; nothing else on feedback."""
    await keeping.message(chat, "/ask when?")
    assert list(buttons(keeping.sent[0]).values())[-2:] == [UP, DOWN]
    assert "e:" not in buttons(keeping.sent[0]).values()


async def test_buttons_under_a_picked_topic(keeping: Telegram) -> None:
    """An answer that was picked by button can be voted on too."""
    await keeping.press(f"t:{TIMING.code}", written(PRIVATE, "a menu", **{"from": BOT}))
    assert {UP, DOWN} <= set(buttons(keeping.sent[0]).values())


@pytest.mark.parametrize("said", ["chest pain", "/help", QUESTION])
async def test_no_votes_on_other_replies(keeping: Telegram, said: str) -> None:
    """Urgent replies, pages, and replies that know no answer are not voted on."""
    await keeping.message(PRIVATE, said)
    assert not [data for data in buttons(keeping.sent[0]).values() if data[:2] in ("u:", "d:")]


async def test_no_votes_inline(keeping: Telegram) -> None:
    """Inline results carry no votes."""
    await keeping.update(inline_query={"id": "9", "from": ANN, "query": "when?", "offset": ""})
    [answer] = keeping.of("answerInlineQuery")
    assert not [data for result in answer["results"] for data in buttons(result).values() if data[:2] in ("u:", "d:", "e:")]


async def test_vote(keeping: Telegram, storage: Storage, texts: Callable[[str], str]) -> None:
    """A press is one vote and a toast; the same person's next press on the same answer changes it, and another's counts too."""
    answer = await asked_in(keeping, GROUP, "when?")
    await keeping.press(UP, answer)
    await keeping.press(DOWN, answer)
    await keeping.press(DOWN, answer, **{"from": BEA})
    assert keeping.toasts == [texts("toast-voted-up"), texts("toast-voted-down"), texts("toast-voted-down")]
    assert [(row.topic, bool(row.up)) for row in await rows(storage, "votes")] == [(TIMING.topic, False)] * 2
    assert len(keeping.sent) == 1


async def test_votes_on_two_answers(keeping: Telegram, storage: Storage) -> None:
    """Votes on two answers to the same topic are two votes."""
    for _ in range(2):
        await keeping.press(UP, await asked_in(keeping, PRIVATE, "when?"))
    assert len(await rows(storage, "votes")) == 2


@pytest.mark.parametrize("data", ["u:", "d:other__dosage_timing", "u:magnesium-l-threonate__dosage_gone"])
async def test_vote_on_a_topic_that_is_gone(keeping: Telegram, storage: Storage, data: str, texts: Callable[[str], str]) -> None:
    """A vote on a topic that the content does not have any more is not kept, and the person is told."""
    await keeping.press(data, await asked_in(keeping, PRIVATE, "when?"))
    assert keeping.toasts == [texts("gone")]
    assert await rows(storage, "votes") == []


@pytest.mark.parametrize(("data", "toast"), [(UP, "toast-voted-up"), (DOWN, "toast-voted-down"), ("e:", "toast-question-gone")])
async def test_message_out_of_reach(keeping: Telegram, data: str, toast: str, texts: Callable[[str], str]) -> None:
    """Under a message of which Telegram tells only the number a vote counts; a question has to be written again."""
    await keeping.press(data, {"message_id": 5, "date": 0, "chat": GROUP})
    assert keeping.toasts == [texts(toast)]
    assert not keeping.of("sendMessage", "editMessageReplyMarkup")


@pytest.mark.parametrize("data", [UP, "e:"])
async def test_without_storage(telegram: Telegram, data: str, texts: Callable[[str], str]) -> None:
    """Without storage there are no buttons on feedback, and those of earlier messages say that they are old."""
    await telegram.message(PRIVATE, "when?")
    await telegram.message(PRIVATE, QUESTION)
    assert not [each for sent in telegram.sent for each in buttons(sent).values() if each[:2] in ("u:", "d:", "e:")]
    await telegram.press(data, telegram.latest(PRIVATE))
    assert telegram.toasts == [texts("gone")]
    assert not len(telegram.service.questions)


@pytest.mark.parametrize(("keys", "votes"), [(Keys.of(None, (QUESTION_KEY,)), False), (Keys.of(HASH_KEY, ()), True)])
async def test_without_a_key(keeping: Telegram, votes: bool) -> None:
    """Without a hash key there are no votes and nothing for editors; without a question key there are votes only."""
    await keeping.message(PRIVATE, "when?")
    await keeping.message(PRIVATE, QUESTION)
    answer, unknown = keeping.sent
    assert (UP in buttons(answer).values()) is votes
    assert "e:" not in buttons(unknown).values()
    assert not len(keeping.service.questions)


# -- questions to the editors ------------------------------------------------------


@pytest.mark.parametrize("chat", [PRIVATE, GROUP])
async def test_send_to_the_editors(keeping: Telegram, storage: Storage, chat: Json, texts: Callable[[str], str]) -> None:
    """Nothing is kept until the button is pressed; then the words are, once, and the button goes."""
    reply = await asked_in(keeping, chat)
    assert buttons(keeping.sent[0])[texts("button-editors")] == "e:"
    assert await rows(storage, "questions") == []
    for _ in range(2):
        await keeping.press("e:", reply)
    assert await questions(storage) == [QUESTION]
    assert keeping.toasts == [texts("toast-sent")] * 2
    assert shown_after(keeping) == ["p:topics"]
    assert not len(keeping.service.questions)


async def test_words_stand_in_the_group(keeping: Telegram, storage: Storage) -> None:
    """In a group the words are read from the message that was replied to, also after a restart or beyond 15 minutes."""
    reply = await asked_in(keeping, GROUP)
    keeping.service.questions.forget(lambda *_: True)
    await keeping.press("e:", reply)
    assert await questions(storage) == [QUESTION]


async def test_only_the_asker(keeping: Telegram, storage: Storage, texts: Callable[[str], str]) -> None:
    """In a group only the person who asked can send the question."""
    reply = await asked_in(keeping, GROUP)
    await keeping.press("e:", reply, **{"from": BEA})
    keeping.service.questions.forget(lambda *_: True)
    await keeping.press("e:", reply, **{"from": BEA})
    assert keeping.toasts == [texts("toast-not-yours")] * 2
    assert await rows(storage, "questions") == []


async def test_somebody_elses_words(keeping: Telegram, storage: Storage, texts: Callable[[str], str]) -> None:
    """Where /ask was about another person's message, that person can send it, and not the one who asked."""
    theirs = written(GROUP, QUESTION, **{"from": BEA})
    await keeping.message(GROUP, "/ask", reply_to_message=theirs)
    reply = keeping.latest(GROUP, theirs)
    await keeping.press("e:", reply)
    await keeping.press("e:", reply, **{"from": BEA})
    assert keeping.toasts == [texts("toast-not-yours"), texts("toast-sent")]
    assert await questions(storage) == [QUESTION]


async def test_anonymous_admin(keeping: Telegram) -> None:
    """An anonymous admin, who can't be told from others, gets no button."""
    await keeping.message(GROUP, f"/ask {QUESTION}", **{"from": ANONYMOUS_ADMIN, "sender_chat": GROUP})
    assert "e:" not in buttons(keeping.sent[0]).values()


async def test_quoted_words(keeping: Telegram) -> None:
    """Words quoted from a message can't be sent on: whose they are is not known for sure."""
    theirs = written(GROUP, f"hm. {QUESTION}", **{"from": BEA})
    await keeping.message(GROUP, "/ask", reply_to_message=theirs, quote={"text": QUESTION, "position": 4, "is_manual": True})
    assert "e:" not in buttons(keeping.sent[0]).values()


async def test_words_that_are_gone(
    keeping: Telegram, storage: Storage, monkeypatch: pytest.MonkeyPatch, texts: Callable[[str], str]
) -> None:
    """In a private chat the words are held for 15 minutes; after that the person is asked to write them again."""
    monkeypatch.setattr(memory, "REMEMBERED", 0)
    keeping.service.questions = memory.Questions()
    reply = await asked_in(keeping, PRIVATE)
    await keeping.press("e:", reply)
    assert keeping.toasts == [texts("toast-question-gone")]
    assert await rows(storage, "questions") == []


async def test_storage_is_away(
    keeping: Telegram, storage: Storage, monkeypatch: pytest.MonkeyPatch, texts: Callable[[str], str]
) -> None:
    """A question that could not be kept is said not to be; the button stays, and a later press sends it."""

    async def away(*_: object) -> bool:
        return False

    reply = await asked_in(keeping, PRIVATE)
    with monkeypatch.context() as patch:
        patch.setattr(storage, "send_question", away)
        await keeping.press("e:", reply)
    assert not keeping.of("editMessageReplyMarkup")
    await keeping.press("e:", reply)
    assert keeping.toasts == [texts("toast-not-sent"), texts("toast-sent")]
    assert await questions(storage) == [QUESTION]


@pytest.mark.parametrize("chat", [PRIVATE, GROUP])
async def test_after_a_vote_down(keeping: Telegram, storage: Storage, chat: Json) -> None:
    """After the asker's vote down the question can be sent, by a button below the votes, which goes when it was pressed."""
    answer = await asked_in(keeping, chat, "when?")
    before = list(buttons(keeping.sent[0]).values())
    await keeping.press(DOWN, answer)
    assert shown_after(keeping) == [*before, "e:"]
    answer["reply_markup"] = keeping.of("editMessageReplyMarkup")[-1]["reply_markup"]
    await keeping.press(DOWN, answer)
    assert len(keeping.of("editMessageReplyMarkup")) == 1
    await keeping.press("e:", answer)
    assert shown_after(keeping) == before
    assert await questions(storage) == ["when?"]


async def test_somebody_elses_vote_down(keeping: Telegram) -> None:
    """Somebody else's vote down, and one on a picked topic, offer nothing: there is no question of theirs."""
    await keeping.press(DOWN, await asked_in(keeping, GROUP, "when?"), **{"from": BEA})
    menu = written(GROUP, "a menu", **{"from": BOT})
    await keeping.press(f"t:{TIMING.code}", menu)
    await keeping.press(DOWN, keeping.latest(GROUP, menu))
    assert not keeping.of("editMessageReplyMarkup")


async def test_buttons_that_can_not_be_changed(keeping: Telegram, storage: Storage, caplog: pytest.LogCaptureFixture) -> None:
    """That the buttons could not be changed is no error: the question is kept all the same."""
    keeping.refuse("editMessageReplyMarkup", 400, "Bad Request: message to edit not found")
    await keeping.press("e:", await asked_in(keeping, PRIVATE))
    assert await questions(storage) == [QUESTION]
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_another_process(settings: Settings, content: Content, storage: Storage) -> None:
    """A vote reaches whichever process is there, as nothing of it is remembered outside storage."""
    async with signed_in(settings, ScriptedEngine(content), storage) as first:
        answer = await asked_in(first, PRIVATE, "when?")
    async with signed_in(settings, ScriptedEngine(content), storage) as second:
        await second.press(UP, answer)
    assert [bool(row.up) for row in await rows(storage, "votes")] == [True]


@pytest.mark.parametrize("chat", [PRIVATE, GROUP])
async def test_requests_are_in_order(keeping: Telegram, chat: Json) -> None:
    """All that is sent for votes and questions is what Telegram's methods take."""
    answer = await asked_in(keeping, chat, "when?")
    for data in (UP, DOWN, "e:"):
        await keeping.press(data, answer)
    for said in ("/privacy", "/deletedata"):
        await keeping.message(chat, said)
    methods = {name for name, _ in keeping.transport.requests}
    assert {"sendMessage", "answerCallbackQuery", "editMessageReplyMarkup"} <= methods
    for name, fields in keeping.transport.requests:
        judge_fields(name, fields)
    for fields in keeping.of("sendMessage", "editMessageReplyMarkup"):
        behind = buttons(fields).values()
        assert all(len(data.encode()) <= 64 for data in behind if not data.startswith("https://t.me/"))
