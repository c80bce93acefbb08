"""Sending into chats that moved, are gone or shut the bot out."""

import pytest

from tests.telegram_bot.fake_telegram import FORUM, GROUP, PRIVATE, Telegram


async def test_group_that_became_a_supergroup(telegram: Telegram) -> None:
    """The reply goes to the supergroup, where old message numbers mean nothing."""
    telegram.refuse("sendMessage", 400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-100500)
    await telegram.message({"id": -5, "type": "group", "title": "Sleep club"}, "/ask when?")
    first, second = telegram.sent
    assert (first["chat_id"], second["chat_id"]) == (-5, -100500)
    assert "reply_parameters" not in second


async def test_question_that_is_gone(telegram: Telegram) -> None:
    """In forums Telegram may refuse a reply to a deleted message; the answer still goes out, in the same topic."""
    telegram.refuse("sendMessage", 400, "Bad Request: message to be replied not found")
    await telegram.message(FORUM, "/ask when?", message_thread_id=33, is_topic_message=True)
    assert "reply_parameters" not in telegram.sent[1]
    assert telegram.sent[1]["message_thread_id"] == 33


async def test_forum_topic_that_is_gone(telegram: Telegram) -> None:
    """The answer goes out once more, outside the forum topic that was deleted."""
    telegram.refuse("sendMessage", 400, "Bad Request: message thread not found")
    await telegram.message(FORUM, "/ask when?", message_thread_id=33, is_topic_message=True)
    assert [sent.get("message_thread_id") for sent in telegram.sent] == [33, None]


@pytest.mark.parametrize("chat", [PRIVATE, GROUP])
@pytest.mark.parametrize(
    ("code", "description"),
    [
        (403, "Forbidden: bot was blocked by the user"),
        (400, "Bad Request: not enough rights to send text messages to the chat"),
        (400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
        (400, "Bad Request: TOPIC_CLOSED"),
    ],
)
async def test_shut_out(
    telegram: Telegram, chat: dict[str, object], code: int, description: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A chat that shut the bot out is left alone, with one line in the log and no apology."""
    caplog.set_level("INFO", "bot")
    telegram.refuse("sendMessage", code, description)
    await telegram.message(chat, "/ask when?")
    assert len(telegram.sent) == 1
    [line] = [record for record in caplog.records if record.name.startswith("bot.")]
    assert (line.levelname, line.exc_info) == ("INFO", None)


async def test_flood_control(telegram: Telegram) -> None:
    """After Telegram asked to wait, the reply is sent again, without a warning about the library's next version."""
    telegram.refuse("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=0.01)
    await telegram.message(PRIVATE, "when?")
    assert len(telegram.sent) == 2
